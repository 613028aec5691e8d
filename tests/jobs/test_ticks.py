"""What falls due is done, once, by whichever process wakes; time is a row."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import asyncpg
import pytest

from bot.clock import Clock
from bot.jobs.skipping import Skipper
from bot.jobs.ticks import DUE, Tick, run_due, send_reminders
from db.session import Database
from tests import builders as make
from tests.servers import POOLED


@pytest.fixture
async def pair(owner: asyncpg.Connection) -> tuple[make.Person, make.Person]:
    """A learner and an expert, both with a chat."""
    learner = await make.a_learner(owner, telegram=True)
    return learner, await make.an_expert(owner, telegram=True)


async def a_booking(
    owner: asyncpg.Connection,
    pair: tuple[make.Person, make.Person],
    state: str,
    starts_in: timedelta = timedelta(days=3),
) -> object:
    learner, expert = pair
    slot = await make.a_slot(owner, await make.a_session(owner, expert), starts_in=starts_in)
    return await make.a_booking(owner, learner, slot, state=state)


async def state(owner: asyncpg.Connection, booking: object) -> str:
    value: str = await owner.fetchval(
        "select status || '/' || payment_status from public.bookings where id = $1", booking
    )
    return value


async def told(owner: asyncpg.Connection, notice: str) -> int:
    value: int = await owner.fetchval(
        "select count(*) from app.outbox where payload ->> 'notice' = $1", notice
    )
    return value


@pytest.mark.parametrize(
    ("begins", "passes", "ends", "notice"),
    [
        ("pending/pending", timedelta(minutes=32), "cancelled/cancelled", "hold_ran_out"),
        ("pending/authorized", timedelta(hours=49), "cancelled/authorized", "unanswered"),
        ("confirmed/captured", timedelta(days=4), "completed/captured", "completed"),
    ],
)
async def test_what_falls_due_is_moved_once_however_many_wake(
    app_url: str,
    owner: asyncpg.Connection,
    pair: tuple[make.Person, make.Person],
    begins: str,
    passes: timedelta,
    ends: str,
    notice: str,
) -> None:
    booking = await a_booking(owner, pair, begins)
    replicas = [Database.connect(app_url, size=2, pooler=POOLED) for _ in range(4)]
    try:
        assert await run_due(replicas[0]) >= 0
        assert await state(owner, booking) == begins, "not before its time"
        await make.move_clock(owner, hours=passes.total_seconds() / 3600)
        await asyncio.gather(*(run_due(replica) for replica in replicas))
        assert await run_due(replicas[0]) == 0, "the second time there is nothing to do"
    finally:
        for replica in replicas:
            await replica.close()
    assert await state(owner, booking) == ends
    told_to = await owner.fetch(
        "select payload ->> 'audience' as who, count(*) as n from app.outbox"
        " where payload ->> 'notice' = $1 group by 1",
        notice,
    )
    assert all(row["n"] == 1 for row in told_to)
    assert told_to


async def test_reminders_go_to_both_sides_a_day_and_an_hour_ahead(
    db: Database, owner: asyncpg.Connection, pair: tuple[make.Person, make.Person]
) -> None:
    await a_booking(owner, pair, "confirmed/captured")
    assert await send_reminders(db) == 0
    await make.move_clock(owner, hours=48.1)
    await asyncio.gather(send_reminders(db), send_reminders(db))
    assert (await told(owner, "reminder_24h"), await told(owner, "reminder_1h")) == (2, 0)
    await make.move_clock(owner, hours=23)
    await send_reminders(db)
    assert (await told(owner, "reminder_24h"), await told(owner, "reminder_1h")) == (2, 2)


async def test_a_cancelled_session_reminds_nobody(
    db: Database, owner: asyncpg.Connection, pair: tuple[make.Person, make.Person]
) -> None:
    booking = await a_booking(owner, pair, "confirmed/captured")
    async with make.acting_as(owner, pair[1].actor) as expert:
        await expert.execute("select app.cancel_booking($1)", booking)
    await make.move_clock(owner, hours=71.5)
    await run_due(db)
    assert (await told(owner, "reminder_24h"), await told(owner, "reminder_1h")) == (0, 0)


async def test_a_session_booked_for_tomorrow_gets_no_day_ahead_reminder(
    db: Database, owner: asyncpg.Connection, pair: tuple[make.Person, make.Person]
) -> None:
    await a_booking(owner, pair, "confirmed/captured", timedelta(hours=20))
    await make.move_clock(owner, hours=19.1)
    await run_due(db)
    assert (await told(owner, "reminder_24h"), await told(owner, "reminder_1h")) == (0, 2)


async def test_one_booking_that_cannot_be_moved_holds_up_no_other(
    db: Database, owner: asyncpg.Connection, pair: tuple[make.Person, make.Person]
) -> None:
    stuck = await a_booking(owner, pair, "pending/pending")
    other = await a_booking(
        owner, (await make.a_learner(owner), pair[1]), "pending/pending", timedelta(days=5)
    )
    await owner.execute(
        "create function app.fall_over() returns trigger language plpgsql as"
        " $$ begin raise exception 'no'; end $$"
    )
    await owner.execute(
        "create trigger fall_over before update on public.bookings for each row"
        f" when (old.id = '{stuck}') execute function app.fall_over()"
    )
    await make.move_clock(owner, hours=1)
    await run_due(db)
    assert await state(owner, stuck) == "pending/pending"
    assert await state(owner, other) == "cancelled/cancelled"


async def test_a_skip_stops_at_what_falls_due_first(
    db: Database, owner: asyncpg.Connection, pair: tuple[make.Person, make.Person]
) -> None:
    booking = await a_booking(owner, pair, "pending/pending")
    clock = Clock()

    async def idle() -> bool:
        return True

    skipper = Skipper(db, clock, lambda: None, idle)
    start = await skipper.look()
    assert start.next is not None
    assert start.next.what == "hold"
    after = await skipper.advance(start.now + timedelta(days=1))
    assert timedelta(0) <= after.now - start.next.at < timedelta(seconds=30), "no further"
    assert await state(owner, booking) == "cancelled/cancelled"
    assert after.next is None
    ahead = after.now + timedelta(days=1)
    assert (await skipper.advance(ahead)).now >= ahead, "nothing in between: all the way"
    assert abs(clock.now() - ahead) < timedelta(seconds=30), "the process's own clock follows"
    back = await skipper.advance(start.now)
    assert back.now >= ahead, "time never goes back"


def test_every_tick_has_a_name_of_its_own() -> None:
    names = [tick.name for tick in DUE]
    assert len(set(names)) == len(names)
    assert all(isinstance(tick, Tick) and tick.every > 0 for tick in DUE)
