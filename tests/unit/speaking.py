"""A Speech for tests: Copenhagen, Sunday 22 November 2026 at 15:00 there."""

from datetime import UTC, datetime

from bot.locales import Speech

NOW = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)


def speech(language: str = "en", zone: str = "Europe/Copenhagen", now: datetime = NOW) -> Speech:
    return Speech(language, zone, now)
