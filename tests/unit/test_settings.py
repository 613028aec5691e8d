"""A setting that is wrong or missing stops the start, by its name and with an example."""

import re
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot import config
from bot.config import SettingsError, load, require


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in config.Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "eighty"),
        ("PORT", "70000"),
        ("ADMIN_TELEGRAM_IDS", "ada"),
        ("TELEGRAM_API_BASE", "api.telegram.org"),
        ("STRIPE_API_BASE", "ftp://stripe"),
        ("PUBLIC_URL", "bot.example.org"),
        ("DATABASE_URL", "mysql://somewhere"),
        ("MEETING_URL_TEMPLATE", "https://meet.example.org/always-the-same"),
        ("LOG_FORMAT", "xml"),
        ("CLOCK", "sundial"),
        ("TELEGRAM_BOT_TOKEN", "my-bot"),
        ("TELEGRAM_BOT_TOKEN", "123:abc def"),
        ("TELEGRAM_WEBHOOK_SECRET", "two words"),
        ("STRIPE_SECRET_KEY", "pk_test_published"),
        ("STRIPE_WEBHOOK_SECRET", "sk_test_elsewhere"),
        ("STRIPE_WEBHOOK_SECRET", "whsec_new, old"),
        ("PUBLIC_URL", "http://bot.example.org"),
        ("DATABASE_URL", "postgresql://bot@localhost:port/tutorline"),
        ("DATABASE_ADMIN_URL", "localhost"),
        ("MEETING_URL_TEMPLATE", "https://meet.example.org/{room}/{day}"),
        ("MEETING_URL_TEMPLATE", "meet.example.org/{room}"),
        ("POOLER", "perhaps"),
        ("LOG_LEVEL", "loud"),
        ("METRICS_ADDRESS", "9464"),
        ("METRICS_ADDRESS", "127.0.0.1:many"),
        ("METRICS_ADDRESS", "127.0.0.1:70000"),
        ("METRICS_ADDRESS", "0.0.0.0:9464"),
        ("METRICS_ADDRESS", "[::]:9464"),
        ("METRICS_ADDRESS", "1.1.1.1:9464"),
        ("METRICS_ADDRESS", "bot.example.org:9464"),
        ("METRICS_TOKEN", "short"),
        ("SENTRY_DSN", "https://sentry.example.org/1"),
    ],
)
def test_a_wrong_setting_is_named_with_an_example(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as refused:
        load()
    assert str(refused.value).startswith(name)
    assert f"{name}={config.EXAMPLES[name]}" in str(refused.value)


def test_what_is_set_to_nothing_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """As a compose file writes what nobody filled in."""
    for name in config.Settings.model_fields:
        monkeypatch.setenv(name.upper(), "")
    assert load() == config.Settings()
    assert load().telegram_api_base == "https://api.telegram.org"


def test_every_setting_has_an_example() -> None:
    assert set(config.EXAMPLES) == {name.upper() for name in config.Settings.model_fields}


def test_what_is_missing_is_named_all_at_once() -> None:
    with pytest.raises(SettingsError) as refused:
        require(load(), "TELEGRAM_BOT_TOKEN", "STRIPE_SECRET_KEY")
    lines = str(refused.value).splitlines()
    assert [line.split()[0] for line in lines] == ["TELEGRAM_BOT_TOKEN", "STRIPE_SECRET_KEY"]


def test_a_live_key_never_meets_a_clock_that_moves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STRIPE_SECRET_KEY", "sk_live_abc")
    monkeypatch.setenv("DATABASE_URL", "postgresql://bot@localhost/tutorline")
    monkeypatch.setenv("CLOCK", "adjustable")
    with pytest.raises(SettingsError, match="CLOCK"):
        load()


def test_real_telegram_never_meets_a_clock_that_moves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "123:abc")
    monkeypatch.setenv("CLOCK", "adjustable")
    with pytest.raises(SettingsError, match="CLOCK"):
        load()


def test_a_live_key_needs_a_database_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STRIPE_SECRET_KEY", "rk_live_abc")
    with pytest.raises(SettingsError, match="DATABASE_URL"):
        load()


def test_two_webhook_secrets_are_read_while_one_is_rotated(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("STRIPE_WEBHOOK_SECRET", "whsec_new, whsec_old")
    assert load().webhook_secrets == ("whsec_new", "whsec_old")


def test_secrets_do_not_show_when_settings_are_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STRIPE_SECRET_KEY", "sk_test_hidden")
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "123:hidden")
    assert "hidden" not in repr(load())


@pytest.mark.parametrize(
    ("value", "at"),
    [
        ("127.0.0.1:9464", ("127.0.0.1", 9464)),
        ("10.0.0.7:9464", ("10.0.0.7", 9464)),
        ("[::1]:9464", ("::1", 9464)),
    ],
)
def test_metrics_may_listen_where_the_world_does_not_come(
    value: str, at: tuple[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("METRICS_ADDRESS", value)
    assert load().metrics_at == at


def test_every_secret_is_known_to_whoever_must_hide_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "DATABASE_URL": "postgresql://bot:pass%21word@localhost/tutorline",
        "DATABASE_ADMIN_URL": "postgresql://postgres:postgres@localhost/tutorline",
        "TELEGRAM_BOT_TOKEN": "1:token",
        "TELEGRAM_WEBHOOK_SECRET": "telegrams-word",
        "STRIPE_SECRET_KEY": "sk_test_key",
        "STRIPE_WEBHOOK_SECRET": "whsec_new,whsec_old",
        "METRICS_TOKEN": "a-word-for-metrics",
        "SENTRY_DSN": "https://key@sentry.example.org/1",
    }.items():
        monkeypatch.setenv(name, value)
    assert set(load().secrets) == {
        "pass%21word", "pass!word", "1:token", "telegrams-word", "sk_test_key", "whsec_new",
        "whsec_old", "a-word-for-metrics", "https://key@sentry.example.org/1",
    }  # fmt: skip


def test_every_setting_that_is_hidden_when_printed_is_hidden_from_logs() -> None:
    fields = config.Settings.model_fields.items()
    secret = {name for name, field in fields if field.annotation is SecretStr}
    for name in secret:
        example = config.EXAMPLES[name.upper()].split(" ")[0]
        assert load(**{name: example}).secrets == (example,)


def test_every_setting_stands_in_the_docs() -> None:
    page = (Path(__file__).parents[2] / "docs" / "settings.md").read_text("utf-8")
    told = re.findall(r"^\| `([A-Z_]+)` \|", page, re.MULTILINE)
    assert sorted(told) == sorted(name.upper() for name in config.Settings.model_fields)
