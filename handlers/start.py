"""The first screen, language, time zone and help."""

from __future__ import annotations

from dataclasses import replace

from telegram.ext import ConversationHandler

from bot.domain.zones import REGIONS
from bot.services import onboarding
from bot.telegram.context import Context
from bot.telegram.conversation import PostgresConversation
from bot.telegram.screens import Screen
from handlers import arriving, cancel, views, views_settings, views_start
from handlers import callbacks as on
from handlers import callbacks_settings as of
from handlers.packing import Press
from handlers.settings import ZONES, settings_screen, with_menu
from handlers.turns import (
    ZONE,
    Handler,
    ask_for_zone,
    below,
    command,
    is_expert,
    located,
    odd,
    show_forged,
    speech,
    stopping,
    tapped,
    typed,
)

_REGIONS = tuple(REGIONS)


def home_screen(ctx: Context, *, language: str | None = None, zone: str | None = None) -> Screen:
    """The first screen; without a known zone it asks for that first."""
    words = speech(ctx, language=language, zone=zone)
    name = ctx.account.name
    if zone is None and ctx.account.zone is None:
        return views_start.welcome(words, name, onboarding.LIKELY, _REGIONS)
    return views_start.home(words, name, expert=is_expert(ctx), admin=ctx.account.is_admin)


def go_home(ctx: Context, screen: Screen) -> None:
    """Show the first screen; where it asks for the zone, the answer is awaited."""
    if ctx.account.zone is None:
        ask_for_zone(ctx, screen)
    else:
        ctx.show(screen)


async def start(ctx: Context, _: str) -> None:
    """/start; who may do more than others gets the menu for it."""
    who, screen = ctx.account, home_screen(ctx)
    more = is_expert(ctx) or who.is_admin
    go_home(ctx, with_menu(ctx, screen, who.language) if more else screen)


async def home(ctx: Context, _: on.Home) -> None:
    """Back to the first screen."""
    go_home(ctx, home_screen(ctx))


async def help_page(ctx: Context, _: str) -> None:
    """/help."""
    who = ctx.account
    ctx.show(views_start.help_page(speech(ctx), expert=is_expert(ctx), admin=who.is_admin))


async def set_language(ctx: Context, press: on.SetLanguage) -> object:
    """Speak another language from now on; a zone that is still to be told is still awaited."""
    language = await onboarding.set_language(ctx.tx, press.language)
    go_home(ctx, with_menu(ctx, home_screen(ctx, language=language), language))
    return None if ctx.account.zone is None else ConversationHandler.END


async def ask_zone(ctx: Context, _: on.AskZone) -> str:
    """Ask for the zone: likely ones, regions, or a typed city."""
    ask_for_zone(ctx, _zone_asked(ctx))
    return ZONE


async def change_zone(ctx: Context, _: str | of.ChangeZone) -> str:
    """The same from the settings, where it leads back to."""
    ctx.draft["then"] = views_settings.NAME
    ask_for_zone(ctx, _zone_asked(ctx))
    return ZONE


def _zone_asked(ctx: Context) -> Screen:
    before: Press = of.Settings() if ctx.draft.get("then") == views_settings.NAME else on.Home()
    way_back = None if ctx.account.zone is None else before
    return views_start.zone_ask(speech(ctx), onboarding.LIKELY, _REGIONS, way_back)


async def _below(ctx: Context) -> Screen:
    """Where the person was going when the zone was asked for."""
    wanted = str(ctx.draft.get("then", ""))
    if wanted == views_settings.NAME:
        return settings_screen(ctx)
    return await arriving.screen(ctx, wanted) if wanted else home_screen(ctx)


async def zone_region(ctx: Context, press: on.ZoneRegion) -> None:
    """The zones of a region."""
    region = next((each for each in _REGIONS if each == press.region), None)
    if region is None:
        show_forged(ctx)
        return
    page = max(press.page, 0)
    ask_for_zone(ctx, views_start.zone_region(speech(ctx), region, REGIONS[region], page))


async def set_zone(ctx: Context, press: on.SetZone) -> object:
    """Show times for this zone from now on."""
    await keep_zone(ctx, press.zone)
    return ConversationHandler.END


