"""What time does: deadlines, reminders, what comes next."""

from __future__ import annotations

from datetime import timedelta

import asyncpg

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
