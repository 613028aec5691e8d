"""`main.py doctor`: looks at everything the bot leans on, and says in one line each how it is."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError
from telegram import Bot
from telegram.error import TelegramError

from bot.config import EXAMPLES, Settings
from bot.payments.model import StripeTrouble
from bot.payments.stripe import Gateway
from bot.telegram.transport import AiohttpRequest
from db.session import Database


@dataclass(frozen=True, slots=True)
class Finding:
    """One part: whether it is well, and what there is to say, with what to do where it is not."""

    part: str
    well: bool
    says: str


async def examine(settings: Settings) -> list[Finding]:
    """Look at database, token, key, webhook and clock; never raises for what it finds."""
    looks: list[tuple[str, Callable[[Settings], Awaitable[Finding]]]] = [
        ("DATABASE_URL", _database),
        ("TELEGRAM_BOT_TOKEN", _telegram),
        ("STRIPE_SECRET_KEY", _stripe),
    ]
    findings = [
        await look(settings) if _is_set(settings, name) else _missing(name) for name, look in looks
    ]
    return [*findings, _webhook(settings), _clock(settings)]


def _is_set(settings: Settings, name: str) -> bool:
    value = getattr(settings, name.lower())
    return bool(value if isinstance(value, str) else value.get_secret_value())


def _missing(name: str) -> Finding:
    part = name.partition("_")[0].lower()
    return Finding(part, False, f"{name} is missing. For example: {name}={EXAMPLES[name]}")


async def _database(settings: Settings) -> Finding:
    db = Database.connect(settings.database_url, pooler=settings.pooler, size=1)
    try:
        async with db.begin() as tx:
            version = await tx.scalar("show server_version")
            await tx.first("select at, what from app.next_due()")
    except (SQLAlchemyError, OSError, TimeoutError) as error:
        kind = type(getattr(error, "orig", None) or error).__name__
        return Finding(
            "database", False, f"{kind}: is DATABASE_URL right, and was `main.py migrate` run?"
        )
    finally:
        await db.close()
    return Finding("database", True, f"Postgres {version}, migrated, and the bot may act")


async def _telegram(settings: Settings) -> Finding:
    request = AiohttpRequest()
    try:
        await request.initialize()
        me = await Bot(
            settings.telegram_bot_token.get_secret_value(),
            base_url=f"{settings.telegram_api_base}/bot",
            request=request,
        ).get_me()
    except TelegramError as error:
        says = f"{type(error).__name__}: is TELEGRAM_BOT_TOKEN the one from @BotFather?"
        return Finding("telegram", False, says)
    finally:
        await request.shutdown()
    return Finding("telegram", True, f"@{me.username} answers")


async def _stripe(settings: Settings) -> Finding:
    gateway = Gateway(settings.stripe_secret_key.get_secret_value(), settings.stripe_api_base)
    try:
        await gateway.ping()
    except StripeTrouble as error:
        says = f"{type(error).__name__}: is STRIPE_SECRET_KEY right?"
        return Finding("stripe", False, says)
    finally:
        await gateway.close()
    kind = "a live key: real cards are charged" if settings.has_live_key else "a test key"
    return Finding("stripe", True, f"answers, with {kind}")


def _webhook(settings: Settings) -> Finding:
    if not settings.public_url:
        return Finding("webhook", True, "PUBLIC_URL is not set: the bot polls, one process at work")
    for name in ("TELEGRAM_WEBHOOK_SECRET", "STRIPE_WEBHOOK_SECRET"):
        if not _is_set(settings, name):
            return Finding("webhook", False, _missing(name).says)
    if not settings.public_url.startswith("https://"):
        return Finding("webhook", False, "PUBLIC_URL must be https: Telegram refuses anything else")
    return Finding("webhook", True, f"{settings.public_url}/webhooks/telegram and …/stripe")


def _clock(settings: Settings) -> Finding:
    if settings.clock == "adjustable":
        return Finding("clock", True, "adjustable, as the sandbox has it")
    return Finding("clock", True, "the system's")