async def keep_zone(ctx: Context, zone: str, *, shared: bool = False) -> None:
    """Keep the zone, say so, and go to where the person was going, else to the first screen.

    `shared`: it came from a shared location.
    """
    had = ctx.account.zone
    kept = await onboarding.set_zone(ctx.tx, zone)
    ctx.belongs_to(replace(ctx.account, zone=kept))
    shown = await _below(ctx)
    words = speech(ctx)
    said = words.t("zone-saved", zone=words.zone_name())
    if shared or ctx.draft.get("keyboard"):
        # Only a message of its own can take the keyboard away.
        ctx.send(Screen(said, clears=True))
    elif had is not None:
        shown = views.under(said, shown)
    ctx.show(shown)
    wanted = str(ctx.draft.get("then", ""))
    if arriving.leads(wanted):
        ctx.leave()
        arriving.arrived(ctx, wanted)


async def ask_location(ctx: Context, _: on.AskLocation) -> str:
    """Bring the keyboard that shares the place; a city may still be tapped or typed."""
    ctx.draft["keyboard"] = True
    ctx.send(views_start.location_ask(speech(ctx)))
    return ZONE


async def place(ctx: Context, latitude: float, longitude: float) -> object:
    """Somebody shared where they are: their zone is the place's, at once where it was asked for."""
    zone = onboarding.zone_at(latitude, longitude)
    if ctx.awaiting != ZONE and ctx.account.zone is not None:
        ctx.show(_place_unasked(ctx, zone))
        return None
    if zone is not None:
        below(ctx)
        await keep_zone(ctx, zone, shared=True)
        return ConversationHandler.END
    below(ctx)
    ask_for_zone(ctx, views.under(speech(ctx).t("location-unknown"), _zone_asked(ctx)))
    return None


def _place_unasked(ctx: Context, zone: str | None) -> Screen:
    """Nobody's times change by a place that was shared for who knows what; they may."""
    words = speech(ctx)
    if zone is not None and zone != ctx.account.zone:
        return views_start.place_offer(words, zone)
    key = "location-nowhere" if zone is None else "location-same"
    return odd(ctx, key, zone=words.zone_name())


async def city(ctx: Context, text: str) -> object:
    """A city was typed: one zone is kept at once, several are offered."""
    words = speech(ctx)
    if not text:
        ask_for_zone(ctx, views.under(words.t("answer-empty"), _zone_asked(ctx)))
        return None
    found = onboarding.zones_meant(text[:100], ctx.tx.now)
    if len(found) == 1:
        await keep_zone(ctx, found[0])
        return ConversationHandler.END
    if found:
        ask_for_zone(ctx, views_start.zone_matches(words, found))
    else:
        ask_for_zone(ctx, views_start.zone_not_found(words, text, _zone_asked(ctx)))
    return None


async def stop_zone(ctx: Context) -> str | None:
    """Stopped: the zone stays; where none is known, it goes on being asked for."""
    below(ctx)
    if ctx.account.zone is None and not ctx.draft.get("keyboard"):
        await cancel.nothing_to_stop(ctx, "")
        return ZONE
    said = speech(ctx).t("stopped-zone")
    if ctx.draft.get("keyboard"):
        ctx.send(Screen(said, clears=True))
        ctx.show(await _below(ctx))
        return None
    ctx.show(views.under(said, await _below(ctx)))
    return None


def conversation(by_link: Handler) -> PostgresConversation:
    """The conversation that awaits a city or a place; `by_link` may begin it as well."""
    return PostgresConversation(
        ZONE,
        entry_points=[
            tapped(on.AskZone, ask_zone),
            tapped(of.ChangeZone, change_zone),
            *(command(name, change_zone, own=ZONE) for name in ZONES),
            tapped(on.AskLocation, ask_location),
            by_link,
        ],
        states={
            ZONE: [
                tapped(on.SetZone, set_zone),
                tapped(on.SetLanguage, set_language),
                located(place),
                typed(city),
            ]
        },
        fallbacks=stopping(stop_zone),
    )
