"""A real transaction pooler in front of the test's Postgres is noticed, and the bot works there."""

from __future__ import annotations

import asyncio
import os
import pwd
import shutil
import signal
import socket
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from urllib.parse import SplitResult, parse_qs, urlsplit

import pytest

from bot.config import Settings
from bot.doctor import database
from db.session import Database

PROGRAM = shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin")
pytestmark = pytest.mark.skipif(PROGRAM is None, reason="no pgbouncer on this machine")


@pytest.fixture
def folder() -> Iterator[Path]:
    """Not pytest's own: pgbouncer refuses to be root, and another user may not look in there."""
    with tempfile.TemporaryDirectory(prefix="tl-") as name:
        path = Path(name)
        path.chmod(0o777)
        yield path


def host_of(server: SplitResult) -> str:
    """Where the server is: a machine, or the folder of its socket."""
    return parse_qs(server.query).get("host", [server.hostname or "127.0.0.1"])[0]


def user_for(host: str) -> list[str]:
    """As root, how to run as whoever may reach the server: its socket is in its own folder."""
    if os.geteuid() != 0:
        return []
    uid = Path(host).stat().st_uid if host.startswith("/") else pwd.getpwnam("nobody").pw_uid
    return ["-u", pwd.getpwuid(uid).pw_name]


def written(folder: Path, server: SplitResult, port: int) -> Path:
    """The configuration of a pooler at this port, in transaction mode."""
    at = f"host={host_of(server)} port={server.port or 5432} user={server.username}"
    at += f" password={server.password}" if server.password else ""
    config = folder / "pgbouncer.ini"
    config.write_text(
        f"[databases]\n{server.path[1:]} = {at}\n"
        f"[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =\n"
        f"auth_type = any\npool_mode = transaction\nlogfile = {folder}/log\n"
    )
    return config


@pytest.fixture
async def pooled(app_url: str, folder: Path) -> AsyncIterator[str]:
    """The bot's address by way of pgbouncer in transaction mode."""
    server = urlsplit(app_url)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    config = written(folder, server, port)
    process = await asyncio.create_subprocess_exec(
        str(PROGRAM), *user_for(host_of(server)), str(config), stderr=asyncio.subprocess.DEVNULL
    )
    await answers(port)
    yield f"postgresql://{server.username}@127.0.0.1:{port}/{server.path[1:]}"
    process.send_signal(signal.SIGTERM)
    await process.wait()


async def answers(port: int) -> None:
    async with asyncio.timeout(20):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.05)
            else:
                writer.close()
                return


async def test_a_transaction_pooler_is_noticed_and_its_setting_asked_for(pooled: str) -> None:
    found = {each.part: each for each in await database.all_of_it(Settings(database_url=pooled))}
    assert not found["pooler"].well
    assert "set POOLER=true" in found["pooler"].says
    assert found["database"].well
    assert found["rights"].well
    given = Settings(database_url=pooled, pooler=True)
    found = {each.part: each for each in await database.all_of_it(given)}
    assert found["pooler"].says == "a transaction pooler, and POOLER is set"


async def test_who_a_transaction_acts_as_ends_with_it_behind_a_pooler(pooled: str) -> None:
    """set_config(…, true) is the transaction's own: the next one on that connection has nothing."""
    db = Database.connect(pooled, pooler=True, size=4)
    try:

        async def once(_: int) -> tuple[str, str]:
            async with db.begin() as tx:
                inside = await tx.scalar("select current_setting('role')")
            async with db.engine.connect() as connection:
                asked = "select current_setting('role') || current_setting('request.jwt.claims')"
                left = (await connection.exec_driver_sql(asked)).scalar()
            return inside, str(left)

        seen = set(await asyncio.gather(*map(once, range(20))))
    finally:
        await db.close()
    assert seen == {("service_role", "none")}
