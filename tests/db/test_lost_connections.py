"""Postgres goes away for a moment: connections that were open before are of no use after."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import dataclass
from typing import cast

import asyncpg
import pytest
from asyncpg.exceptions import InternalClientError
from sqlalchemy.engine import ExceptionContext

from db.session import Database, Transaction, _notice_loss

AT_ONCE = 10
"""As many as the pool has connections."""


async def one(tx: Transaction) -> int:
    return int(await tx.scalar("select 1"))


async def work(db: Database) -> int:
    async with db.begin() as tx:
        return await one(tx)


async def cut(url: str) -> None:
    """End all connections of the bot's, and return once they are gone."""
    connection = await asyncpg.connect(url)
    await connection.execute(
        "select pg_terminate_backend(pid, 5000) from pg_stat_activity"
        " where datname = current_database() and pid <> pg_backend_pid()"
    )
    await connection.close()


async def cut_unseen(url: str) -> None:
    """The same before this loop reads of it: its next statement goes into the void."""
    cutting = threading.Thread(target=lambda: asyncio.run(cut(url)))
    cutting.start()
    cutting.join()


@pytest.mark.parametrize("how", [cut, cut_unseen])
async def test_what_is_repeated_notices_no_restart(
    db: Database, admin_url: str, how: object
) -> None:
    assert callable(how)
    for _ in range(3):
        at_once = await asyncio.gather(*(db.retry(one) for _ in range(AT_ONCE)))
        assert at_once == [1] * AT_ONCE
        await how(admin_url)


async def test_one_loss_is_enough_for_all_connections_to_be_made_anew(
    db: Database, admin_url: str
) -> None:
    await asyncio.gather(*(work(db) for _ in range(AT_ONCE)))
    await cut_unseen(admin_url)
    assert await db.retry(one) == 1
    assert await asyncio.gather(*(work(db) for _ in range(AT_ONCE))) == [1] * AT_ONCE


def test_a_connection_that_the_driver_finds_in_a_state_of_its_own_is_lost() -> None:
    """Between the server's last word and the end of its stream asyncpg calls it open."""
    told = ExceptionContextLike(Exception("told"))
    told.original_exception.__cause__ = InternalClientError("the protocol is in the failed state")
    for context, gone in ((told, True), (ExceptionContextLike(ValueError()), False)):
        _notice_loss(cast("ExceptionContext", context))
        assert context.is_disconnect is gone


@dataclass
class ExceptionContextLike:
    original_exception: Exception
    is_disconnect: bool = False
