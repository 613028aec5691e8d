"""The first screen, language, time zone, help, and what to say to what does not fit. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.zones import Region
from bot.locales import Html, Speech, lines
from bot.telegram.screens import Button, Rows, Screen
from handlers.callbacks import (
    AskLocation,
    AskZone,
    Bookings,
    Home,
    Requests,
    Schedule,
    SetLanguage,
    SetZone,
    ShowWindows,
    Topics,
    ZoneRegion,
)
from handlers.callbacks_settings import Settings
from handlers.callbacks_teaching import Expert, MySessions
from handlers.keyboards import addressed, back, chunks, link, pager, paired, rows, tap
from handlers.packing import Press
from handlers.views import ADMINS, first_name, ways_on

ZONES = 24
"""Zones of a region on one screen, two to a row."""


def home(speech: Speech, name: str, *, expert: bool, admin: bool = False) -> Screen:
    """The first screen of somebody whose zone is known."""
    text = lines(
        speech.t("start-welcome", name=first_name(name)),
        speech.t("start-zone", zone=speech.zone_name()),
        *(("", speech.t("start-expert")) if expert else ()),
        *(("", speech.t("start-admin")) if admin else ()),
    )
    desk: list[tuple[str, Press]] = [
        ("label-requests", Requests(0)),
        ("label-schedule", Schedule(0)),
        ("label-windows", ShowWindows()),
        ("label-sessions", MySessions(0)),
        ("label-expert", Expert()),
    ]
    become = tap(speech.plain("label-become-expert"), Expert())
    return Screen(
        text,
        rows(
            tap(speech.plain("label-find"), Topics(0), "primary"),
            tap(speech.plain("label-my-bookings"), Bookings(0, 0)),
            *(paired([tap(speech.plain(key), press) for key, press in desk]) if expert else ()),
            None if expert else become,
            *(paired([tap(speech.plain(key), press) for key, press in ADMINS]) if admin else ()),
            _settings(speech),
        ),
    )


def _settings(speech: Speech) -> tuple[Button, ...]:
    return (tap(speech.plain("label-change-zone"), AskZone()), _speak_other(speech))


def other_language(speech: Speech) -> str:
    """The language that one does not speak now."""
    return "da" if speech.language == "en" else "en"


def _speak_other(speech: Speech) -> Button:
    other = other_language(speech)
    return tap(speech.plain(f"language-{other}"), SetLanguage(other))


def welcome(
    speech: Speech, name: str, suggested: Sequence[str], regions: Sequence[Region]
) -> Screen:
    """The first screen of somebody whose zone is not known: it is the one thing asked."""
    asked = zone_ask(speech, suggested, regions)
    text = lines(speech.t("start-welcome", name=first_name(name)), "", Html(asked.text))
    return Screen(text, asked.rows)


def zone_needed(speech: Speech, suggested: Sequence[str], regions: Sequence[Region]) -> Screen:
    """Before times are shown for the first time."""
    asked = zone_ask(speech, suggested, regions)
    return Screen(lines(speech.t("start-needs-zone"), "", Html(asked.text)), asked.rows)


def zone_ask(
    speech: Speech,
    suggested: Sequence[str],
    regions: Sequence[Region],
    way_back: Press | None = None,
) -> Screen:
    """Ask for the zone: a few likely ones, regions, or a typed city; `way_back` where one is known
    already, and may stay.
    """
    return Screen(
        speech.t("zone-ask"),
        (*_zone_buttons(speech, suggested), *_regions(speech, regions, way_back)),
    )


def _zone_buttons(speech: Speech, zones: Sequence[str]) -> Rows:
    return tuple(chunks([tap(speech.zone_name(zone), SetZone(zone)) for zone in zones], 2))


def _regions(speech: Speech, regions: Sequence[Region], way_back: Press | None) -> Rows:
    buttons = [
        tap(f"{speech.plain(f'zone-region-{region}')} ›", ZoneRegion(0, region))
        for region in regions
    ]
    place = tap(speech.plain("label-location"), AskLocation())
    last = back(speech, way_back) if way_back else _speak_other(speech)
    return rows(*chunks(buttons, 2), place, last)


def zone_region(speech: Speech, region: Region, zones: Sequence[str], page: int) -> Screen:
    """The zones of a region, `page` from 0."""
    shown = zones[page * ZONES : (page + 1) * ZONES]
    more = len(zones) > (page + 1) * ZONES
    turn = pager(speech, page, more, ZoneRegion(page - 1, region), ZoneRegion(page + 1, region))
    return Screen(
        speech.t("zone-region", region=speech.plain(f"zone-region-{region}")),
        rows(*_zone_buttons(speech, shown), turn, back(speech, AskZone())),
    )


def zone_matches(speech: Speech, matches: Sequence[str]) -> Screen:
    """A typed city may mean several zones."""
    return Screen(
        speech.t("zone-found"), rows(*_zone_buttons(speech, matches), back(speech, AskZone()))
    )


def zone_not_found(speech: Speech, text: str, asked: Screen) -> Screen:
    """A typed city is none that is known: the question (`asked`) in other words."""
    return replace(asked, text=speech.t("zone-not-found", text=text[:60]))


def location_ask(speech: Speech) -> Screen:
    """A message of its own, for it brings the keyboard that shares the place."""
    return Screen(speech.t("location-ask"), location=speech.plain("label-location"))


def place_offer(speech: Speech, zone: str) -> Screen:
    """A place was shared that nobody asked for: its zone is kept if one says so."""
    there, here = speech.zone_name(zone), speech.zone_name()
    return Screen(
        speech.t("location-offer", there=there, here=here),
        rows(
            tap(addressed(speech, "label-zone-change", there), SetZone(zone), "primary"),
            tap(addressed(speech, "label-zone-keep", here), Home()),
        ),
    )


def help_page(speech: Speech, *, expert: bool, admin: bool) -> Screen:
    """/help, by what one may do."""
    parts = [speech.t("help")]
    parts.append(speech.t("help-expert" if expert else "help-become"))
    if admin:
        parts.append(speech.t("help-admin"))
    return _with_settings(
        speech, Html("\n\n".join(parts)), ways_on(speech, expert=expert, admin=admin)
    )


def unknown_command(speech: Speech, said: str, *, expert: bool, admin: bool) -> Screen:
    """There is no such command: what people look for most often is the settings."""
    text = speech.t("odd-command", command=said)
    return _with_settings(speech, text, ways_on(speech, expert=expert, admin=admin))


def _with_settings(speech: Speech, text: Html, ways: Rows) -> Screen:
    return Screen(text, rows(*ways, tap(speech.plain("label-settings"), Settings())))


def odd(speech: Speech, key: str, *, expert: bool, admin: bool = False, **args: str) -> Screen:
    """An answer to what does not fit, with the ways on; `key` is its message."""
    return Screen(speech.t(key, **args), ways_on(speech, expert=expert, admin=admin))


def group(speech: Speech, address: str) -> Screen:
    """In a group: where to talk instead."""
    return Screen(speech.t("odd-group"), ((link(speech.plain("label-private"), address),),))
