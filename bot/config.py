"""Settings from the environment: frozen, checked at start, each failure named."""

from __future__ import annotations

import ipaddress
import re
from typing import Annotated, Any, Literal, Self
from urllib.parse import unquote, urlsplit

from pydantic import (
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

EXAMPLES = {
    "DATABASE_URL": "postgresql://tutorline:secret@localhost:5432/tutorline",
    "DATABASE_ADMIN_URL": "postgresql://postgres:secret@localhost:5432/tutorline",
    "TELEGRAM_BOT_TOKEN": "123456789:AAExampleExampleExampleExampleExamp",
    "TELEGRAM_API_BASE": "https://api.telegram.org",
    "TELEGRAM_WEBHOOK_SECRET": "a-long-random-word (A-Z a-z 0-9 _ -)",
    "STRIPE_SECRET_KEY": "sk_test_51Example",
    "STRIPE_WEBHOOK_SECRET": "whsec_example (or two, separated by a comma, while you rotate)",
    "STRIPE_API_BASE": "https://api.stripe.com",
    "PUBLIC_URL": "https://bot.example.org",
    "ADMIN_TELEGRAM_IDS": "123456789,987654321",
    "MEETING_URL_TEMPLATE": "https://meet.jit.si/tutorline-{room}",
    "PLATFORM_FEE_BPS": "1500 (basis points: 15 % of what is charged stays with the platform)",
    "KEEP_HANDLED_DAYS": "7 (at least 2: Telegram repeats updates for a day)",
    "KEEP_CHATS_DAYS": "30",
    "KEEP_SLOTS_DAYS": "7",
    "KEEP_AUDIT_DAYS": "2190 (at least 180: a charge can be disputed for months)",
    "LOG_FORMAT": "text or json",
    "LOG_LEVEL": "info (or debug, warning, error)",
    "METRICS_ADDRESS": "127.0.0.1:9464",
    "METRICS_TOKEN": "a-long-random-word (A-Z a-z 0-9 _ -)",
    "SENTRY_DSN": "https://0123456789abcdef@sentry.example.org/1",
    "PORT": "8080",
    "CLOCK": "system (adjustable is for the sandbox)",
    "POOLER": "false (true behind a transaction pooler such as PgBouncer)",
}
"""What a right value looks like, by setting; shown beside every complaint."""

_LAST_PORT = 65535
_ON_THIS_MACHINE = ("localhost", "127.0.0.1", "::1")
_SHAPES: dict[str, tuple[re.Pattern[str], str]] = {
    "telegram_bot_token": (
        re.compile(r"\d+:[A-Za-z0-9_-]+"),
        "is a number, a colon and a long word, as @BotFather gave it",
    ),
    "telegram_webhook_secret": (
        re.compile(r"[A-Za-z0-9_-]{1,256}"),
        "has letters, digits, _ and - only (256 at most)",
    ),
    "metrics_token": (
        re.compile(r"[A-Za-z0-9_-]{16,256}"),
        "has letters, digits, _ and - only (16 at least)",
    ),
    "sentry_dsn": (
        re.compile(r"https?://\w+@[^/\s]+/(\S+/)?\d+"),
        "is the address that Sentry shows for the project, with its key",
    ),
    "stripe_secret_key": (
        re.compile(r"(sk|rk)_(test|live)_\w+"),
        "is a secret key: it begins with sk_ or rk_",
    ),
    "stripe_webhook_secret": (
        re.compile(r"whsec_\w+( *, *whsec_\w+)*"),
        "is one signing secret or more, each beginning with whsec_",
    ),
}
"""What a secret looks like, so that one in another's place is noticed at once."""


class SettingsError(Exception):
    """A setting is missing or wrong; the message names it and shows a right one."""


class Settings(BaseSettings):
    """Everything the bot process can be told; read once at start and never changed."""

    model_config = SettingsConfigDict(
        frozen=True, extra="ignore", env_file=None, env_ignore_empty=True
    )

    database_url: str = ""
    database_admin_url: str = ""
    telegram_bot_token: SecretStr = SecretStr("")
    telegram_api_base: str = "https://api.telegram.org"
    telegram_webhook_secret: SecretStr = SecretStr("")
    stripe_secret_key: SecretStr = SecretStr("")
    stripe_webhook_secret: SecretStr = SecretStr("")
    stripe_api_base: str = "https://api.stripe.com"
    public_url: str | None = None
    admin_telegram_ids: Annotated[tuple[int, ...], NoDecode] = ()
    meeting_url_template: str = "https://meet.jit.si/tutorline-{room}"
    platform_fee_bps: int = Field(default=0, ge=0, le=10000)
    keep_handled_days: int = Field(default=7, ge=2, le=36500)
    keep_chats_days: int = Field(default=30, ge=1, le=36500)
    keep_slots_days: int = Field(default=7, ge=1, le=36500)
    keep_audit_days: int = Field(default=2190, ge=180, le=36500)
    log_format: Literal["text", "json"] = "text"
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    metrics_address: str = ""
    metrics_token: SecretStr = SecretStr("")
    sentry_dsn: SecretStr = SecretStr("")
    port: int = Field(default=8080, ge=0, le=65535)
    clock: Literal["system", "adjustable"] = "system"
    pooler: bool = False

    @field_validator("admin_telegram_ids", mode="before")
    @classmethod
    def _ids(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        try:
            return tuple(int(part) for part in value.replace(" ", "").split(",") if part)
        except ValueError:
            raise ValueError("is a list of numbers, separated by commas") from None

    @field_validator(*_SHAPES)
    @classmethod
    def _secret(cls, value: SecretStr, about: ValidationInfo) -> SecretStr:
        shape, says = _SHAPES[str(about.field_name)]
        plain = value.get_secret_value()
        if plain and not shape.fullmatch(plain):
            raise ValueError(says)
        return value

    @field_validator("telegram_api_base", "stripe_api_base", "public_url")
    @classmethod
    def _address(cls, value: str | None) -> str | None:
        if value is None:
            return None
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.netloc:
            raise ValueError("is an address that begins with https:// (or http:// on this machine)")
        return value.rstrip("/")

    @field_validator("public_url")
    @classmethod
    def _public(cls, value: str | None) -> str | None:
        parts = urlsplit(value or "")
        if parts.scheme == "http" and parts.hostname not in _ON_THIS_MACHINE:
            raise ValueError("begins with https://: Telegram delivers to nothing else")
        return value

    @field_validator("database_url", "database_admin_url")
    @classmethod
    def _database(cls, value: str) -> str:
        if value and not value.startswith(("postgresql://", "postgres://")):
            raise ValueError("is an address that begins with postgresql://")
        try:
            _ = urlsplit(value).port
        except ValueError:
            raise ValueError("has a port that is no number") from None
        return value

    @field_validator("meeting_url_template")
    @classmethod
    def _room(cls, value: str) -> str:
        if "{room}" not in value or re.search(r"[{}]", value.replace("{room}", "")):
            raise ValueError("has {room} where the room's name goes, and no other braces")
        if not value.startswith(("https://", "http://")):
            raise ValueError("is an address that begins with https://")
        return value

    @field_validator("metrics_address")
    @classmethod
    def _private(cls, value: str) -> str:
        host, _, port = value.rpartition(":")
        try:
            address = ipaddress.ip_address(host.strip("[]")) if value else None
        except ValueError:
            raise ValueError("is an address of this machine and a port") from None
        if address is None:
            return value
        if not port.isdecimal() or int(port) > _LAST_PORT:
            raise ValueError("is an address of this machine and a port")
        if address.is_unspecified or not address.is_private:
            raise ValueError("is one that the world can't reach; elsewhere use METRICS_TOKEN")
        return value

    @model_validator(mode="after")
    def _live_means_live(self) -> Self:
        """A live key never meets a clock that can be moved, nor a throw-away database."""
        if self.clock == "adjustable" and (self.has_live_key or self.meets_real_people):
            raise ValueError("CLOCK: adjustable is refused with live credentials; leave it out")
        if self.has_live_key and not self.database_url:
            raise ValueError("DATABASE_URL: a live Stripe key needs a database of your own")
        return self

    @property
    def has_live_key(self) -> bool:
        """Whether real cards could be charged."""
        return self.stripe_secret_key.get_secret_value().startswith(("sk_live_", "rk_live_"))

    @property
    def meets_real_people(self) -> bool:
        """Whether the bot speaks in real chats."""
        telegram = urlsplit(self.telegram_api_base).hostname == "api.telegram.org"
        return telegram and bool(self.telegram_bot_token.get_secret_value())

    @property
    def webhook_secrets(self) -> tuple[str, ...]:
        """Stripe's signing secrets, newest first; two while one is being rotated out."""
        raw = self.stripe_webhook_secret.get_secret_value()
        return tuple(part.strip() for part in raw.split(",") if part.strip())

    @property
    def metrics_at(self) -> tuple[str, int] | None:
        """Where /metrics has a listener of its own: (host, port), or None."""
        host, _, port = self.metrics_address.rpartition(":")
        return (host.strip("[]"), int(port)) if host else None

    @property
    def secrets(self) -> tuple[str, ...]:
        """Everything that must appear in no log: keys, tokens, words and passwords.

        A password that is its login's name is left out: it would blank every other word.
        """
        named = (
            self.telegram_bot_token,
            self.telegram_webhook_secret,
            self.stripe_secret_key,
            self.metrics_token,
            self.sentry_dsn,
        )
        addresses = [urlsplit(each) for each in (self.database_url, self.database_admin_url)]
        words = [each.password or "" for each in addresses if each.password != each.username]
        found = [*(each.get_secret_value() for each in named), *self.webhook_secrets, *words]
        return tuple({*found, *map(unquote, words)} - {""})

    @property
    def admin_url(self) -> str:
        """The owner's database address; `migrate` alone uses it."""
        return self.database_admin_url or self.database_url


def load(**overrides: Any) -> Settings:
    """Read the settings from the environment.

    Raises SettingsError, one line a complaint: the setting's name, what is wrong, an example.
    """
    try:
        return Settings(**overrides)
    except ValidationError as wrong:
        lines = [_complaint(error["loc"], error["msg"]) for error in wrong.errors()]
        raise SettingsError("\n".join(lines)) from None


def require(settings: Settings, *names: str) -> None:
    """Raise SettingsError for each of the named settings (as in the environment) that is empty."""
    missing = [name for name in names if not _plain(getattr(settings, name.lower()))]
    if missing:
        raise SettingsError("\n".join(_complaint((name,), "is missing") for name in missing))


def wrong(name: str, message: str) -> SettingsError:
    """The error for a setting (as in the environment) that only its use shows to be wrong."""
    return SettingsError(_complaint((name,), message))


def _plain(value: object) -> object:
    return value.get_secret_value() if isinstance(value, SecretStr) else value


def _complaint(location: tuple[int | str, ...], message: str) -> str:
    if message.startswith("Input "):  # pydantic's own words, ours begin with a verb
        message = f"is wrong: i{message[1:]}"
    message = message.removeprefix("Value error, ")
    name = str(location[0]).upper() if location else message.partition(":")[0]
    text = f"{name} {message}" if location else message
    example = EXAMPLES.get(name)
    text += "" if text.endswith("?") else "."
    return f"{text} For example: {name}={example}" if example else text
