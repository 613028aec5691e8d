"""People who are away, two things at once, or not who they say."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import asyncpg
import pytest

from bot.domain.ids import BookingId, ExpertId
from bot.telegram.mechanism import Mechanism
from db.session import Database
from handlers import callbacks as on
from handlers import callbacks_teaching as to
from tests.builders import a_booking, a_session, a_slot, an_expert
from tests.crowds import many_slots
from tests.handlers.money import states, tell
from tests.handlers.phone import Phone
from tests.handlers.test_book import book
from tests.handlers.test_crowds import person_of
from tests.telegram.botapi import refusal


@pytest.mark.parametrize(
    "words",
    ["Forbidden: bot was blocked by the user", "Forbidden: user is deactivated"],
)
async def test_an_expert_who_is_gone_misses_the_message_and_nothing_else(
    ann: Phone, jonas: Phone, bot: Mechanism, db: Database, owner: asyncpg.Connection, words: str
) -> None:
    booking = await book(ann, owner)
    before = len(jonas.texts)

    def gone(params: dict[str, Any]) -> dict[str, Any] | None:
        return refusal(403, words) if params["chat_id"] == jonas.id else None

    jonas.api._scripted["sendMessage"].extend([gone, gone])
    await tell(db, bot, booking, "authorize")
    jonas.api._scripted["sendMessage"].clear()
    assert "Jonas has until" in ann.text
    assert await states(owner, booking) == "pending/authorized"
    blocked = "select blocked_at is not null from app.telegram_accounts where telegram_id = 2002"
    assert await owner.fetchval(blocked)
    await tell(db, bot, booking, "unanswered")
    assert "didn't answer in time" in ann.text
    assert len(jonas.texts) == before
    assert "Your sessions" in await jonas.say("/sessions"), "and back again"
    assert not await owner.fetchval(blocked)


async def test_one_person_learns_and_teaches_and_each_list_keeps_to_its_side(
    ann: Phone, jonas: Phone, bot: Mechanism, db: Database, owner: asyncpg.Connection
) -> None:
    asked = BookingId(await book(ann, owner))
    await tell(db, bot, asked, "authorize")
    await jonas.say("/book")
    for label in ("SQL", "Maria", "Earliest", "Book it"):
        await jonas.tap(label)
    assert "Held for you" in jonas.text
    text = await jonas.say("/bookings")
    assert "Maria K." in text
    assert "Ann" not in text
    assert "New request from Ann" in await jonas.say("/requests")
    await jonas.tap("Accept")
    await tell(db, bot, asked, "capture")
    text = await jonas.say("/schedule")
    assert "Ann" in text
    assert "Maria" not in text
    await jonas.say("/book")
    await jonas.tap("Python")
    assert "Jonas" not in jonas.text, "nobody is offered their own session"


async def test_requests_and_schedule_are_paged_eight_at_a_time(
    ann: Phone, jonas: Phone, owner: asyncpg.Connection
) -> None:
    await ann.say("/start")
    learner = await person_of(owner, ann)
    session = await owner.fetchval("select id from sessions where title = 'Code review'")
    for state, command in (
        ("pending/authorized", "/requests"),
        ("confirmed/captured", "/schedule"),
    ):
        await owner.execute("delete from bookable_slots where current_bookings = 0")
        day = 4 if state.startswith("pending") else 6
        for slot in await many_slots(owner, session, 11, day=day):
            await a_booking(owner, learner, slot, state=state)
        await jonas.say(command)
        assert sum(label[0].isdigit() for label in jonas.labels) == 8
        await jonas.tap("More ›")
        assert [label.split(" ")[0] for label in jonas.labels if label[0].isdigit()] == [
            "9", "10", "11",
        ]  # fmt: skip
        await jonas.tap("‹ Earlier")


async def test_with_somebody_elses_ids_nothing_is_seen_or_changed(
    phones: Callable[..., Phone], jonas: Phone, ann: Phone, owner: asyncpg.Connection
) -> None:
    other = await an_expert(owner, name="Olga", status="pending")
    slot = await a_slot(owner, await a_session(owner, other))
    await ann.say("/start")
    booking = BookingId(await a_booking(owner, await person_of(owner, ann), slot))
    assert other.expert_id
    for press in (on.Accept(booking), on.Decline(booking), on.DeclineWord(booking),
                  on.DeclineNow(booking, 0), on.DeclineNow(booking, 1), on.Card(booking),
                  on.AskCancel(booking), on.Cancel(booking, 0), on.LetGo(booking)):  # fmt: skip
        text = await jonas.press(press.pack())
        assert "I can't find that any more" in text
        assert jonas.labels
    for kind in (to.Verify, to.Reject, to.ShowApplication):
        forged = kind(ExpertId(other.expert_id)).pack()
        assert "That is for admins" in await jonas.press(forged)
    assert await states(owner, booking) == "pending/pending"
    status = "select verification_status from expert_profiles where id = $1"
    assert await owner.fetchval(status, other.expert_id) == "pending"


async def test_a_message_that_was_deleted_is_answered_with_a_new_one(ann: Phone) -> None:
    await ann.say("/start")
    await ann.tap("Copenhagen")
    before = len(ann.texts)
    ann.api.script("editMessageText", refusal(400, "Bad Request: message to edit not found"))
    await ann.tap("Find a session")
    assert len(ann.texts) == before + 1
    assert "What would you like to learn?" in ann.text
