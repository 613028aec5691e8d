"""Signs of life: what a dead process held is free within seconds, what a living one has is not."""

from __future__ import annotations

from typing import Any

import asyncpg
import pytest
from telegram import Update
from telegram.ext import MessageHandler, filters

from bot.telegram import leases
from bot.telegram.calls import Call
from bot.telegram.context import Context
from bot.telegram.mechanism import Tuning
from bot.telegram.screens import Screen
from bot.telegram.transport import Api
from bot.telegram.workers import Pulse
from db.session import Database
from tests.builders import a_booking, a_learner, a_session, a_slot, an_expert
from tests.telegram.botapi import BotApi
from tests.telegram.conftest import Bots, until

HELD = """
select (select count(*) from app.outbox where claimed_by is not null)
     + (select count(*) from app.leases where name = 'polling')
     + (select count(*) from app.settles where holder <> '')
"""


async def on_text(update: Update, context: Context) -> None:
    assert update.message
    context.send(Screen(update.message.text or ""))


SAY = MessageHandler(filters.TEXT, on_text)


async def beat(db: Database, name: str) -> int:
    async with db.begin() as tx:
        return int(await tx.scalar("select app.worker_beat(:name)", name=name))


async def pass_time(owner: asyncpg.Connection, seconds: float, *silent: str) -> None:
    """So much time passes, in which all but the silent ones are heard."""
    await owner.execute(
        "update app.workers set since = since - make_interval(secs => $1),"
        " seen_at = case when name = any ($2) then seen_at - make_interval(secs => $1)"
        " else seen_at end",
        seconds,
        silent,
    )


@pytest.fixture
async def held(db: Database, owner: asyncpg.Connection) -> None:
    """A process that polls, sends a message, settles a booking, and is heard like another one."""
    slot = await a_slot(owner, await a_session(owner, await an_expert(owner)))
    booking = await a_booking(owner, await a_learner(owner), slot)
    await owner.execute(
        "insert into app.outbox (lane, kind, payload, claimed_by, claimed_until) values"
        " ('1', 'call', '{}', 'dead', clock_timestamp() + interval '1 hour')"
    )
    await owner.execute(
        "insert into app.settles values ($1, 'dead/7f', clock_timestamp() + interval '1 hour')"
        " on conflict (booking_id) do update set holder = excluded.holder, until = excluded.until",
        booking,
    )
    assert await leases.take(db, "polling", "dead", 3600)
    for name in ("dead", "alive"):
        await beat(db, name)


@pytest.mark.usefixtures("held")
async def test_what_a_dead_process_held_is_free_after_five_seconds(
    db: Database, owner: asyncpg.Connection
) -> None:
    await pass_time(owner, 4, "dead")
    assert await beat(db, "alive") == 0
    assert await owner.fetchval(HELD) == 3
    await pass_time(owner, 2, "dead")
    assert await beat(db, "alive") == 1
    assert await owner.fetchval(HELD) == 0
    assert await owner.fetchval("select array_agg(name) from app.workers") == ["alive"]


@pytest.mark.usefixtures("held")
async def test_what_a_living_process_has_stays_its_own(
    db: Database, owner: asyncpg.Connection
) -> None:
    await pass_time(owner, 60)
    assert await beat(db, "alive") == 0
    assert await owner.fetchval(HELD) == 3


@pytest.mark.usefixtures("held")
async def test_after_an_outage_of_the_database_nobody_is_taken_for_dead_at_once(
    db: Database, owner: asyncpg.Connection
) -> None:
    await pass_time(owner, 60, "dead", "alive")
    assert await beat(db, "alive") == 0, "was silent itself"
    await pass_time(owner, 4, "dead")
    assert await beat(db, "alive") == 0, "has been back for four seconds"
    assert await beat(db, "dead") == 0
    await pass_time(owner, 60)
    assert await beat(db, "alive") == 0
    assert await owner.fetchval(HELD) == 3


@pytest.mark.usefixtures("held")
async def test_a_process_that_just_started_takes_nobody_for_dead(
    db: Database, owner: asyncpg.Connection
) -> None:
    await pass_time(owner, 60, "dead", "alive")
    assert await beat(db, "new") == 0
    assert await owner.fetchval(HELD) == 3


async def test_a_stopped_process_leaves_nothing_behind(
    bots: Bots, telegram: BotApi, owner: asyncpg.Connection
) -> None:
    bot = bots.make(SAY)
    await bot.start()
    assert await bot.elected("tick:reminders", 3600)

    async def known() -> bool:
        return bool(await owner.fetchval("select count(*) from app.workers"))

    await until(known)
    await bot.stop()
    assert await owner.fetchval("select count(*) from app.workers") == 0
    assert (
        await owner.fetchval("select count(*) from app.leases where holder = $1", bot.holder) == 0
    )


async def test_a_process_that_is_not_heard_says_nothing(
    bots: Bots, telegram: BotApi, owner: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    silent = True
    monkeypatch.setattr(Pulse, "heard", property(lambda _: not silent))
    bot = await bots.start(SAY)
    await bot.receive(telegram.message(1, "a"))

    await bot.receive(telegram.message(2, "b"))
    leased = "select count(*) from app.outbox where claimed_by = $1"

    async def written() -> bool:
        return bool(await owner.fetchval(leased, bot.holder) == 2)

    await until(written)
    taken = "update app.outbox set claimed_by = 'another' where lane = '2'"
    await owner.execute(taken)
    assert (telegram.texts(1), telegram.texts(2)) == ([], [])
    silent = False
    await until(lambda: telegram.texts(1) == ["a"])
    assert telegram.texts(2) == [], "another one has it"
    assert await owner.fetchval("select sum(attempts) from app.outbox") == 0


async def test_what_was_said_while_the_database_went_away_is_said_once(
    bots: Bots,
    telegram: BotApi,
    owner: asyncpg.Connection,
    admin_url: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The connections are cut between the sending and the writing down."""
    said = Api.perform

    async def cut(api: Api, call: Call) -> Any:
        result = await said(api, call)
        another = await asyncpg.connect(admin_url)
        await another.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where datname = current_database() and usename = 'tutorline'"
        )
        await another.close()
        return result

    monkeypatch.setattr(Api, "perform", cut)
    bot = await bots.start(SAY, tuning=Tuning(outbox_lease=30, burst=100, per_second=100))
    await bot.receive(telegram.message(1, "a"))

    async def written() -> bool:
        return bool(
            await owner.fetchval("select count(*) from app.outbox where sent_at is not null")
        )

    await until(written)
    assert telegram.texts(1) == ["a"]
