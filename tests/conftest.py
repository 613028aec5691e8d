"""One Postgres for the whole run, one migrated template in it, one fresh clone for each test.

`TEST_DATABASE_URL` names another server (a superuser's address) to test against; tests/servers.py
starts others; with `TEST_PLATFORM=supabase` the database is one that Supabase has made. Nothing
here or in a test opens a connection to anything but this machine.
"""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import os
import re
import shutil
import socket
import tempfile
import uuid
from collections.abc import AsyncIterator, Generator, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import pytest

from db import embedded
from db.migrate import migrate
from db.session import Database
from tests import servers

_SERVER = "TUTORLINE_TEST_SERVER"
_TEMPLATE = "TUTORLINE_TEST_TEMPLATE"
_LOGIN_SERVER = "TUTORLINE_TEST_LOGIN"
_LOGIN = "tutorline"
_FAST = ("fsync", "synchronous_commit", "full_page_writes", "autovacuum")
_cleanup = contextlib.ExitStack()
_SECRET = re.compile(
    r"\b\d{2,}:(?:TEST\b|[\w-]{30,})|\b[rs]k_(?:test|live)_\w+|\bwhsec_\w+"
    r"|\b4(?:242|000) ?\d{4} ?\d{4} ?\d{4}\b"
)
"""A bot's token, Stripe's keys, a test card."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A test whose output holds a secret has failed, whatever it is about."""
    report = yield
    found = _SECRET.search("\n".join(text for _, text in report.sections))
    if found and report.passed:
        report.outcome = "failed"
        report.longrepr = f"a secret was put out: {found[0][:10]}…"
    return report


def pytest_configure(config: pytest.Config) -> None:
    """With xdist the controller starts the server, and its workers find it in the environment."""
    workers = getattr(config.option, "numprocesses", None)
    if workers and not hasattr(config, "workerinput"):
        _serve()


def pytest_unconfigure(config: pytest.Config) -> None:
    _cleanup.close()


def _serve() -> None:
    """Start the server and migrate the template, unless this run has them already."""
    if _TEMPLATE in os.environ:
        return
    server = os.environ.get("TEST_DATABASE_URL")
    if programs := os.environ.get("TEST_POSTGRES"):
        server = _cleanup.enter_context(servers.postgres(Path(programs)))
        asyncio.run(_hurry(server))
    elif server is None:
        # Not pytest's own folder: its length may be more than a unix socket's path may have.
        folder = Path(tempfile.mkdtemp(prefix="tl-"))
        _cleanup.callback(shutil.rmtree, folder, ignore_errors=True)
        # Else the data would count as lying in a private home, and be moved out of it.
        folder.chmod(0o755)
        running = embedded.start(folder / "pg")
        _cleanup.callback(shutil.rmtree, running.data_dir, ignore_errors=True)
        _cleanup.callback(running.stop)
        server = running.admin_url
        asyncio.run(_hurry(server))
    template = f"tl_template_{uuid.uuid4().hex[:8]}"
    asyncio.run(_execute(server, f"create database {template}"))
    _cleanup.callback(
        lambda: asyncio.run(_execute(server, f"drop database if exists {template} with (force)"))
    )
    migrate(asyncio.run(_owned(server, template)), _at(server, template, user=_LOGIN))
    os.environ[_SERVER], os.environ[_TEMPLATE] = server, template
    os.environ[_LOGIN_SERVER] = _at(server, "", user=_LOGIN)
    if program := os.environ.get("TEST_POOLER"):
        os.environ[_LOGIN_SERVER] = _cleanup.enter_context(servers.pooler(program, server, _LOGIN))
    given = (_SERVER, _TEMPLATE, _LOGIN_SERVER)
    _cleanup.callback(lambda: [os.environ.pop(name, None) for name in given])


async def _owned(server: str, database: str) -> str:
    """The address of who migrates: the server's owner, or on what a Supabase project is, its."""
    if not servers.SUPABASE:
        return _at(server, database)
    await _execute(
        _at(server, database),
        (Path(__file__).parent / "supabase.sql").read_text("utf-8"),
        f"grant create, temporary on database {database} to supabase_owner",
    )
    return _at(server, database, user="supabase_owner")


def _at(url: str, database: str, *, user: str | None = None) -> str:
    """The same server, another database and perhaps another login (trusted, or of that name)."""
    parts = urlsplit(url)
    netloc = parts.netloc
    if user is not None:
        secret = f":{user}" if parts.password else ""
        netloc = f"{user}{secret}@{parts.netloc.rpartition('@')[2]}"
    return urlunsplit(parts._replace(netloc=netloc, path=f"/{database}"))


async def _execute(url: str, *statements: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


async def _hurry(url: str) -> None:
    """A test server may lose everything when the power fails."""
    await _execute(
        url,
        *(f"alter system set {setting} = off" for setting in _FAST),
        "select pg_reload_conf()",
    )


@pytest.fixture(scope="session")
def server_url() -> str:
    """The owner's address of the test server (a maintenance database, not one to work in)."""
    _serve()
    return os.environ[_SERVER]


@pytest.fixture
def empty_url(server_url: str) -> Iterator[str]:
    """The owner's address of a database with nothing in it."""
    yield from _database(server_url, "template1")


@pytest.fixture
def admin_url(server_url: str) -> Iterator[str]:
    """The owner's address of a migrated database of this test's own."""
    yield from _database(server_url, os.environ[_TEMPLATE])


def _database(server: str, template: str) -> Iterator[str]:
    name = f"tl_{uuid.uuid4().hex[:12]}"
    owner = " owner supabase_owner" if servers.SUPABASE else ""
    asyncio.run(_execute(server, f"create database {name} template {template}{owner}"))
    yield _at(server, name)
    asyncio.run(_execute(server, f"drop database {name} with (force)"))


@pytest.fixture
def migrating_url(admin_url: str) -> str:
    """The same database for who migrated it and owns all of it."""
    owner = "supabase_owner" if servers.SUPABASE else None
    return _at(admin_url, urlsplit(admin_url).path[1:], user=owner)


@pytest.fixture
def app_url(admin_url: str) -> str:
    """The same database for the bot's login."""
    return _at(os.environ[_LOGIN_SERVER], urlsplit(admin_url).path[1:])


@pytest.fixture
async def db(app_url: str) -> AsyncIterator[Database]:
    """The bot's own connections."""
    database = Database.connect(app_url, pooler=servers.POOLED)
    yield database
    await database.close()


@pytest.fixture
async def owner(admin_url: str) -> AsyncIterator[asyncpg.Connection]:
    """A plain connection of the owner, for what no actor may do and for looking everywhere."""
    connection = await asyncpg.connect(admin_url)
    yield connection
    await connection.close()


def _local(address: Any) -> bool:
    if not isinstance(address, tuple):
        return True  # a unix socket's path
    try:
        return ipaddress.ip_address(address[0]).is_loopback
    except ValueError:
        return address[0] in ("localhost", "")


@pytest.fixture(autouse=True)
def _stay_on_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any connection that would leave this machine fails the test."""
    for name in ("connect", "connect_ex"):
        original = getattr(socket.socket, name)

        def guarded(self: socket.socket, address: Any, _original: Any = original) -> Any:
            if not _local(address):
                raise AssertionError(f"a test tried to reach {address}")
            return _original(self, address)

        monkeypatch.setattr(socket.socket, name, guarded)
