"""A setting that is wrong or missing stops the start, by its name and with an example."""

import re
from pathlib import Path

import pytest

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


def test_every_setting_stands_in_the_docs() -> None:
    page = (Path(__file__).parents[2] / "docs" / "settings.md").read_text("utf-8")
    told = re.findall(r"^\| `([A-Z_]+)` \|", page, re.MULTILINE)
    assert sorted(told) == sorted(name.upper() for name in config.Settings.model_fields)
