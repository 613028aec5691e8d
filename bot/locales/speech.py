"""`Speech`: one person's language, time zone and present moment, speaking."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, get_day_names, get_month_names, get_timezone_location
from babel.numbers import format_decimal

from bot.domain.money import CURRENCIES
from bot.locales.bundles import bundle
from bot.locales.html import Html, bare, escape

Word = str | int
"""What a message may be given: words, counts (for plurals), or Html."""


class MissingText(KeyError):
    """A message, or something a message speaks of, is not there: a bug that tests find."""


@dataclass(frozen=True, slots=True)
class _Manner:
    """How a language writes what Babel's own patterns write too formally for a chat."""

    clock: str
    short_day: str
    long_day: str
    symbol_first: bool
    """Whether $ and € stand before the amount; kr. never does."""


_MANNERS = {
    "en": _Manner("{h}:{m:02}", "EEE d MMM", "EEEE d MMMM", symbol_first=True),
    "da": _Manner("{h}.{m:02}", "EEE d. MMM", "EEEE 'den' d. MMMM", symbol_first=False),
}
_SYMBOLS = {"DKK": "kr.", "USD": "$", "EUR": "€"}
_NO_BREAK = "\N{NO-BREAK SPACE}"
# "You keep 225 kr." at the end of a sentence: the stop of "kr." is its full stop too.
_TWO_STOPS = re.compile(r"\bkr\.(</[bi]>)?\.(?!\.)")
_NEAR_YEAR = timedelta(days=180)
"""Farther than this, a date in another year says which."""


