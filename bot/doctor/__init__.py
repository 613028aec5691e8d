"""`main.py doctor`: looks at everything the bot leans on, and says in one line each how it is."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.config import Settings, SettingsError, wrong
from bot.doctor import database, services
from bot.doctor.finding import Finding, missing


async def examine(settings: Settings) -> list[Finding]:
    """Look at database, token, key, webhooks and clocks; never raises for what it finds."""
    found = missing(settings, "DATABASE_URL") or await database.all_of_it(settings)
    token = missing(settings, "TELEGRAM_BOT_TOKEN")
    found += token or [await services.telegram(settings)]
    found += missing(settings, "STRIPE_SECRET_KEY") or [await services.stripe(settings)]
    webhook = services.webhooks(settings)
    if webhook.well and not token:
        webhook = await services.delivery(settings)
    return [*found, webhook]


async def refuse_to_start(settings: Settings) -> None:
    """Raise SettingsError where database, token or key are surely wrong; outages are waited out."""
    await _refuse(settings, database.reached, services.telegram, services.stripe)


async def refuse_to_compare(settings: Settings) -> None:
    """The same for what looks at the database and Stripe alone."""
    await _refuse(settings, database.reached, services.stripe)


async def _refuse(settings: Settings, *looks: Callable[[Settings], Awaitable[Finding]]) -> None:
    findings = [await look(settings) for look in looks]
    # What is said of a wrong setting begins with its name.
    said = [each.says.partition(" ") for each in findings if not each.well and not each.passing]
    if said:
        raise SettingsError("\n".join(str(wrong(name, why)) for name, _, why in said))
