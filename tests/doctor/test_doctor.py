"""`main.py doctor` says of each part how it is, and what to do where it is not well."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import asyncpg
import pytest
from telegram import WebhookInfo

from bot.config import Settings
from bot.doctor import database, examine, services
from bot.doctor.finding import Finding
from db.revision import known
from main import main
from tests.conftest import _at
from tests.servers import POOLED
from tests.telegram.botapi import TOKEN, BotApi, refusal

NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
PUBLIC = "https://bot.example.org"


def settings(**more: Any) -> Settings:
    return Settings.model_validate({"stripe_api_base": "http://127.0.0.1:9", **more})


def webhook(**more: Any) -> Settings:
    secrets = {"telegram_webhook_secret": "word", "stripe_webhook_secret": "whsec_a"}
    return settings(**{"public_url": PUBLIC, **secrets, **more})


@pytest.fixture
async def telegram() -> AsyncIterator[BotApi]:
    api = BotApi()
    await api.start()
    yield api
    await api.stop()


def info(url: str, **more: Any) -> WebhookInfo:
    return WebhookInfo(url=url, has_custom_certificate=False, pending_update_count=3, **more)


async def of_database(url: str) -> dict[str, Finding]:
    given = settings(database_url=url, pooler=POOLED)
    return {each.part: each for each in await database.all_of_it(given)}


async def test_a_database_that_is_well_is_well_in_every_part(app_url: str) -> None:
    found = await of_database(app_url)
    assert list(found) == ["database", "pooler", "migrations", "rights", "clock", "zones"]
    # Whose time zones are newer, Postgres' or ours, is not this test's to say.
    assert [each.says for each in found.values() if not each.well and each.part != "zones"] == []


async def test_of_a_database_that_is_away_that_is_all_there_is_to_say() -> None:
    found = await of_database("postgresql://bot:secret@127.0.0.1:9/tutorline")
    assert list(found) == ["database"]
    assert "secret" not in found["database"].says


async def test_tables_and_rules_of_another_version_are_told_apart(
    app_url: str, owner: asyncpg.Connection
) -> None:
    async def said() -> str:
        found = (await of_database(app_url))["migrations"]
        assert not found.well
        return found.says

    await owner.execute("comment on schema app is 'rules of last week'")
    assert "rules another version's: run `main.py migrate`" in await said()
    await owner.execute("update app.alembic_version set version_num = $1", known()[1])
    assert f"at {known()[1]}, this version's at {known()[0]}: run `main.py migrate`" in await said()
    await owner.execute("update app.alembic_version set version_num = '9999'")
    assert "update this program" in await said()
    await owner.execute("drop function app.schema_revision()")
    assert "run `main.py migrate`" in await said()


async def test_a_login_above_row_level_security_is_none_for_the_bot(admin_url: str) -> None:
    found = (await of_database(admin_url))["rights"]
    assert not found.well
    assert "name a login of the bot's own" in found.says


async def test_a_login_that_lacks_a_role_is_named(
    admin_url: str, app_url: str, owner: asyncpg.Connection
) -> None:
    name = f"poor_{uuid.uuid4().hex[:8]}"
    await owner.execute(
        f"create role {name} login noinherit password '{name}';"
        f"grant service_role, tutorline_bot to {name}"
    )
    try:
        found = await of_database(_at(admin_url, urlsplit(app_url).path[1:], user=name))
    finally:
        await owner.execute(f"drop role {name}")
    assert found["rights"].says.startswith(f"{name} is no member of anon, authenticated")


@pytest.mark.parametrize(
    ("ahead", "well", "says"),
    [
        (4, True, "4.0 s"),
        (-4, True, "4.0 s"),
        (90, False, "90 s behind"),
        (-90, False, "90 s ahead"),
    ],
)
def test_a_clock_that_is_apart_from_the_databases_is_told_which_way(
    ahead: float, well: bool, says: str
) -> None:
    found = database.compared(timedelta(seconds=ahead))
    assert found.well is well
    assert says in found.says


@pytest.mark.parametrize(
    ("zone", "month", "hour", "alike"),
    [
        ("Europe/Copenhagen", 1, 11, True),
        ("Europe/Copenhagen", 7, 10, True),
        ("Europe/Copenhagen", 7, 11, False),
        ("Mars/Olympus", 1, 12, False),
    ],
)
def test_a_zone_is_known_here_and_its_noon_the_same_instant(
    zone: str, month: int, hour: int, alike: bool
) -> None:
    noon, instant = datetime(2026, month, 1, 12), datetime(2026, month, 1, hour, tzinfo=UTC)  # noqa: DTZ001
    assert database.alike(zone, noon, instant) is alike


async def test_a_zone_that_is_read_differently_here_is_counted(
    app_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "alike", lambda name, *_: name != "Africa/Abidjan")
    found = (await of_database(app_url))["zones"]
    assert not found.well
    assert "about 1 (Africa/Abidjan)" in found.says


def test_without_any_zone_the_database_was_not_migrated() -> None:
    assert not database.agreed([], 0).well
    assert "5 (a, b, c, …)" in database.agreed("edcba", 400).says


@pytest.mark.parametrize(
    ("shared", "said", "well"),
    [(True, False, False), (True, True, True), (False, True, True), (False, False, True)],
)
def test_a_transaction_pooler_needs_its_setting(shared: bool, said: bool, well: bool) -> None:
    assert database.pooler(settings(pooler=said), shared).well is well


async def test_who_answers_to_the_token_is_named_and_a_refused_one_too(telegram: BotApi) -> None:
    given = {"telegram_api_base": telegram.base}
    found = await services.telegram(settings(telegram_bot_token=TOKEN, **given))
    assert (found.well, found.says) == (True, "@t_bot answers")
    found = await services.telegram(settings(telegram_bot_token="1:wrong", **given))
    assert found.says.startswith("TELEGRAM_BOT_TOKEN is refused")
    assert not found.passing
    telegram.script("getMe", refusal(500, "away"))
    found = await services.telegram(settings(telegram_bot_token=TOKEN, **given))
    assert (found.well, found.passing) == (False, True)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"public_url": "http://localhost:8080"}, "PUBLIC_URL must be https"),
        ({"telegram_webhook_secret": ""}, "TELEGRAM_WEBHOOK_SECRET is missing"),
        ({"stripe_webhook_secret": ""}, "STRIPE_WEBHOOK_SECRET is missing"),
    ],
)
def test_webhooks_take_https_and_both_secrets(given: dict[str, str], says: str) -> None:
    base = {
        "public_url": PUBLIC,
        "telegram_webhook_secret": "w",
        "stripe_webhook_secret": "whsec_a",
    }
    found = services.webhooks(settings(**{**base, **given}))
    assert not found.well
    assert found.says.startswith(says)


def test_two_signing_secrets_are_noticed_while_one_is_rotated_out() -> None:
    said = services.webhooks(webhook(stripe_webhook_secret="whsec_a,whsec_b")).says
    assert "two signing secrets" in said


@pytest.mark.parametrize(
    ("given", "told", "well", "says"),
    [
        (settings(), info(""), True, "the bot polls"),
        (settings(), info("https://other.example.org/x"), False, "delivers to other.example.org"),
        (webhook(), info(""), True, "Telegram is told so when the bot starts"),
        (webhook(), info(f"{PUBLIC}/webhooks/telegram"), True, "3 updates wait"),
        (webhook(), info("https://other.example.org/x"), False, "not to PUBLIC_URL"),
        (
            webhook(),
            info(
                f"{PUBLIC}/webhooks/telegram",
                last_error_date=NOW - timedelta(minutes=5),
                last_error_message="502 Bad Gateway",
            ),
            False,
            'could not deliver 5 min ago: "502 Bad Gateway". 3 updates wait',
        ),
        (
            webhook(),
            info(
                f"{PUBLIC}/webhooks/telegram",
                last_error_date=NOW - timedelta(days=5),
                last_error_message="502 Bad Gateway",
            ),
            True,
            "3 updates wait",
        ),
    ],
)
def test_where_telegram_delivers_is_compared_with_the_settings(
    given: Settings, told: WebhookInfo, well: bool, says: str
) -> None:
    found = services.delivered(given, told, NOW)
    assert found.well is well
    assert says in found.says


async def test_everything_is_looked_at_even_where_nothing_is_well(telegram: BotApi) -> None:
    found = await examine(settings())
    assert [(each.part, each.well) for each in found] == [
        ("database", False), ("telegram", False), ("stripe", False), ("webhook", True),
    ]  # fmt: skip
    assert [each.says.split(" ")[0] for each in found[:3]] == [
        "DATABASE_URL", "TELEGRAM_BOT_TOKEN", "STRIPE_SECRET_KEY",
    ]  # fmt: skip


async def test_telegrams_own_word_on_the_webhook_is_asked_for(telegram: BotApi) -> None:
    told = {"url": "https://other.example.org/x", "has_custom_certificate": False}
    telegram.script("getWebhookInfo", {"ok": True, "result": {**told, "pending_update_count": 0}})
    given = settings(telegram_bot_token=TOKEN, telegram_api_base=telegram.base)
    assert (await examine(given))[-1].says.startswith("PUBLIC_URL is not set, but Telegram")
    telegram.script("getWebhookInfo", refusal(500, "away"))
    assert "is not known" in (await examine(given))[-1].says


def test_the_exit_code_says_whether_all_is_well(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = [Finding("database", True, "fine"), Finding("clock", False, "late")]

    async def found(_: Settings) -> list[Finding]:
        return answers

    monkeypatch.setattr("bot.doctor.examine", found)
    assert main(["doctor"]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "ok     database   fine",
        "WRONG  clock      late",
    ]
    answers.pop()
    assert main(["doctor"]) == 0