@dataclass(frozen=True, slots=True)
class Speech:
    """Speaks `language` ('en', 'da') about times in `zone` (an IANA name), at `now` (aware)."""

    language: str
    zone: str
    now: datetime

    def t(self, key: str, **args: Word) -> Html:
        """The message `key` as Html; arguments are escaped unless they are Html themselves.

        Raises MissingText for an unknown message or an argument that it needs and did not get.
        """
        safe = {
            name: escape(word) if isinstance(word, str) else word for name, word in args.items()
        }
        return Html(self._format(key, safe))

    def plain(self, key: str, **args: Word) -> str:
        """The message `key` as plain text (a button's label, a calendar's line)."""
        words = {name: _plain(word) for name, word in args.items()}
        return self._format(key, words)

    def _format(self, key: str, args: Mapping[str, Word]) -> str:
        messages = bundle(self.language)
        if not messages.has_message(key):
            raise MissingText(f"{self.language}: no message {key}")
        value = messages.get_message(key).value
        if value is None:
            raise MissingText(f"{self.language}: {key} has no text")
        text, errors = messages.format_pattern(value, dict(args))
        if errors:
            raise MissingText(f"{self.language}: {key}: {errors[0]}")
        return _TWO_STOPS.sub(r"kr.\1", str(text))

    # Times and days. Every datetime is aware, of any zone; it is told in the listener's.

    def local(self, moment: datetime, zone: str | None = None) -> datetime:
        """The moment in the listener's zone, or in the one given."""
        return moment.astimezone(_zone(zone or self.zone))

    def time(self, moment: datetime, zone: str | None = None) -> str:
        """'16:00', 'da': '16.00'; in the listener's zone or in the one given."""
        local = self.local(moment, zone)
        return self.clock(local.hour * 60 + local.minute)

    def clock(self, minutes: int) -> str:
        """Minutes after midnight as a time of day; 1440 is '24:00'."""
        return _MANNERS[self.language].clock.format(h=minutes // 60, m=minutes % 60)

    def day(self, moment: datetime | date, zone: str | None = None) -> str:
        """'Tue 24 Nov', 'da': 'tirs. 24. nov.'; with the year where it is far away."""
        day = self._date(moment, zone)
        manner = _MANNERS[self.language].short_day
        return self._dated(day, f"{manner} y" if self._far(day) else manner)

    def long_day(self, moment: datetime | date, zone: str | None = None) -> str:
        """'Tuesday 24 November', 'da': 'tirsdag den 24. november'."""
        return self._dated(self._date(moment, zone), _MANNERS[self.language].long_day)

    def when(self, moment: datetime, zone: str | None = None) -> str:
        """'today 16:00', 'tomorrow 9:00', 'Tue 24 Nov, 16:00'; 'da': 'i dag kl. 16.00'."""
        near = self._near(moment, zone)
        day = self.plain(f"day-{near}") if near else self.day(moment, zone)
        key = "near-day-and-time" if near else "day-and-time"
        return self.plain(key, day=day, time=self.time(moment, zone))

    def brief(self, moment: datetime, zone: str | None = None) -> str:
        """As short as a button needs: 'today 16:00', 'Wed 16:00' within a week, '9 Dec 16:00'."""
        near = self._near(moment, zone)
        day = self._date(moment, zone)
        ahead = (day - self.local(self.now, zone).date()).days
        if near:
            said = self.plain(f"day-{near}")
        elif 0 < ahead < 7:  # noqa: PLR2004 - from the seventh day on the name comes round again
            said = self._dated(day, "EEE")
        else:
            said = self._dated(day, _MANNERS[self.language].short_day.removeprefix("EEE "))
        return f"{said} {self.time(moment, zone)}"

    def dated(self, moment: datetime, zone: str | None = None) -> str:
        """For a button that may be read much later: '26 Nov 16:00', never 'today'."""
        manner = _MANNERS[self.language].short_day.removeprefix("EEE ")
        return f"{self._dated(self._date(moment, zone), manner)} {self.time(moment, zone)}"

    def hours(self, start: datetime, end: datetime, zone: str | None = None) -> str:
        """'16:00–17:00'."""
        return f"{self.time(start, zone)}–{self.time(end, zone)}"

    def span(self, start: datetime, end: datetime, zone: str | None = None) -> str:
        """'Tue 24 Nov, 16:00–17:00': always the date, since it is what is being agreed on."""
        day, hours = self.day(start, zone), self.hours(start, end, zone)
        return self.plain("day-and-time", day=day, time=hours)

    def month(self, day: date) -> str:
        """'November 2026'."""
        return self._dated(day, "LLLL y")

    def short_month(self, day: date) -> str:
        """'Nov', 'da': 'nov.'."""
        return str(get_month_names("abbreviated", "format", _locale(self.language))[day.month])

    def weekday(self, day_of_week: int) -> str:
        """'Mon', 'da': 'man.'; 0 is Sunday, as in the schema."""
        names = get_day_names("abbreviated", "format", _locale(self.language))
        return str(names[(day_of_week + 6) % 7])

    def weekday_letters(self, day_of_week: int) -> str:
        """'mo', 'da': 'ma': two small letters, for the head of a column."""
        names = get_day_names("short", "format", _locale(self.language))
        return str(names[(day_of_week + 6) % 7])[:2].lower()

    def zone_name(self, zone: str | None = None) -> str:
        """'Copenhagen', 'da': 'København': the city by which people know the zone."""
        return _city(zone or self.zone, self.language)

    # Numbers and money.

    def number(self, value: Decimal | int, digits: int = 0) -> str:
        """'4.9', 'da': '4,9'; with exactly so many decimals."""
        pattern = "#,##0" + (f".{'0' * digits}" if digits else "")
        return format_decimal(value, format=pattern, locale=_locale(self.language))

    def money(self, cents: int, currency: str) -> str:
        """Minor units as a reader expects them: '450 kr.', '450.50 kr.', '−$45', 'da': '45 €'.

        Decimals stand only where there are any; amount and symbol stay on one line.
        """
        amount = self.amount(cents, currency)
        symbol = _SYMBOLS[currency]
        if _MANNERS[self.language].symbol_first and not symbol.endswith("."):
            return f"−{symbol}{amount[1:]}" if cents < 0 else f"{symbol}{amount}"
        return f"{amount}{_NO_BREAK}{symbol}"

    def amount(self, cents: int, currency: str) -> str:
        """The same without the currency: '450', '1,450.50'."""
        unit = CURRENCIES[currency].unit
        digits = 0 if cents % unit == 0 else CURRENCIES[currency].exponent
        return ("−" if cents < 0 else "") + self.number(Decimal(abs(cents)) / unit, digits)

    # Inside.

    def _date(self, moment: datetime | date, zone: str | None) -> date:
        return self.local(moment, zone).date() if isinstance(moment, datetime) else moment

    def _near(self, moment: datetime, zone: str | None) -> str | None:
        days = (self._date(moment, zone) - self.local(self.now, zone).date()).days
        return {-1: "yesterday", 0: "today", 1: "tomorrow"}.get(days)

    def _far(self, day: date) -> bool:
        today = self.local(self.now).date()
        return day.year != today.year and abs(day - today) > _NEAR_YEAR

    def _dated(self, day: date, pattern: str) -> str:
        return format_date(day, pattern, locale=_locale(self.language))


@lru_cache
def _locale(language: str) -> Locale:
    return Locale.parse(language)


@lru_cache(maxsize=1024)
def _zone(name: str) -> tzinfo:
    return ZoneInfo(name)


@lru_cache(maxsize=4096)
def _city(zone: str, language: str) -> str:
    found = get_timezone_location(zone, locale=_locale(language), return_city=True)
    # "Argentina/Buenos Aires": the city is what comes last.
    return found.rpartition("/")[2] or zone


def _plain(word: Word) -> Word:
    if isinstance(word, Html):
        return word.plain
    return bare(word) if isinstance(word, str) else word
