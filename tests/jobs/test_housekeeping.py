"""What keeps the house: what fails is told without what anybody wrote; nothing waits for ever."""

from __future__ import annotations

import asyncpg
import pytest
from sqlalchemy.exc import DBAPIError
from structlog.testing import capture_logs

from bot.jobs.ticks import run_due
from bot.services import administration
from db.session import SERVICE, Database
from tests import builders as make

SECRET = "I have never told anybody"


async def test_a_booking_that_cannot_be_moved_is_logged_without_what_was_written(
    db: Database, owner: asyncpg.Connection
) -> None:
    learner, expert = await make.a_learner(owner), await make.an_expert(owner)
    slot = await make.a_slot(owner, await make.a_session(owner, expert))
    booking = await make.a_booking(owner, learner, slot)
    await owner.execute("update bookings set learner_notes = $1", SECRET)
    # Postgres quotes the whole failing row in its detail.
    await owner.execute(
        "alter table bookings add constraint never check (status <> 'cancelled') not valid"
    )
    await make.move_clock(owner, hours=1)
    with capture_logs() as logs:
        await run_due(db)
    told, *_ = [entry for entry in logs if entry["event"] == "tick.failed"]
    assert told["booking"] == str(booking)
    assert "23514" in told["error"]
    assert SECRET not in str(logs)


async def test_the_message_of_a_database_error_holds_no_parameters(db: Database) -> None:
    with pytest.raises(DBAPIError) as failed:
        async with db.begin(SERVICE) as tx:
            await tx.run("select 1 / length(cast(:text as text)) / 0", text=SECRET)
    assert SECRET not in str(failed.value)


async def test_the_bots_login_waits_for_nothing_for_ever(db: Database) -> None:
    async with db.begin(SERVICE) as tx:
        rows = await tx.all(
            "select name, setting::int from pg_settings where name in ('lock_timeout',"
            " 'statement_timeout', 'idle_in_transaction_session_timeout')"
        )
    assert len(rows) == 3
    assert all(0 < row.setting <= 60_000 for row in rows)


async def test_an_admin_sees_money_that_does_not_get_through(
    db: Database, owner: asyncpg.Connection
) -> None:
    """A settle is tried for ever and is never dead: it counts from the fifth failure on."""
    await owner.execute(
        "insert into app.outbox (lane, kind, payload, attempts, sent_at) values"
        " ('a', 'settle', '{}', 5, null), ('b', 'settle', '{}', 4, null),"
        " ('c', 'settle', '{}', 9, now()), ('d', 'call', '{}', 9, null)"
    )
    async with db.begin(SERVICE) as tx:
        assert (await administration.health(tx)).undelivered == 1
