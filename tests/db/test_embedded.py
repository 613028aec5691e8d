"""The embedded server: where it puts its data, and that it starts, is joined and stops."""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from db import embedded


@pytest.fixture
def folder() -> Iterator[Path]:
    """A short path (a unix socket's may not be long) that other users may pass through."""
    path = Path(tempfile.mkdtemp(prefix="tl-"))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path, ignore_errors=True)


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() != 0, reason="only root would open other homes"
)
def test_data_never_goes_where_a_private_home_would_be_opened(folder: Path) -> None:
    home = folder / "home"
    home.mkdir(mode=0o700)
    placed = embedded.placed(home / "project" / "data")
    try:
        assert not placed.is_relative_to(folder)
        assert placed == embedded.placed(home / "project" / "data")
        assert home.stat().st_mode & 0o777 == 0o700
    finally:
        placed.parent.rmdir()
    assert embedded.placed(folder / "data") == (folder / "data").resolve()


def test_a_server_keeps_its_data_over_a_restart(folder: Path) -> None:
    async def ask(url: str, statement: str) -> object:
        connection = await asyncpg.connect(url)
        try:
            return await connection.fetchval(statement)
        finally:
            await connection.close()

    first = embedded.start(folder / "pg")
    try:
        assert asyncio.run(ask(first.app_url, "select session_user")) == embedded.LOGIN
        asyncio.run(ask(first.admin_url, "create table kept (one int)"))
    finally:
        first.stop()
    again = embedded.start(folder / "pg")
    try:
        assert asyncio.run(ask(again.admin_url, "select count(*) from kept")) == 0
    finally:
        again.stop()
