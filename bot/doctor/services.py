"""Telegram and Stripe, as the settings name them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from telegram import Bot, WebhookInfo
from telegram.error import Forbidden, InvalidToken, TelegramError

from bot.config import Settings
from bot.doctor.finding import Finding, missing
from bot.payments.model import Rejected, StripeTrouble
from bot.payments.stripe import Gateway
from bot.telegram.transport import AiohttpRequest

LATELY = timedelta(hours=1)
"""A delivery that failed longer ago than this is history."""


async def telegram(settings: Settings) -> Finding:
    """Whether Telegram answers and knows the token."""
    try:
        async with _bot(settings) as bot:
            me = await bot.get_me()
    except TelegramError as error:
        passing = not isinstance(error, InvalidToken | Forbidden)
        says = (
            f"no answer from {settings.telegram_api_base} ({type(error).__name__})"
            if passing
            else "TELEGRAM_BOT_TOKEN is refused by Telegram: is it the one from @BotFather?"
        )
        return Finding("telegram", False, says, passing)
    return Finding("telegram", True, f"@{me.username} answers")


async def stripe(settings: Settings) -> Finding:
    """Whether Stripe answers and takes the key, and whether real cards are charged with it."""
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


def webhooks(settings: Settings) -> Finding:
    """Whether the settings for webhooks belong together; their shapes were looked at before."""
    if not settings.public_url:
        return Finding("webhook", True, "PUBLIC_URL is not set: the bot polls, one process at work")
    lacking = missing(settings, "TELEGRAM_WEBHOOK_SECRET", "STRIPE_WEBHOOK_SECRET")
    if lacking:
        return Finding("webhook", False, lacking[0].says)
    if urlsplit(settings.public_url).scheme != "https":
        return Finding("webhook", False, "PUBLIC_URL must be https: Telegram refuses anything else")
    more = len(settings.webhook_secrets) > 1
    secrets = "two signing secrets, while you rotate" if more else "a signing secret"
    return Finding(
        "webhook", True, f"{settings.public_url}/webhooks/telegram, {secrets} of Stripe's"
    )


async def delivery(settings: Settings) -> Finding:
    """Whether Telegram delivers where the settings say, and whether that works."""
    try:
        async with _bot(settings) as bot:
            info = await bot.get_webhook_info()
    except TelegramError as error:
        says = f"where Telegram delivers to is not known ({type(error).__name__})"
        return Finding("webhook", False, says, passing=True)
    return delivered(settings, info, datetime.now(UTC))


def delivered(settings: Settings, info: WebhookInfo, now: datetime) -> Finding:
    """What Telegram's word on its webhook means beside the settings, at `now` (UTC)."""
    meant = webhooks(settings)
    ours = f"{settings.public_url}/webhooks/telegram" if settings.public_url else ""
    if not info.url:
        later = "; Telegram is told so when the bot starts" if ours else ""
        return Finding("webhook", True, meant.says + later)
    host = urlsplit(info.url).hostname
    if not ours:
        return Finding(
            "webhook",
            False,
            f"PUBLIC_URL is not set, but Telegram delivers to {host}. Starting the bot ends that:"
            " right if you go back to polling, wrong if another deployment has the same token",
        )
    if info.url != ours:
        return Finding(
            "webhook",
            False,
            f"Telegram delivers to {host}, not to PUBLIC_URL. Starting the bot changes that:"
            " right if you moved, wrong if another deployment has the same token",
        )
    if info.last_error_message and info.last_error_date and now - info.last_error_date < LATELY:
        minutes = round((now - info.last_error_date).total_seconds() / 60)
        return Finding(
            "webhook",
            False,
            f'Telegram could not deliver {minutes} min ago: "{info.last_error_message}".'
            f" {info.pending_update_count} updates wait. Is the proxy in front of PORT well?",
        )
    return Finding("webhook", True, f"{meant.says}; {info.pending_update_count} updates wait")


@asynccontextmanager
async def _bot(settings: Settings) -> AsyncIterator[Bot]:
    request = AiohttpRequest()
    await request.initialize()
    try:
        token, base = settings.telegram_bot_token, settings.telegram_api_base
        yield Bot(token.get_secret_value(), base_url=f"{base}/bot", request=request)
    finally:
        await request.shutdown()
