"""A real transaction pooler before the test's Postgres is noticed, and the bot is safe there."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from bot.config import Settings
from bot.doctor import database
from bot.doctor.finding import Finding
from db.session import Database
from tests import servers
from tests.conftest import _LOGIN, _at

PROGRAM = shutil.which("pgbouncer", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")


@pytest.fixture
def pooled(admin_url: str) -> Iterator[str]:
    """The bot's address by way of PgBouncer, pooling by transaction."""
    if PROGRAM is None:
        pytest.skip("no pgbouncer on this machine")
    with servers.pooler(PROGRAM, admin_url, _LOGIN) as address:
        yield _at(address, urlsplit(admin_url).path[1:])


async def found(url: str, *, pooler: bool) -> dict[str, Finding]:
    looked = await database.all_of_it(Settings(database_url=url, pooler=pooler))
    return {each.part: each for each in looked}


async def test_a_transaction_pooler_is_noticed_and_its_setting_asked_for(pooled: str) -> None:
    unsaid = await found(pooled, pooler=False)
    assert not unsaid["pooler"].well
    assert "set POOLER=true" in unsaid["pooler"].says
    # The rest is looked at all the same.
    assert unsaid["database"].well
    assert unsaid["rights"].well
    said = (await found(pooled, pooler=True))["pooler"]
    assert (said.well, said.says) == (True, "a transaction pooler, and POOLER is set")


async def test_who_a_transaction_acts_as_ends_with_it_behind_a_pooler(pooled: str) -> None:
    """set_config(…, true) is the transaction's own: the next one on that connection has nothing."""
    db = Database.connect(pooled, pooler=True, size=4)
    asked = "select current_setting('role') || current_setting('request.jwt.claims', true)"

    async def once(_: int) -> tuple[str, str]:
        async with db.begin() as tx:
            inside = await tx.scalar("select current_setting('role')")
        async with db.engine.connect() as connection:
            left = (await connection.exec_driver_sql(asked)).scalar()
        return str(inside), str(left)

    try:
        seen = set(await asyncio.gather(*map(once, range(20))))
    finally:
        await db.close()
    assert seen == {("service_role", "none")}
