"""What is to be known of a person before times are shown: their language and their zone."""

from __future__ import annotations

from datetime import datetime

from bot.domain import zones
from bot.domain.errors import InvalidInput
from bot.locales import LANGUAGES
from db import functions
from db.session import Transaction

LIKELY = (
    "Europe/London",
    "Europe/Copenhagen",
    "Europe/Berlin",
    "America/New_York",
    "America/Los_Angeles",
    "Asia/Kolkata",
)
"""Offered before any region: where most of those live whom a language does not place."""


async def set_zone(tx: Transaction, zone: str) -> str:
    """Keep the caller's zone and return it. Raises InvalidInput for what is no IANA name."""
    if not zones.is_zone(zone):
        raise InvalidInput("zone")
    await functions.set_zone(tx, zone)
    return zone


async def set_language(tx: Transaction, language: str) -> str:
    """Keep the caller's language and return it. Raises InvalidInput for one we do not speak."""
    if language not in LANGUAGES:
        raise InvalidInput("language")
    await functions.set_language(tx, language)
    return language


def zone_at(latitude: float, longitude: float) -> str | None:
    """The zone of a place; None at sea, and where no zone has a name that we could say."""
    return zones.at(latitude, longitude)


def zones_meant(text: str, now: datetime) -> tuple[str, ...]:
    """The zones that a typed city may mean, likeliest first."""
    return zones.find(text, now)
