"""What time does: deadlines, reminders, what comes next."""

from __future__ import annotations

from datetime import timedelta

import asyncpg
import pytest

from db.session import SERVICE
from tests.builders import (
    Person,
    Slot,
    a_booking,
    a_session,
    a_slot,
    acting_as,
    move,
    move_clock,
    notices,
    now,
)


async def test_the_answer_is_due_before_the_notice_begins_but_never_at_once(
    owner: asyncpg.Connection, learner: Person, expert: Person
) -> None:
    session = await a_session(owner, expert)
    for starts_in, expected in (
        (timedelta(days=10), timedelta(hours=48)),
        (timedelta(hours=10), timedelta(hours=8)),
        (timedelta(hours=2), timedelta(minutes=30)),
    ):
        slot = await a_slot(owner, session, starts_in=starts_in)
        booking = await a_booking(owner, learner, slot, state="pending/authorized")
        left = await owner.fetchval(
            "select respond_by - app.now() from bookings where id = $1", booking
        )
        assert abs(left - expected) < timedelta(minutes=2)


async def test_the_answer_is_due_a_day_before_the_bank_lets_go_of_the_hold(
    owner: asyncpg.Connection, learner: Person, expert: Person
) -> None:
    slot = await a_slot(owner, await a_session(owner, expert), starts_in=timedelta(days=10))
    booking = await a_booking(owner, learner, slot)
    left = await owner.fetchval(
        "update bookings set payment_status = 'authorized',"
        " capture_before = app.now() + interval '36 hours' where id = $1"
        " returning respond_by - app.now()",
        booking,
    )
    assert abs(left - timedelta(hours=12)) < timedelta(minutes=2)


async def test_a_deadline_is_passed_when_it_is_and_not_when_a_tick_comes(
    owner: asyncpg.Connection, learner: Person, expert: Person, slot: Slot
) -> None:
    booking = await a_booking(owner, learner, slot, state="pending/authorized")
    await owner.execute("update bookings set respond_by = app.now() where id = $1", booking)
    async with acting_as(owner, expert.actor):
        with pytest.raises(asyncpg.PostgresError) as refused:
            await owner.execute("select app.accept_booking($1)", booking)
    assert (refused.value.sqlstate, refused.value.detail) == ("BK007", "late")


async def test_an_instant_booking_paid_after_its_start_is_not_accepted(
    owner: asyncpg.Connection, learner: Person, expert: Person, slot: Slot
) -> None:
    await owner.execute("update expert_profiles set instant_booking = true")
    booking = await a_booking(owner, learner, slot, state="pending/pending")
    before = slot.start - await now(owner)
    await owner.execute('update app.clock set "offset" = "offset" + $1', before)
    await move_clock(owner, minutes=1)
    await move(owner, booking, "authorize")
    assert await owner.fetchval("select status from bookings where id = $1", booking) == "pending"
    async with acting_as(owner, SERVICE):
        due = await owner.fetch("select app.due_bookings('unanswered', 10)")
    assert [row[0] for row in due] == [booking]


async def test_next_due_names_what_comes_first(
    owner: asyncpg.Connection, learner: Person, slot: Slot
) -> None:
    async def next_due() -> str | None:
        async with acting_as(owner, SERVICE):
            value: str | None = await owner.fetchval("select what from app.next_due()")
            return value

    assert await next_due() is None
    booking = await a_booking(owner, learner, slot)
    assert await next_due() == "hold"
    await move(owner, booking, "authorize")
    assert await next_due() == "deadline"
    await move(owner, booking, "accept")
    await move(owner, booking, "capture")
    assert await next_due() == "reminder_24h"


async def test_reminders_are_sent_once_and_passed_ones_are_skipped(
    owner: asyncpg.Connection, learner: Person, slot: Slot
) -> None:
    booking = await a_booking(owner, learner, slot, state="confirmed/captured")

    async def claim() -> int:
        async with acting_as(owner, SERVICE):
            claimed: int = await owner.fetchval("select app.claim_due_reminders(10)")
            return claimed

    assert await claim() == 0
    await move_clock(owner, hours=71, minutes=30)
    assert await claim() == 4
    assert await claim() == 0
    assert sorted(await notices(owner, booking)) == [
        ("reminder_1h", "expert"),
        ("reminder_1h", "learner"),
    ]
