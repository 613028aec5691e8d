"""Time zones: guessed, listed by region, and found by what a person types.

A zone is an exact IANA name. What is offered comes from the tz database's own table of places;
any of its names is accepted.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime, timedelta
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import Literal
from zoneinfo import ZoneInfo, available_timezones

from babel import Locale
from babel.dates import get_timezone_location
from tzfpy import get_tz

Region = Literal["europe", "america", "asia", "africa", "pacific"]
"""A part of the world, as `REGIONS` lists them and `zone-region-<name>` in bot/locales names it."""

_GUESSES = {"da": "Europe/Copenhagen"}

_LISTED: dict[Region, str] = {
    "europe": "Europe: Copenhagen London Dublin Lisbon Madrid Paris Brussels Amsterdam Berlin"
    " Zurich Rome Vienna Prague Warsaw Budapest Oslo Stockholm Helsinki Bucharest Athens Kyiv"
    " Istanbul Moscow Atlantic/Reykjavik",
    "america": "America: New_York Chicago Denver Phoenix Los_Angeles Anchorage Pacific/Honolulu"
    " Toronto Vancouver Halifax St_Johns Mexico_City Bogota Lima Caracas Santiago Sao_Paulo"
    " America/Argentina/Buenos_Aires",
    "asia": "Asia: Jerusalem Riyadh Dubai Tehran Karachi Kolkata Kathmandu Dhaka Bangkok Jakarta"
    " Singapore Hong_Kong Shanghai Taipei Manila Seoul Tokyo",
    "africa": "Africa: Casablanca Algiers Tunis Accra Lagos Cairo Johannesburg Nairobi Addis_Ababa",
    "pacific": "Australia: Perth Darwin Adelaide Brisbane Sydney Melbourne Pacific/Auckland"
    " Pacific/Fiji",
}
REGIONS: dict[Region, tuple[str, ...]] = {
    region: tuple(
        city if "/" in city else f"{cities.partition(':')[0]}/{city}"
        for city in cities.partition(":")[2].split()
    )
    for region, cities in _LISTED.items()
}
"""Zones for a keyboard, by region."""

# Cities where many live and that no zone is named after, and abbreviations.
_ALIASES = {
    "Europe/Copenhagen": "aarhus arhus odense aalborg alborg esbjerg roskilde cet",
    "Europe/London": "manchester birmingham edinburgh glasgow england scotland wales uk bst",
    "Europe/Berlin": "munich munchen hamburg cologne koln frankfurt",
    "Europe/Madrid": "barcelona",
    "Europe/Rome": "milan milano",
    "Europe/Stockholm": "gothenburg goteborg malmo",
    "Europe/Helsinki": "eet",
    "Europe/Zurich": "geneva",
    "America/New_York": "boston washington miami atlanta philadelphia nyc usa eastern est edt et",
    "America/Chicago": "houston dallas austin central cst cdt",
    "America/Denver": "mountain mst mdt",
    "America/Los_Angeles": "san-francisco seattle san-diego portland california pacific pst pdt la",
    "America/Toronto": "montreal ottawa",
    "America/Sao_Paulo": "rio brasilia",
    "Asia/Kolkata": "mumbai delhi new-delhi bangalore bengaluru chennai hyderabad pune ist",
    "Asia/Shanghai": "beijing shenzhen",
    "Asia/Dubai": "abu-dhabi uae",
    "Asia/Jerusalem": "tel-aviv",
    "Asia/Tokyo": "osaka kyoto jst",
    "Asia/Karachi": "lahore islamabad",
    "Africa/Johannesburg": "cape-town",
    "Australia/Sydney": "canberra aest",
    "UTC": "utc gmt zulu",
}
_OFFSET = re.compile(r"(?:utc|gmt)?\s*([+\-−])\s*(\d{1,2})(?::?(\d{2}))?", re.IGNORECASE)
_ENOUGH = 8
_FEW = 3


def guess(language_code: str | None) -> str | None:
    """The zone that a language (as Telegram gives it, 'da', 'en-GB') makes certain enough.

    None for all that are spoken in many zones: those people are asked.
    """
    return _GUESSES.get((language_code or "").partition("-")[0].lower())


def is_zone(name: str) -> bool:
    """Whether this is exactly an IANA name ('Mars+3' is not, nor is 'europe/copenhagen')."""
    return name in _all()


def at(latitude: float, longitude: float) -> str | None:
    """The zone of a place (degrees north and east); None at sea, and where none is known."""
    found = get_tz(longitude, latitude)
    return found if "/" in found and not found.startswith("Etc/") and is_zone(found) else None


def same_clock(one: str, other: str, at: datetime) -> bool:
    """Whether clocks in both zones show the same at that moment (aware)."""
    return at.astimezone(ZoneInfo(one)).utcoffset() == at.astimezone(ZoneInfo(other)).utcoffset()


def find(text: str, now: datetime) -> tuple[str, ...]:
    """The zones that a person may mean by what they typed, likeliest first, eight at most.

    Understands cities and countries in English and Danish, IANA names in any case, "gmt+1",
    and small slips ("copenhagn"). `now` (aware) decides which zones are at an offset.
    """
    typed = text.strip()
    offset = _OFFSET.fullmatch(typed)
    if offset:
        return _at_offset(offset, now)
    wanted = _key(typed)
    if not wanted:
        return ()
    index = _index()
    exact = index.get(wanted, ())
    if exact:
        return exact[:_ENOUGH]
    begun: list[str] = []
    if len(wanted) >= _FEW:
        begun = [zone for key in sorted(index) if key.startswith(wanted) for zone in index[key]]
        begun += [zone for key in sorted(index) if f" {wanted}" in key for zone in index[key]]
    if not begun:
        near = get_close_matches(wanted, index, _FEW, 0.75)
        begun = [zone for key in near for zone in index[key]]
    return _unique(begun)[:_ENOUGH]


def _at_offset(match: re.Match[str], now: datetime) -> tuple[str, ...]:
    ahead = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
    wanted = ahead if match[1] == "+" else -ahead
    listed = [zone for zones in REGIONS.values() for zone in zones]
    there = [zone for zone in listed if now.astimezone(ZoneInfo(zone)).utcoffset() == wanted]
    return tuple(there[:_ENOUGH])


@cache
def _all() -> frozenset[str]:
    return frozenset(available_timezones() - {"Factory", "localtime"})


@cache
def _places() -> tuple[tuple[str, str], ...]:
    """(country code, zone) of every inhabited place that the tz database lists."""
    table = files("tzdata").joinpath("zoneinfo", "zone.tab").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in table.splitlines() if line and line[0] != "#"]
    return tuple((row[0], row[2]) for row in rows)


@cache
def _index() -> dict[str, tuple[str, ...]]:
    """What may be typed → zones; the curated ones first where a country has several."""
    index: dict[str, list[str]] = {}

    def add(name: str, zone: str) -> None:
        index.setdefault(_key(name), []).append(zone)

    listed = [zone for zones in REGIONS.values() for zone in zones]
    rank = {zone: place for place, zone in enumerate(listed)}
    for zone, names in _ALIASES.items():
        for name in names.split():
            add(name.replace("-", " "), zone)
    languages = [Locale.parse("en"), Locale.parse("da")]
    for country, zone in sorted(_places(), key=lambda place: rank.get(place[1], len(rank))):
        add(zone, zone)
        add(zone.rpartition("/")[2], zone)
        for language in languages:
            city = get_timezone_location(zone, locale=language, return_city=True)
            add(city.rpartition("/")[2], zone)
            add(str(language.territories.get(country, country)), zone)
    for zone in _all():
        if "/" in zone:  # not "EST", which never changes its clock; nobody's city does that
            add(zone, zone)
    return {key: _unique(zones) for key, zones in index.items() if key}


def _unique(zones: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(zones))


def _key(name: str) -> str:
    """How names are compared: lower case, without accents, one space between words."""
    folded = name.casefold().replace("ø", "o").replace("æ", "ae")
    bare = unicodedata.normalize("NFD", folded)
    return " ".join(re.sub(r"[^a-z0-9+]+", " ", bare.encode("ascii", "ignore").decode()).split())
