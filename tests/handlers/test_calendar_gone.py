"""What was put into a calendar comes out of it again, and no message goes on confirming it."""

from __future__ import annotations

from uuid import UUID

import asyncpg
import pytest
from icalendar import Calendar

from bot.telegram.mechanism import Mechanism
from db.session import Database
from tests.builders import Person, act, move_clock
from tests.handlers.money import tell, the_booking
from tests.handlers.phone import Phone
from tests.handlers.test_book import book


@pytest.fixture
async def confirmed(
    ann: Phone, jonas: Phone, bot: Mechanism, db: Database, owner: asyncpg.Connection
) -> UUID:
    """Ann's code review with Jonas, charged; both have its calendar file."""
    assert jonas
    await book(ann, owner)
    booking = await the_booking(owner)
    await tell(db, bot, booking, "authorize", "accept", "capture")
    return booking


def entries(phone: Phone) -> list[tuple[str, str, int, str]]:
    """(method, status, sequence, uid) of each calendar file that this chat got, in order."""
    found = []
    shown = phone.api.chats[phone.id]
    for each in sorted(shown):
        _, text, content = (shown[each].document or "").partition("text/calendar")
        if text:
            calendar = Calendar.from_ical(content.strip())
            (event,) = calendar.walk("VEVENT")
            method = str(calendar["METHOD"])
            found.append(
                (method, str(event["STATUS"]), int(str(event["SEQUENCE"])), str(event["UID"]))
            )
    return found


def both(booking: UUID) -> list[tuple[str, str, int, str]]:
    uid = f"{booking}@tutorline"
    return [("PUBLISH", "CONFIRMED", 0, uid), ("CANCEL", "CANCELLED", 1, uid)]


async def cancel(phone: Phone) -> None:
    await phone.tap("Cancel…")
    await phone.tap("Cancel the session")


async def test_a_learner_who_cancels_and_their_expert_can_take_it_out_of_their_calendars(
    ann: Phone, jonas: Phone, confirmed: UUID
) -> None:
    await cancel(ann)
    assert "Ann cancelled" in jonas.text
    assert entries(ann) == entries(jonas) == both(confirmed)


async def test_an_expert_who_cancels_and_their_learner_can_as_well(
    ann: Phone, jonas: Phone, confirmed: UUID
) -> None:
    await cancel(jonas)
    assert "Jonas had to cancel" in ann.text
    assert entries(ann) == entries(jonas) == both(confirmed)
    captions = [sent.get("caption") for sent in ann.api.made("sendDocument")]
    assert captions.count("Open it, and the session leaves your calendar.") == 2


async def test_who_cancels_on_the_web_gets_the_file_on_their_card(
    ann: Phone, jonas: Phone, bot: Mechanism, db: Database, owner: asyncpg.Connection,
    confirmed: UUID,
) -> None:  # fmt: skip
    row = await owner.fetchrow(
        "select b.learner_id, u.user_id, u.id from bookings b join user_profiles u"
        " on u.id = b.learner_person"
    )
    await act(owner, Person(row["user_id"], row["id"], row["learner_id"]), "cancel_booking",
              confirmed)  # fmt: skip
    await tell(db, bot, confirmed)
    assert entries(ann) == entries(jonas) == both(confirmed)


async def test_a_request_that_comes_to_nothing_was_in_no_calendar(
    ann: Phone, jonas: Phone, bot: Mechanism, db: Database, owner: asyncpg.Connection
) -> None:
    for event in ("decline", "unanswered", "capture_fail"):
        booking = await book(ann, owner)
        await tell(db, bot, booking, "authorize")
        await tell(db, bot, booking, *(["accept"] if event == "capture_fail" else []), event)
    await tell(db, bot, await book(ann, owner), "authorize", "accept")
    await ann.say("/bookings")
    assert jonas
    assert entries(ann) == entries(jonas) == []


async def test_after_the_reminder_too_no_message_goes_on_confirming_what_was_cancelled(
    ann: Phone, jonas: Phone, bot: Mechanism, db: Database, owner: asyncpg.Connection,
    confirmed: UUID,
) -> None:  # fmt: skip
    left = await owner.fetchval("select extract(epoch from start_at - app.now()) from bookings")
    await move_clock(owner, seconds=float(left) - 3600)
    async with db.begin() as tx:
        await tx.scalar("select app.claim_due_reminders(10)")
    await tell(db, bot, confirmed)
    assert "In 1 hour" in ann.text
    await cancel(jonas)
    for phone in (ann, jonas):
        assert not any("Meet here" in text or "Confirmed" in text for text in phone.texts)
        told = [text for text in phone.texts if "accepted" in text.lower()]
        assert all("How it stands now is in a newer message below." in text for text in told)
