"""Many at once: one winner, no deadlock."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import asyncpg

from bot.domain.errors import LearnerBusy, Refusal, SlotTaken
from bot.domain.ids import BookingId, SlotId
from db import functions
from db.session import Database, Transaction
from tests.builders import a_booking, a_learner, a_session, a_slot, an_expert
from tests.servers import POOLED


async def test_of_fifty_who_book_one_slot_one_wins(app_url: str, owner: asyncpg.Connection) -> None:
    slot = await a_slot(owner, await a_session(owner, await an_expert(owner)))
    learners = [await a_learner(owner) for _ in range(50)]
    database = Database.connect(app_url, size=50, pooler=POOLED)

    async def attempt(number: int) -> str:
        async def work(tx: Transaction) -> str:
            try:
                await functions.book(tx, SlotId(slot.id))
            except Refusal as refusal:
                return type(refusal).__name__
            return "booked"

        return await database.retry(work, learners[number].actor)

    try:
        outcomes = await asyncio.gather(*(attempt(number) for number in range(50)))
    finally:
        await database.close()
    assert sorted(outcomes) == [SlotTaken.__name__] * 49 + ["booked"]
    assert await owner.fetchval("select count(*) from bookings") == 1
    assert await owner.fetchval("select current_bookings from bookable_slots") == 1


async def test_a_learner_who_taps_twenty_times_books_once(
    app_url: str, owner: asyncpg.Connection
) -> None:
    slot = await a_slot(owner, await a_session(owner, await an_expert(owner)))
    learner = await a_learner(owner)
    database = Database.connect(app_url, size=20, pooler=POOLED)

    async def tap(tx: Transaction) -> BookingId:
        return (await functions.book(tx, SlotId(slot.id))).booking_id

    try:
        booked = await asyncio.gather(*(database.retry(tap, learner.actor) for _ in range(20)))
    finally:
        await database.close()
    assert len(set(booked)) == 1


async def test_cancelling_against_rebooking_never_deadlocks(
    app_url: str, owner: asyncpg.Connection
) -> None:
    """Two learners swap two overlapping slots of one expert, again and again, at full speed."""
    expert = await an_expert(owner)
    session = await a_session(owner, expert)
    slots = [
        await a_slot(owner, session, starts_in=timedelta(days=3, minutes=30 * number))
        for number in range(2)
    ]
    learners = [await a_learner(owner) for _ in range(4)]
    first = await a_booking(owner, learners[0], slots[0])
    database = Database.connect(app_url, size=12, pooler=POOLED)
    deadlocks = await owner.fetchval(
        "select deadlocks from pg_stat_database where datname = current_database()"
    )

    async def churn(number: int) -> None:
        learner = learners[number % 4]
        for turn in range(12):
            async with database.begin(learner.actor) as tx:
                try:
                    booked = await functions.book(tx, SlotId(slots[(turn + number) % 2].id))
                except (SlotTaken, LearnerBusy):
                    continue
            async with database.begin(learner.actor) as tx:
                await functions.cancel(tx, booked.booking_id)

    async with database.begin(learners[0].actor) as tx:
        await functions.cancel(tx, BookingId(first))
    try:
        await asyncio.gather(*(churn(number) for number in range(12)))
    finally:
        await database.close()
    assert await owner.fetchval("select count(*) from bookings where status = 'cancelled'") > 4
    assert await owner.fetchval("select sum(current_bookings) from bookable_slots") == 0
    await owner.execute("select pg_stat_force_next_flush()")
    assert deadlocks == await owner.fetchval(
        "select deadlocks from pg_stat_database where datname = current_database()"
    )


async def test_generating_slots_against_booking_them_keeps_both(
    app_url: str, owner: asyncpg.Connection
) -> None:
    expert = await an_expert(owner)
    await a_session(owner, expert)
    database = Database.connect(app_url, size=12, pooler=POOLED)
    week = [functions.WindowRow(day=day, start="09:00", end="17:00") for day in range(7)]
    async with database.begin(expert.actor) as tx:
        await functions.set_availability(tx, week, "UTC")
    # Days that every version of the week keeps, whatever day it is today.
    slots = await owner.fetch(
        "select id from bookable_slots where extract(dow from start_time) < 4"
        " order by start_time offset 8 limit 8"
    )
    learners = [await a_learner(owner) for _ in slots]

    async def book(number: int) -> None:
        async def work(tx: Transaction) -> None:
            await functions.book(tx, SlotId(slots[number]["id"]))

        await database.retry(work, learners[number].actor)

    async def change(number: int) -> None:
        async def work(tx: Transaction) -> None:
            await functions.set_availability(tx, week[: 4 + number % 4], "UTC")

        await database.retry(work, expert.actor)

    try:
        outcomes = await asyncio.gather(
            *(work(number) for number in range(8) for work in (change, book)),
            return_exceptions=True,
        )
    finally:
        await database.close()
    strange = [one for one in outcomes if one is not None and not isinstance(one, Refusal)]
    assert strange == []
    booked = await owner.fetchval("select count(*) from bookings")
    assert await owner.fetchval("select sum(current_bookings) from bookable_slots") == booked > 0
