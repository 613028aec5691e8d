"""The first screen, language, time zone and help."""

from __future__ import annotations

from telegram.ext import ConversationHandler

from bot.domain.zones import REGIONS
from bot.services import onboarding
from bot.telegram.context import Context
from bot.telegram.conversation import PostgresConversation
from bot.telegram.screens import Screen
from handlers import callbacks as on
from handlers import views, views_start
from handlers.turns import ZONE, is_expert, show_forged, speech, stopping, tapped, typed

_REGIONS = tuple(REGIONS)


def home_screen(ctx: Context, *, language: str | None = None, zone: str | None = None) -> Screen:
    """The first screen; without a known zone it asks for that first."""
    words = speech(ctx, language=language, zone=zone)
    name = ctx.account.name
    if zone is None and ctx.account.zone is None:
        return views_start.welcome(words, name, onboarding.LIKELY, _REGIONS)
    return views_start.home(words, name, expert=is_expert(ctx))


async def start(ctx: Context, _: str) -> None:
    """/start."""
    ctx.show(home_screen(ctx))


async def home(ctx: Context, _: on.Home) -> None:
    """Back to the first screen."""
    ctx.show(home_screen(ctx))


async def help_page(ctx: Context, _: str) -> None:
    """/help."""
    who = ctx.account
    ctx.show(views_start.help_page(speech(ctx), expert=is_expert(ctx), admin=who.is_admin))


async def set_language(ctx: Context, press: on.SetLanguage) -> None:
    """Speak another language from now on."""
    language = await onboarding.set_language(ctx.tx, press.language)
    ctx.show(home_screen(ctx, language=language))


async def ask_zone(ctx: Context, _: on.AskZone) -> str:
    """Ask for the zone: likely ones, regions, or a typed city."""
    known = ctx.account.zone is not None
    ctx.show(views_start.zone_ask(speech(ctx), onboarding.LIKELY, _REGIONS, known=known))
    return ZONE


async def zone_region(ctx: Context, press: on.ZoneRegion) -> None:
    """The zones of a region."""
    region = next((each for each in _REGIONS if each == press.region), None)
    if region is None:
        show_forged(ctx)
        return
    page = max(press.page, 0)
    ctx.show(views_start.zone_region(speech(ctx), region, REGIONS[region], page))


async def set_zone(ctx: Context, press: on.SetZone) -> None:
    """Show times for this zone from now on."""
    await keep_zone(ctx, press.zone)


async def keep_zone(ctx: Context, zone: str) -> None:
    """Keep the zone, say so, and go to the first screen."""
    had = ctx.account.zone
    kept = await onboarding.set_zone(ctx.tx, zone)
    below = home_screen(ctx, zone=kept)
    if had is None:
        ctx.show(below)
        return
    words = speech(ctx, zone=kept)
    ctx.show(views.under(words.t("zone-saved", zone=words.zone_name()), below))


async def city(ctx: Context, text: str) -> object:
    """A city was typed: one zone is kept at once, several are offered."""
    words = speech(ctx)
    found = onboarding.zones_meant(text[:100], ctx.tx.now)
    if len(found) == 1:
        await keep_zone(ctx, found[0])
        return ConversationHandler.END
    ctx.show(views_start.zone_matches(words, text or "?", found, _REGIONS))
    return None


async def stop_zone(ctx: Context) -> None:
    """Stopped: the zone stays."""
    words = speech(ctx)
    ctx.show(views.under(words.t("stopped-zone"), home_screen(ctx)))


def conversation() -> PostgresConversation:
    """The conversation that awaits a city."""
    return PostgresConversation(
        ZONE,
        entry_points=[tapped(on.AskZone, ask_zone)],
        states={ZONE: [typed(city)]},
        fallbacks=stopping(stop_zone),
    )
