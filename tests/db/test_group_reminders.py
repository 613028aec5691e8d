"""An expert is reminded once of a slot, however many sit in it; each learner is reminded alone."""

from __future__ import annotations

from datetime import timedelta

import asyncpg

from db import functions
from db.session import Database
from tests.builders import Person, Slot, a_booking, a_learner, a_session, a_slot, act, move_clock


async def told(owner: asyncpg.Connection) -> list[tuple[str, str]]:
    """The reminders so far: (kind, audience), sorted."""
    rows = await owner.fetch(
        "select payload ->> 'notice' as kind, payload ->> 'audience' as audience from app.outbox"
        " where kind = 'notice' and payload ->> 'notice' like 'reminder%' order by 1, 2"
    )
    return [(row["kind"], row["audience"]) for row in rows]


async def remind(db: Database, at_a_time: int = 20) -> None:
    """Send what is due, so many rows in each transaction."""
    left = 1
    while left:
        async with db.begin() as tx:
            left = await functions.claim_due_reminders(tx, at_a_time)


async def a_group(owner: asyncpg.Connection, expert: Person, size: int) -> list[object]:
    slot = await a_slot(owner, await a_session(owner, expert, seats=size + 1))
    return [await joins(owner, slot) for _ in range(size)]


async def joins(owner: asyncpg.Connection, slot: Slot) -> object:
    learner = await a_learner(owner, telegram=True)
    return await a_booking(owner, learner, slot, state="confirmed/captured")


async def test_one_reminder_for_a_slot_and_time_and_one_for_each_learner(
    db: Database, owner: asyncpg.Connection, expert: Person
) -> None:
    await a_group(owner, expert, 3)
    await move_clock(owner, hours=48.1)
    # One row a transaction: as if as many processes shared the work.
    await remind(db, at_a_time=1)
    day = [("reminder_24h", "expert"), *[("reminder_24h", "learner")] * 3]
    assert await told(owner) == day
    await move_clock(owner, hours=23)
    await remind(db)
    hour = [("reminder_1h", "expert"), *[("reminder_1h", "learner")] * 3]
    assert await told(owner) == [*hour, *day]


async def test_who_is_left_of_a_group_is_still_reminded_of(
    db: Database, owner: asyncpg.Connection, expert: Person
) -> None:
    for booking in sorted(await a_group(owner, expert, 3), key=str)[:2]:
        await act(owner, expert, "cancel_booking", booking)
    await move_clock(owner, hours=48.1)
    await remind(db)
    assert await told(owner) == [("reminder_24h", "expert"), ("reminder_24h", "learner")]


async def test_two_slots_are_two_reminders(
    db: Database, owner: asyncpg.Connection, expert: Person
) -> None:
    session = await a_session(owner, expert)
    for hours in (72, 74):
        await joins(owner, await a_slot(owner, session, starts_in=timedelta(hours=hours)))
    await move_clock(owner, hours=51)
    await remind(db)
    assert [audience for _, audience in await told(owner)].count("expert") == 2
