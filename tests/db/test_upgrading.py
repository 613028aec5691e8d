"""Migrating under a bot that runs: it waits for no lock for long, and the bot loses nothing."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import asyncpg
import pytest

from db import migrate as migrating
from db.migrate import migrate_async, state_of
from db.session import Database
from main import main
from tests import builders as make
from tests.db.test_migrate import catalogue

GUARD = """
create function public.no_wait_without_end() returns event_trigger language plpgsql as $$
begin
    if current_setting('lock_timeout') = '0' then
        raise exception '% would wait for a lock without end', tg_tag;
    end if;
end
$$;
create event trigger patience on ddl_command_start execute function public.no_wait_without_end();
"""


async def test_no_statement_of_any_migration_waits_for_a_lock_without_end(empty_url: str) -> None:
    owner = await asyncpg.connect(empty_url)
    await owner.execute(GUARD)
    with pytest.raises(asyncpg.RaiseError):
        await owner.execute("create table app_nothing ()")
    await migrate_async(empty_url, empty_url)
    assert await owner.fetchval("select count(*) from app.alembic_version") == 1
    await owner.close()


async def test_a_long_transaction_in_the_way_makes_it_give_up_and_change_nothing(
    owner: asyncpg.Connection, migrating_url: str, app_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrating, "LOCK_TIMEOUT", "20ms")
    await owner.execute("comment on schema app is 'as it was'")
    before = await catalogue(owner)
    async with owner.transaction():
        await owner.execute("lock table public.bookings in access share mode")
        with pytest.raises(Exception, match="lock timeout") as gave_up:
            await migrate_async(migrating_url, app_url)
    assert state_of(gave_up.value) == "55P03"
    assert await catalogue(owner) == before
    said = await owner.fetchval("select obj_description('app'::regnamespace, 'pg_namespace')")
    assert said == "as it was"


def test_a_lock_in_the_way_is_said_as_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def busy(*_: object) -> None:
        raise asyncpg.LockNotAvailableError

    monkeypatch.setattr("db.migrate.migrate", busy)
    monkeypatch.setenv("DATABASE_URL", "postgresql://bot@127.0.0.1/tutorline")
    assert main(["migrate"]) == 2
    assert "Nothing was changed: try again." in capsys.readouterr().err


async def test_a_bot_that_runs_goes_on_while_the_database_is_migrated(
    db: Database, owner: asyncpg.Connection, migrating_url: str, app_url: str
) -> None:
    expert = await make.an_expert(owner)
    session = await make.a_session(owner, expert)
    slots = [
        await make.a_slot(owner, session, starts_in=timedelta(days=1, hours=n * 2))
        for n in range(30)
    ]
    learners = [await make.a_learner(owner) for _ in slots]

    async def book(n: int) -> str:
        learner = learners[n]
        return str(
            await db.retry(
                lambda tx: tx.scalar(
                    "select booking_id from public.create_booking_with_payment(:who, :slot)",
                    who=learner.user_id,
                    slot=slots[n].id,
                ),
                learner.actor,
            )
        )

    booked, _ = await asyncio.gather(
        asyncio.gather(*(book(n) for n in range(len(slots)))), migrate_async(migrating_url, app_url)
    )
    assert len(set(booked)) == len(slots)
    assert await owner.fetchval("select count(*) from bookings") == len(slots)
