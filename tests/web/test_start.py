"""A setting that only its use shows to be wrong stops the start, by its name."""

from __future__ import annotations

import socket
from urllib.parse import urlsplit

import pytest

from bot.app import serve
from bot.config import Settings, SettingsError
from db.migrate import RightsMissingError
from main import main
from tests.conftest import _at


def settings(database: str, **more: object) -> Settings:
    return Settings.model_validate(
        {
            "database_url": database,
            "telegram_bot_token": "1:a",
            "telegram_api_base": "http://127.0.0.1:9",
            "stripe_secret_key": "sk_test_x",
            "port": 0,
            **more,
        }
    )


async def refused(given: Settings) -> str:
    with pytest.raises(SettingsError) as error:
        await serve(given)
    return str(error.value)


async def test_a_database_that_is_not_there(app_url: str) -> None:
    said = await refused(settings("postgresql://bot:secret@127.0.0.1:9/tutorline"))
    assert said.startswith("DATABASE_URL does not answer")
    assert "For example: DATABASE_URL=postgresql://" in said
    assert "bot:secret" not in said
    name = urlsplit(app_url).path[1:]
    said = await refused(settings(_at(app_url, name, user="nobody_by_that_name")))
    assert said.startswith("DATABASE_URL is refused by the server (28")


async def test_a_database_that_was_not_migrated(empty_url: str, app_url: str) -> None:
    name = urlsplit(empty_url).path[1:]
    said = await refused(settings(_at(empty_url, name, user=urlsplit(app_url).username)))
    assert said.startswith("DATABASE_URL can't be worked with")
    assert "main.py migrate" in said


async def test_a_telegram_that_does_not_answer(app_url: str) -> None:
    said = await refused(settings(app_url))
    assert said.startswith("TELEGRAM_API_BASE does not answer")


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
