"""What is old and done with is forgotten at its age; what is young, unfinished or a fact stays."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest
from sqlalchemy.exc import DBAPIError

from bot.jobs.ticks import pruning
from db.retention import Keep, prune
from db.session import SERVICE, Database
from tests import builders as make

KEEP = Keep(
    handled=timedelta(days=3),
    chats=timedelta(days=20),
    slots=timedelta(days=5),
    audit=timedelta(days=200),
)
DAY = timedelta(days=1)
# A row that is done with at the time `at`: of a booking that was over then, with a number `n`.
PRUNED = {
    "app.telegram_updates": (
        KEEP.handled,
        "(update_id, telegram_id, payload, handled_at) select n, 1, '{}', at",
    ),
    "app.stripe_events": (
        KEEP.handled,
        "(event_id, type, payload, handled_at) select n, 'x', '{}', at",
    ),
    "app.outbox": (KEEP.handled, "(lane, kind, payload, sent_at) select n, 'call', '{}', at"),
    "app.reminders": (
        KEEP.handled,
        "(booking_id, kind, audience, due_at, sent_at) select booking, 'reminder_1h', 'expert',"
        " at, at",
    ),
    "app.refund_quotes": (
        KEEP.handled,
        "(booking_id, refund_cents, quoted_at) select booking, 0, at",
    ),
    "app.leases": (KEEP.handled, "(name, holder, until) select n, 'x', at"),
    "app.conversations": (
        KEEP.chats,
        "(telegram_id, name, state, updated_at) select n, 'notes', 'x', at",
    ),
    "app.cards": (KEEP.chats, "(booking_id, telegram_id, message_id) select booking, n, 1"),
    "app.link_tokens": (
        KEEP.chats,
        "(token_hash, user_id, created_at, expires_at) select n, person, at, at",
    ),
}
# Old enough for every age, and yet not done with; the booking is still to come.
UNFINISHED = {
    "app.telegram_updates": "(update_id, telegram_id, payload, received_at, dead_at)"
    " select n, 1, '{}', at, at",
    "app.stripe_events": "(event_id, type, payload, received_at) select n, 'x', '{}', at",
    "app.outbox": "(lane, kind, payload, created_at) select n, 'settle', '{}', at",
    "app.reminders": "(booking_id, kind, audience, due_at) select booking, 'reminder_1h', 'expert',"
    " at",
    "app.leases": "(name, holder, until) select n, 'x', clock_timestamp() + interval '1 minute'",
    "app.cards": "(booking_id, telegram_id, message_id) select booking, n, 1",
}


async def a_past_booking(
    owner: asyncpg.Connection, ago: timedelta, state: str = "completed/captured"
) -> UUID:
    """A booking of people of its own that ended so long ago, told like that from the start."""
    expert, learner = await make.an_expert(owner), await make.a_learner(owner)
    session = await make.a_session(owner, expert)
    slot = await make.a_slot(owner, session, starts_in=-ago - timedelta(hours=1))
    booking = await make.a_booking(owner, learner, slot, state=state)
    await owner.execute("set session_replication_role = replica")  # the history is never changed
    await owner.execute(
        "update app.booking_events set recorded_at = clock_timestamp() - $2::interval"
        " where booking_id = $1",
        booking, ago,
    )  # fmt: skip
    await owner.execute("reset session_replication_role")
    return booking


async def put(
    owner: asyncpg.Connection, table: str, row: str, at: datetime, booking: UUID, number: int
) -> None:
    columns, _, values = row.partition(" select ")
    kinds = {"app.telegram_updates": "bigint", "app.conversations": "bigint", "app.cards": "bigint"}
    kind = kinds.get(table, "text")
    await owner.execute(
        f"insert into {table} {columns} select {values} from (select $1::timestamptz as at,"  # noqa: S608
        f" $2::uuid as booking, ($3::bigint)::{kind} as n,"
        " (select u.id from auth.users u limit 1) as person) given",
        at, booking, number,
    )  # fmt: skip


async def count(owner: asyncpg.Connection, table: str) -> int:
    found: int = await owner.fetchval(f"select count(*) from {table}")  # noqa: S608
    return found


@pytest.mark.parametrize("table", PRUNED)
async def test_what_is_done_with_goes_at_its_age_and_not_before(
    db: Database, owner: asyncpg.Connection, table: str
) -> None:
    age, row = PRUNED[table]
    now = await make.now(owner)
    for number, ago in enumerate((age + DAY, age - DAY)):
        booking = await a_past_booking(owner, ago)
        await owner.execute("delete from app.outbox where sent_at is null")
        await put(owner, table, row, now - ago, booking, number)
    assert await count(owner, table) == 2
    await pruning(KEEP).work(db)
    assert await count(owner, table) == 1
    assert await pruning(KEEP).work(db) == 0, "the second time finds nothing to do"


@pytest.mark.parametrize("table", UNFINISHED)
async def test_what_is_not_done_with_stays_however_old(
    db: Database, owner: asyncpg.Connection, table: str
) -> None:
    expert, learner = await make.an_expert(owner), await make.a_learner(owner)
    slot = await make.a_slot(owner, await make.a_session(owner, expert))
    booking = await make.a_booking(owner, learner, slot)
    long_ago = await make.now(owner) - timedelta(days=1000)
    before = await count(owner, table)
    await put(owner, table, UNFINISHED[table], long_ago, booking, 1)
    await pruning(KEEP).work(db)
    assert await count(owner, table) == before + 1


async def test_a_time_that_passed_unbooked_goes_whoever_made_it_and_one_with_a_booking_stays(
    db: Database, owner: asyncpg.Connection
) -> None:
    named = [
        await a_past_booking(owner, timedelta(days=30), state)
        for state in ("completed/captured", "cancelled/cancelled")
    ]
    session = await make.a_session(owner, await make.an_expert(owner))
    for ago in (KEEP.slots + DAY, KEEP.slots - DAY, -DAY):
        await make.a_slot(owner, session, starts_in=-ago)
    assert await pruning(KEEP).work(db) > 0
    left = await owner.fetch("select start_time from bookable_slots where session_id = $1", session)
    assert len(left) == 2
    kept = "select count(*) from bookings b join bookable_slots s on s.id = b.slot_id"
    assert await owner.fetchval(kept) == len(named)


async def test_a_history_goes_as_a_whole_and_the_booking_and_its_money_stay(
    db: Database, owner: asyncpg.Connection
) -> None:
    old, young, disturbed = [
        await a_past_booking(owner, ago)
        for ago in (KEEP.audit + DAY, KEEP.audit - DAY, 2 * KEEP.audit)
    ]
    await owner.execute(
        "insert into app.booking_events (booking_id, event, actor, to_status, to_payment, at)"
        " values ($1, 'admin_refund', 'admin', 'completed', 'captured', app.now())",
        disturbed,
    )
    await pruning(KEEP).work(db)
    told = await owner.fetch("select distinct booking_id from app.booking_events")
    assert {row["booking_id"] for row in told} == {young, disturbed}
    assert await owner.fetchval("select count(*) from bookings where id = $1", old) == 1
    assert await owner.fetchval("select count(*) from app.ledger_entries") == 3


@pytest.mark.parametrize(
    "state", ["pending/authorized", "confirmed/captured", "cancelled/captured"]
)
async def test_the_history_of_a_booking_that_is_not_over_or_owes_money_stays(
    db: Database, owner: asyncpg.Connection, state: str
) -> None:
    await a_past_booking(owner, 2 * KEEP.audit, state)
    before = await count(owner, "app.booking_events")
    await pruning(KEEP).work(db)
    assert await count(owner, "app.booking_events") == before > 0


async def test_nobody_else_takes_away_from_the_history(
    db: Database, owner: asyncpg.Connection
) -> None:
    await a_past_booking(owner, 2 * KEEP.audit)
    for statement in ("delete from app.booking_events", "update app.booking_events set actor = ''"):
        with pytest.raises(asyncpg.RestrictViolationError):
            await owner.execute(statement)
    async with db.begin(SERVICE) as tx:
        await prune(tx, KEEP, 10)
        # The way that pruning opens is closed again, within its transaction too.
        assert not await tx.scalar("select current_setting('app.pruning', true)")


async def test_a_few_at_a_time_are_forgotten_until_none_is_left(
    db: Database, owner: asyncpg.Connection
) -> None:
    await owner.execute(
        "insert into app.telegram_updates (update_id, telegram_id, payload, handled_at)"
        " select n, 1, '{}', clock_timestamp() - interval '30 days' from generate_series(1, 25) n"
    )
    async with db.begin(SERVICE) as tx:
        assert await prune(tx, KEEP, 10) == 10
    assert await pruning(KEEP).work(db) == 15


@pytest.mark.parametrize(
    "keep",
    [
        replace(KEEP, handled=timedelta(days=1)),  # Telegram repeats what it delivered for a day
        replace(KEEP, chats=timedelta(0)),
        replace(KEEP, slots=timedelta(0)),
        replace(KEEP, audit=timedelta(days=90)),
    ],
)
async def test_what_is_still_needed_is_not_forgotten_whatever_is_asked(
    db: Database, keep: Keep
) -> None:
    with pytest.raises(DBAPIError, match="at least"):
        async with db.begin(SERVICE) as tx:
            await prune(tx, keep, 10)


async def test_every_table_is_on_the_page_that_says_how_long_it_is_kept(
    owner: asyncpg.Connection,
) -> None:
    page = (Path(__file__).parents[2] / "docs" / "retention.md").read_text("utf-8")
    rows = await owner.fetch(
        "select oid::regclass::text as name from pg_class where relkind = 'r'"
        " and relnamespace in ('public'::regnamespace, 'app'::regnamespace)"
    )
    named = set(re.findall(r"`([a-z_.]+)`", page))
    assert {row["name"] for row in rows} - named == set(), "say it in docs/retention.md"
