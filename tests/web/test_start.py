"""A setting that only its use shows to be wrong stops the start, by its name."""

from __future__ import annotations

import socket
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

import asyncpg
import pytest

from bot.app import serve
from bot.config import Settings, SettingsError
from bot.doctor import refuse_to_start
from db.migrate import RightsMissingError
from main import main
from tests import builders as make
from tests.conftest import _at
from tests.telegram.botapi import TOKEN, BotApi


def settings(database: str, **more: object) -> Settings:
    return Settings.model_validate(
        {
            "database_url": database,
            "telegram_bot_token": "1:a",
            "telegram_api_base": "http://127.0.0.1:9",
            "stripe_secret_key": "sk_test_x",
            "stripe_api_base": "http://127.0.0.1:9",
            "port": 0,
            **more,
        }
    )


async def refused(start: Callable[[Settings], Awaitable[None]], given: Settings) -> str:
    with pytest.raises(SettingsError) as error:
        await start(given)
    return str(error.value)


async def test_a_database_that_is_not_there(app_url: str) -> None:
    given = settings("postgresql://bot:secret@127.0.0.1:9/tutorline")
    said = await refused(refuse_to_start, given)
    assert said.startswith("DATABASE_URL does not lead to a database")
    assert "For example: DATABASE_URL=postgresql://" in said
    assert "bot:secret" not in said
    name = urlsplit(app_url).path[1:]
    given = settings(_at(app_url, name, user="nobody_by_that_name"))
    assert (await refused(refuse_to_start, given)).startswith("DATABASE_URL")


async def test_a_database_that_was_not_migrated(empty_url: str, app_url: str) -> None:
    name = urlsplit(empty_url).path[1:]
    given = settings(_at(empty_url, name, user=urlsplit(app_url).username))
    said = await refused(refuse_to_start, given)
    assert said.startswith("DATABASE_URL")
    assert "main.py migrate" in said


async def test_a_token_that_telegram_refuses(app_url: str) -> None:
    telegram = BotApi()
    await telegram.start()
    given = settings(app_url, telegram_api_base=telegram.base)
    try:
        said = await refused(refuse_to_start, given)
    finally:
        await telegram.stop()
    assert said.startswith("TELEGRAM_BOT_TOKEN is refused")
    assert "For example: TELEGRAM_BOT_TOKEN=" in said


async def test_a_database_whose_clock_a_sandbox_moved(
    app_url: str, owner: asyncpg.Connection
) -> None:
    await make.move_clock(owner, hours=3)
    assert (await refused(serve, settings(app_url))).startswith("CLOCK is the system's")


async def test_a_port_that_is_taken(app_url: str) -> None:
    telegram = BotApi()
    await telegram.start()
    taken = urlsplit(telegram.base)
    given = settings(
        app_url, telegram_bot_token=TOKEN, telegram_api_base=telegram.base, port=taken.port,
        clock="adjustable",
    )  # fmt: skip
    try:
        said = await refused(serve, given)
    finally:
        await telegram.stop()
    assert said.startswith(f"PORT {taken.port} can't be listened on")


def test_the_owners_address_is_named_by_its_setting(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        port = nobody.getsockname()[1]
        monkeypatch.setenv("DATABASE_URL", "postgresql://bot@127.0.0.1/tutorline")
        monkeypatch.setenv("DATABASE_ADMIN_URL", f"postgresql://o@127.0.0.1:{port}/tutorline")
        assert [main(["migrate"]), main(["seed"])] == [2, 2]
    said = capsys.readouterr().err.splitlines()
    assert [line.split()[0] for line in said] == ["DATABASE_ADMIN_URL"] * 2


def test_missing_rights_are_said_as_sql_and_not_as_a_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def poor(*_: object) -> None:
        raise RightsMissingError(["create role anon nologin"])

    monkeypatch.setattr("db.migrate.migrate", poor)
    monkeypatch.setenv("DATABASE_URL", "postgresql://bot@127.0.0.1/tutorline")
    assert main(["migrate"]) == 2
    assert "create role anon nologin;" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TELEGRAM_BOT_TOKEN", "123456789:AAExample"),
        ("STRIPE_SECRET_KEY", "sk_live_real"),
        ("STRIPE_SECRET_KEY", "sk_test_play"),
    ],
)
def test_the_sandbox_touches_no_account_of_anybodys(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def started(*_: object) -> None:
        pytest.fail("it started")

    monkeypatch.setattr("db.embedded.start", started)
    monkeypatch.setenv("DATABASE_URL", "postgresql://bot@localhost/tutorline")
    monkeypatch.setenv(name, value)
    assert main(["sandbox"]) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"{name} is set.")
    assert value not in said
