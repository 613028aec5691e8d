"""How facts are put into words that many screens share. Pure: facts and a Speech in, words out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from urllib.parse import urlsplit

from bot.domain.zones import same_clock
from bot.locales import Html, Speech, escape, lines
from bot.telegram.screens import Rows, Screen
from handlers.callbacks import Bookings, Requests, Schedule, ShowWindows, Topics
from handlers.callbacks_operations import Payments
from handlers.callbacks_teaching import Applications, Health, MySessions
from handlers.keyboards import fit, paired, tap
from handlers.packing import Press

_NAMED = 3
ADMINS: tuple[tuple[str, Press], ...] = (
    ("label-applications", Applications(0)),
    ("label-payments", Payments()),
    ("label-health", Health()),
)
"""What an admin looks after."""

NAME = 40
"""Letters of a name within a sentence; a card's head says all of it."""
_CAPITALS = frozenset(
    re.split(r"\s+", "ai api aws c++ css csv html ios js json llm ml nlp php r sql ui ux xml")
)
"""Tags that are read as letters; the database keeps all tags in lower case."""


def first_name(name: str) -> str:
    """What to call somebody in a sentence: the first word of their name."""
    return fit((name.split() or [name])[0], NAME)


def names(speech: Speech, of: Sequence[str]) -> str:
    """'Ann', 'Ann and Bo', 'Ann, Bo and Cal', 'Ann, Bo and 3 more': whole names, three at most."""
    if len(of) == 1:
        return of[0]
    if len(of) > _NAMED:
        return speech.plain(
            "names-more", first=", ".join(of[: _NAMED - 1]), n=str(len(of) - _NAMED + 1)
        )
    return speech.plain("names-and", first=", ".join(of[:-1]), last=of[-1])


def topic_name(tag: str) -> str:
    """A tag, kept in lower case by the database, as a heading: 'Python', 'SQL'."""
    words = [word.upper() if word in _CAPITALS else word for word in tag.split(" ")]
    joined = " ".join(words)
    return joined[:1].upper() + joined[1:]


def price(speech: Speech, cents: int, currency: str) -> str:
    """An amount, or 'free'."""
    return speech.money(cents, currency) if cents else speech.plain("price-free")


def rating(speech: Speech, value: Decimal | None, sessions: int | None = None) -> str:
    """'★ 4.9', with how many sessions where that is given, or 'new'."""
    if not value:
        return speech.plain("new-expert")
    if sessions is None:
        return speech.plain("rating", rating=speech.number(value, 1))
    held = speech.plain("sessions-held", n=sessions)
    return speech.plain("rating-count", rating=speech.number(value, 1), sessions=held)


def moment(speech: Speech, at: datetime) -> str:
    """'Tue 24 Nov, 16:00': with its date always, for it may be read much later."""
    return speech.plain("day-and-time", day=speech.day(at), time=speech.time(at))


def until(speech: Speech, at: datetime) -> str:
    """'15:42' where that is today, else with its date."""
    today = speech.local(speech.now).date()
    return speech.time(at) if speech.local(at).date() == today else moment(speech, at)


def free_hours(start: datetime, free_until: datetime) -> int:
    """For how many hours before the start a cancellation is not free any more."""
    return round((start - free_until).total_seconds() / 3600)


def when_line(speech: Speech, start: datetime, end: datetime, name: str, zone: str | None) -> Html:
    """The 🕑 line of a session; the other one's clock too, where it shows something else."""
    span = speech.span(start, end)
    if zone is None or same_clock(speech.zone, zone, start):
        return speech.t("summary-when", span=span)
    same_day = speech.local(start).date() == speech.local(start, zone).date()
    theirs = speech.time(start, zone)
    if not same_day:
        theirs = speech.plain("day-and-time", day=speech.day(start, zone), time=theirs)
    return speech.t(
        "summary-when-both",
        span=span,
        name=first_name(name),
        theirs=theirs,
        zone=speech.zone_name(zone),
    )


def told_apart(offers: Sequence[tuple[str, str]]) -> list[str]:
    """What to call each (expert, title) on a button: the expert, or the title where they differ.

    Two sessions of one expert on a list would otherwise have the same label.
    """
    titles: dict[str, set[str]] = {}
    for name, title in offers:
        titles.setdefault(first_name(name), set()).add(title)
    several = {name for name, of_theirs in titles.items() if len(of_theirs) > 1}
    return [title if first_name(name) in several else first_name(name) for name, title in offers]


def meeting_link(url: str | None) -> str:
    """A place to meet as a short link that names its host; no web address stays as it is."""
    place = (url or "").strip()
    try:
        parts = urlsplit(place)
        host = parts.hostname if parts.scheme in ("http", "https") else None
    except ValueError:
        host = None
    if not host:
        return place
    return Html(f'<a href="{escape(place)}">{escape(host.removeprefix("www."))}</a>')


def under(first: str, screen: Screen) -> Screen:
    """The screen with a sentence above it: what happened, then what there is to do."""
    return replace(screen, text=lines(first, "", Html(screen.text)))


def above(screen: Screen, last: str) -> Screen:
    """The screen with a sentence below it."""
    return replace(screen, text=lines(Html(screen.text), "", last))


def ways_on(speech: Speech, *, expert: bool, admin: bool = False) -> Rows:
    """Where one can always go from: the ends of the main roads."""
    ways: list[tuple[str, Press]] = [
        ("label-find", Topics(0)),
        ("label-my-bookings", Bookings(0, 0)),
    ]
    if expert:
        ways += [
            ("label-requests", Requests(0)),
            ("label-schedule", Schedule(0)),
            ("label-windows", ShowWindows()),
            ("label-sessions", MySessions(0)),
        ]
    if admin:
        ways += ADMINS
    return paired([tap(speech.plain(key), press) for key, press in ways])
