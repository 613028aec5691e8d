"""`main.py doctor`: looks at everything the bot leans on, and says in one line each how it is."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError
from telegram import Bot
from telegram.error import Forbidden, InvalidToken, TelegramError

from bot.config import EXAMPLES, Settings, SettingsError, wrong
from bot.payments.model import Rejected, StripeTrouble
from bot.payments.stripe import Gateway
from bot.telegram.transport import AiohttpRequest
from db.session import Database


@dataclass(frozen=True, slots=True)
class Finding:
    """One part: whether it is well, and what there is to say, with what to do where it is not.

    `passing`: it may be well in a moment (no answer), so it is no reason not to start.
    """

    part: str
    well: bool
    says: str
    passing: bool = False


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


async def refuse_to_start(settings: Settings) -> None:
    """Raise SettingsError where database, token or key are surely wrong; outages are waited out."""
    await _refuse(settings, _database, _telegram, _stripe)


async def refuse_to_compare(settings: Settings) -> None:
    """The same for what looks at the database and Stripe alone."""
    await _refuse(settings, _database, _stripe)


async def _refuse(settings: Settings, *looks: Callable[[Settings], Awaitable[Finding]]) -> None:
    findings = [await look(settings) for look in looks]
    # What is said of a wrong setting begins with its name.
    said = [each.says.partition(" ") for each in findings if not each.well and not each.passing]
    if said:
        raise SettingsError("\n".join(str(wrong(name, why)) for name, _, why in said))


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
        kind = _kind(error)
        return Finding(
            "database",
            False,
            f"DATABASE_URL does not lead to a database that the bot can use ({kind})."
            " Is it right, and has `python main.py migrate` been run?",
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
        passing = not isinstance(error, InvalidToken | Forbidden)
        says = (
            f"no answer from {settings.telegram_api_base} ({type(error).__name__})"
            if passing
            else "TELEGRAM_BOT_TOKEN is refused by Telegram: is it the one from @BotFather?"
        )
        return Finding("telegram", False, says, passing)
    finally:
        await request.shutdown()
    return Finding("telegram", True, f"@{me.username} answers")


async def _stripe(settings: Settings) -> Finding:
    gateway = Gateway(settings.stripe_secret_key.get_secret_value(), settings.stripe_api_base)
    try:
        await gateway.ping()
    except StripeTrouble as error:
        passing = not isinstance(error, Rejected)
        says = (
            f"no answer from {settings.stripe_api_base} ({type(error).__name__})"
            if passing
            else "STRIPE_SECRET_KEY is refused by Stripe: is it right?"
        )
        return Finding("stripe", False, says, passing)
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


def _kind(error: BaseException) -> str:
    """The innermost name of what went wrong: the driver's own error says more than its wrapper."""
    cause = getattr(error, "orig", None) or error
    return type(cause.__cause__ or cause).__name__
