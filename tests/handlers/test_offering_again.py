"""An expert who cancels is not booked again for that time, unless they offer it again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import asyncpg

from bot.domain.ids import BookingId
from bot.telegram.mechanism import Mechanism
from db.session import Database
from handlers import views_expert
from handlers.callbacks_groups import OfferAgain
from tests.builders import move_clock
from tests.handlers.facts import STATES, a_card, speech
from tests.handlers.money import tell
from tests.handlers.phone import Phone, visible
from tests.handlers.test_book import book

AGAIN = "Offer the time again"


async def cancelled_by_jonas(
    ann: Phone, phones: Callable[..., Phone], bot: Mechanism, db: Database,
    owner: asyncpg.Connection,
) -> tuple[Phone, BookingId]:  # fmt: skip
    """Jonas cancels what Ann had booked and paid."""
    booking = BookingId(await book(ann, owner))
    await tell(db, bot, booking, "authorize", "accept", "capture")
    jonas = phones(2002, name="Jonas")
    await jonas.say("/start")
    await jonas.tap("English")
    await jonas.say("/schedule")
    await jonas.tap("1 Ann")
    assert "Nobody can book that time then" in await jonas.tap("Cancel…")
    await jonas.tap("Cancel the session")
    return jonas, booking


async def test_the_cancelled_card_says_that_the_time_is_closed_and_opens_it_again(
    ann: Phone, phones: Callable[..., Phone], bot: Mechanism, db: Database,
    owner: asyncpg.Connection,
) -> None:  # fmt: skip
    jonas, booking = await cancelled_by_jonas(ann, phones, bot, db, owner)
    free = "select is_available from bookable_slots s join bookings b on b.slot_id = s.id"
    assert "Nobody can book the time now." in jonas.text
    assert await owner.fetchval(free) is False
    text = await jonas.tap(AGAIN)
    assert "The time is free again." in text
    assert "You cancelled. Ann gets everything back." in text
    assert "Nobody can book" not in text
    assert AGAIN not in jonas.labels
    assert await owner.fetchval(free) is True
    assert "free again" in await jonas.press(OfferAgain(booking).pack()), "the second tap"


async def test_a_time_that_has_come_or_a_paused_session_is_said_to_stay_closed(
    ann: Phone, phones: Callable[..., Phone], bot: Mechanism, db: Database,
    owner: asyncpg.Connection,
) -> None:  # fmt: skip
    jonas, booking = await cancelled_by_jonas(ann, phones, bot, db, owner)
    await owner.execute("update sessions set is_active = false where title = 'Code review'")
    assert "but the session is not open at present" in await jonas.tap(AGAIN)
    await owner.execute("update bookable_slots set closed = 'person'")
    await move_clock(owner, days=40)
    assert "That time has come" in await jonas.press(OfferAgain(booking).pack())
    assert AGAIN not in jonas.labels
    await ann.press(OfferAgain(booking).pack())
    assert await owner.fetchval("select count(*) from bookable_slots where closed is null") == 0


def test_only_what_the_expert_ended_and_is_still_to_come_is_offered_again() -> None:
    def labels(state: str, **more: Any) -> list[str]:
        facts = {**STATES[state], "shut": True, **more}
        shown = views_expert.card(speech(), a_card(side="expert", **facts))
        return [button.text for row in shown.rows for button in row]

    assert AGAIN in labels("cancelled by the expert")
    assert AGAIN in labels("declined"), "with a whole slot"
    assert AGAIN not in labels("cancelled by the expert", shut=False)
    assert AGAIN not in labels("cancelled, all back")
    assert AGAIN not in labels("confirmed")
    danish = views_expert.card(
        speech("da"), a_card(side="expert", **STATES["cancelled by the expert"], shut=True)
    )
    assert "Ingen kan booke tiden nu." in visible(danish.text)
