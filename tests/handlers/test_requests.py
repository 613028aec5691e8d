"""The expert's side: requests, answers, the schedule, and everything they are told."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import asyncpg
import pytest

from bot.domain.ids import BookingId
from bot.telegram.mechanism import Mechanism
from db.session import Database, user
from handlers.callbacks import Accept, Decline
from handlers.notices import NOTICES
from tests.builders import acting_as, move_clock
from tests.handlers.money import states, tell, the_booking
from tests.handlers.phone import Phone
from tests.handlers.test_book import book, to_summary
from tests.telegram.conftest import until


@pytest.fixture
async def jonas(phones: Callable[..., Phone]) -> Phone:
    return phones(2002, language="da", name="Jonas")


async def asked(ann: Phone, bot: Mechanism, db: Database, owner: asyncpg.Connection) -> UUID:
    booking = await book(ann, owner)
    await tell(db, bot, booking, "authorize")
    return booking


async def test_accept_says_charging_and_charged_only_once_it_is(
    ann: Phone, jonas: Phone, bot: Mechanism, db: Database, owner: asyncpg.Connection,
    settled: list[UUID],
) -> None:  # fmt: skip
    booking = await asked(ann, bot, db, owner)
    settled.clear()
    assert "Du sagde ja. Trækker 250 kr" in await jonas.tap("Sig ja")
    assert await states(owner, booking) == "confirmed/authorized"
    assert settled == [booking]
    assert not any("accepted" in text for text in ann.texts)
    await tell(db, bot, booking, "capture")
    assert any("250 kr. er trukket" in text for text in jonas.texts)
    assert any("Jonas accepted: Code review" in text for text in ann.texts)


async def test_the_schedule_says_what_waits_for_an_answer(
    ann: Phone, jonas: Phone, bot: Mechanism, db: Database, owner: asyncpg.Connection
) -> None:
    assert "venter" not in await jonas.say("/schedule")
    await asked(ann, bot, db, owner)
    assert "1 forespørgsel venter på dit svar" in await jonas.say("/schedule")


async def test_decline_offers_what_is_free_instead(
    ann: Phone, jonas: Phone, bot: Mechanism, db: Database, owner: asyncpg.Connection
) -> None:
    booking = await asked(ann, bot, db, owner)
    asked_about = await jonas.tap("Sig nej…")
    assert "Vil du sige nej til forespørgslen fra Ann" in asked_about
    assert "De 250 kr., der er reserveret på kortet, bliver frigivet" in asked_about
    assert await states(owner, booking) == "pending/authorized", "asking changes nothing"
    assert "Du sagde nej" in await jonas.tap("Sig nej")
    assert await states(owner, booking) == "declined/authorized"
    assert "Jonas can't make" in ann.text
    assert "This is free instead:" in ann.text
    assert ann.labels[-1] == "All times"
    await ann.tap(ann.labels[0])
    assert "Book it" in ann.labels


async def test_an_answer_twice_or_too_late_shows_how_it_stands(
    ann: Phone, jonas: Phone, bot: Mechanism, db: Database, owner: asyncpg.Connection
) -> None:
    booking = BookingId(await asked(ann, bot, db, owner))
    await jonas.tap("Sig ja")
    assert "Trækker" in await jonas.press(Accept(booking).pack())
    stale = await jonas.press(Decline(booking).pack())
    assert "afgjort" in stale
    assert "/schedule" in stale
    assert "/bookings" not in stale
    assert "Trækker" in stale, "and the present card stands below"
    assert await states(owner, booking) == "confirmed/authorized"


async def test_a_request_answered_elsewhere_has_no_buttons_left_where_it_came(
    ann: Phone, jonas: Phone, bot: Mechanism, db: Database, owner: asyncpg.Connection
) -> None:
    booking = await asked(ann, bot, db, owner)
    first, _ = jonas.find("Sig ja")
    await jonas.say("/requests")
    newest, _ = jonas.find("Sig ja")
    assert newest > first
    assert jonas.api.rows[jonas.id, first] == []
    await jonas.tap("Sig ja")
    await tell(db, bot, booking, "capture")
    assert "Sig nej" not in jonas.all_labels
    # On the web the same: what stands in the chat follows.
    other = await asked(ann, bot, db, owner)
    async with acting_as(owner, user(await expert_of(owner, other))):
        await owner.fetch("select app.decline_booking($1)", other)
    bot.nudge()
    await until(bot.idle, what="idle")
    assert "Sig ja" not in jonas.all_labels
    assert "Du sagde nej" in " ".join(jonas.texts)


async def expert_of(owner: asyncpg.Connection, booking: UUID) -> UUID:
    found: UUID = await owner.fetchval(
        "select p.user_id from bookings b join user_profiles p on p.id = b.expert_person"
        " where b.id = $1",
        booking,
    )
    return found


async def test_after_its_time_an_answer_charges_nobody_though_no_tick_came(
    ann: Phone, jonas: Phone, bot: Mechanism, db: Database, owner: asyncpg.Connection
) -> None:
    booking = await asked(ann, bot, db, owner)
    await move_clock(owner, hours=49)
    assert "Svarfristen er gået" in await jonas.tap("Sig ja")
    assert await states(owner, booking) == "pending/authorized"
    assert jonas.labels == [], "nothing is left to answer"


async def test_a_learner_cannot_answer_for_the_expert(
    ann: Phone, maria: Phone, bot: Mechanism, db: Database, owner: asyncpg.Connection
) -> None:
    booking = BookingId(await asked(ann, bot, db, owner))
    assert "That is for experts" in await ann.press(Accept(booking).pack())
    await maria.say("/start")
    assert "I can't find that any more" in await maria.press(Accept(booking).pack())
    assert await states(owner, booking) == "pending/authorized"


async def test_requests_and_schedule_list_what_is_there(
    ann: Phone, jonas: Phone, bot: Mechanism, db: Database, owner: asyncpg.Connection
) -> None:
    assert "Ingen venter på dit svar" in await jonas.say("/requests")
    assert "Ingen kommende sessioner" in await jonas.say("/schedule")
    booking = await asked(ann, bot, db, owner)
    assert "Ny forespørgsel fra Ann" in await jonas.say("/requests")
    assert "1 forespørgsel venter" in (await jonas.press("1er.0"))
    await jonas.tap("1 Ann")
    await jonas.tap("Sig ja")
    await tell(db, bot, booking, "capture")
    assert "Ann, Code review" in await jonas.say("/schedule")
    assert "That is for experts" in await ann.say("/schedule")


@pytest.mark.parametrize(
    ("events", "learner", "expert"),
    [
        (("unanswered",), "didn't answer in time", "Fristen for at svare Ann løb ud"),
        (("accept", "capture_fail"), "your bank refused the charge", "Banken afviste"),
    ],
)
async def test_both_are_told_of_every_other_ending(
    ann: Phone, jonas: Phone, bot: Mechanism, db: Database, owner: asyncpg.Connection,
    events: tuple[str, ...], learner: str, expert: str,
) -> None:  # fmt: skip
    booking = await asked(ann, bot, db, owner)
    await tell(db, bot, booking, *events)
    assert learner in ann.text
    assert any(expert in text for text in jonas.texts)
    assert ann.labels


@pytest.mark.parametrize(
    ("events", "learner"),
    [
        (("pay_fail",), "failed, so it is not booked"),
        (("expire", "paid_late"), "came after the hold had ended"),
    ],
)
async def test_a_payment_that_fails_or_comes_too_late_is_explained(
    ann: Phone, bot: Mechanism, db: Database, owner: asyncpg.Connection,
    events: tuple[str, ...], learner: str,
) -> None:  # fmt: skip
    booking = await book(ann, owner)
    await tell(db, bot, booking, *events)
    assert learner in ann.text


@pytest.mark.parametrize(
    "events",
    [
        ("pay_fail",),
        ("expire", "paid_late"),
        ("authorize", "unanswered"),
        ("authorize", "accept", "capture_fail"),
        ("authorize", "accept", "capture", "expert_cancel"),
    ],
    ids=lambda events: events[-1],
)
async def test_whoever_loses_a_time_is_offered_what_is_free_instead(
    ann: Phone, bot: Mechanism, db: Database, owner: asyncpg.Connection, events: tuple[str, ...]
) -> None:
    booking = await book(ann, owner)
    await tell(db, bot, booking, *events)
    assert "This is free instead:" in ann.text
    assert ann.labels[-1] == "All times"
    offers = [label for label in ann.labels if label.startswith(("1 ", "2 ", "3 "))]
    assert offers
    await ann.tap(offers[0])
    assert "Book it" in ann.labels


async def test_every_notice_of_the_table_has_its_words(owner: asyncpg.Connection) -> None:
    rows = await owner.fetch(
        "select 'learner' as audience, learner_notice as notice from app.transitions"
        " where learner_notice is not null"
        " union select 'expert', expert_notice from app.transitions"
        " where expert_notice is not null"
        " union select a, kind from app.reminder_offsets, unnest(array['learner', 'expert']) a"
    )
    assert {(row["audience"], row["notice"]) for row in rows} <= NOTICES.keys()
    assert {("learner", "held"), ("learner", "card_declined")} <= NOTICES.keys()
    assert {("learner", "changed"), ("expert", "changed")} <= NOTICES.keys()


async def test_a_reminder_leaves_the_message_before_it_with_what_and_when_and_no_buttons(
    ann: Phone, jonas: Phone, bot: Mechanism, db: Database, owner: asyncpg.Connection
) -> None:
    await to_summary(ann)
    await ann.tap("Back")
    await ann.tap("Another day")
    for following in [label for label in ann.labels if label.endswith("›")]:
        await ann.tap(following)
    await ann.tap([label for label in ann.labels if label.isdigit()][-1])
    await ann.tap(next(label for label in ann.labels if ":" in label))
    await ann.tap("Book it")
    booking = await the_booking(owner)
    await tell(db, bot, booking, "authorize", "accept", "capture")
    for hours in (24, 1):
        left = await owner.fetchval(
            "select extract(epoch from start_at - app.now()) from public.bookings"
        )
        await move_clock(owner, seconds=float(left) - hours * 3600)
        async with db.begin() as tx:
            await tx.scalar("select app.claim_due_reminders(10)")
        await tell(db, bot, booking)
        for phone, newer in ((ann, "a newer message below"), (jonas, "en nyere besked herunder")):
            assert "meet.jit.si" in phone.text
            former = phone.texts[-2]
            assert "Code review" in former
            assert newer in former, "it must not go on confirming what may be cancelled"
    for phone in (ann, jonas):
        assert phone.all_labels.count(phone.labels[0]) == 1, "only the newest has buttons"


async def test_reminders_reach_both_with_the_place_to_meet(
    ann: Phone, jonas: Phone, bot: Mechanism, db: Database, owner: asyncpg.Connection
) -> None:
    booking = await asked(ann, bot, db, owner)
    await tell(db, bot, booking, "accept", "capture")
    left = await owner.fetchval(
        "select extract(epoch from start_at - app.now()) from public.bookings"
    )

    await move_clock(owner, seconds=float(left) - 3600)
    async with db.begin() as tx:
        await tx.scalar("select app.claim_due_reminders(10)")
    await tell(db, bot, booking)
    assert "In 1 hour" in ann.text
    assert 'Meet here: <a href="https://' in ann.text
    assert "Om 1 time" in jonas.text
    assert "Confirmed" in await ann.tap("Details")
