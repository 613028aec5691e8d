"""/settings: language and time zone."""

from __future__ import annotations

from dataclasses import replace

from bot.services import onboarding
from bot.telegram.context import Context
from bot.telegram.screens import Screen
from handlers import callbacks_settings as of
from handlers import menu, views_settings
from handlers.turns import Handler, command, is_expert, speech, tapped

NAMES = ("settings", "language", "sprog")
"""/settings, and what else people type for it; the menu names the first alone."""
ZONES = ("zone", "tidszone")
"""What people type who look for the zone alone: it is asked for at once."""


def settings_screen(ctx: Context, *, language: str | None = None) -> Screen:
    """The card, in `language` where that was chosen just now."""
    known = ctx.account.zone is not None
    return views_settings.settings(speech(ctx, language=language), known=known)


def with_menu(ctx: Context, screen: Screen, language: str) -> Screen:
    """The screen, with the command menu of this person in that language."""
    known = menu.commands(language, expert=is_expert(ctx), admin=ctx.account.is_admin)
    return replace(screen, menu=known)


async def settings(ctx: Context, _: str | of.Settings) -> None:
    """The card."""
    ctx.show(settings_screen(ctx))


async def speak(ctx: Context, press: of.Speak) -> None:
    """Speak another language from now on."""
    language = await onboarding.set_language(ctx.tx, press.language)
    ctx.show(with_menu(ctx, settings_screen(ctx, language=language), language))


def handlers() -> list[Handler]:
    """The commands and the card's buttons; the zone is asked for in handlers/start.py."""
    return [
        *(command(name, settings) for name in NAMES),
        tapped(of.Settings, settings),
        tapped(of.Speak, speak),
    ]
