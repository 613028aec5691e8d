"""Links, shared places and admins' pages, in both languages, with awkward names, in the limits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from bot.domain.ids import BookingId, ExpertId
from bot.locales import LANGUAGES, Speech
from bot.telegram.screens import Screen
from db.queries.browse import Expert
from db.queries.operations import Event, FailedSettle, Letter, Record
from handlers import views_book, views_linking, views_operations, views_start
from tests.handlers.facts import NAMES, NOW, START, an_id, an_offer, speech
from tests.handlers.test_views import TITLES, held_to_limits

OUTCOMES = ("unknown", "used", "expired", "taken", "expert", "booked")
TOKEN = "A" * 43


def linking(s: Speech, name: str) -> Iterator[Screen]:
    for outcome in ("ready", "switch"):
        for who in (name, None):
            yield views_linking.ask(s, outcome, who, TOKEN)
    for outcome in (*OUTCOMES, "already", "done"):
        if outcome in OUTCOMES:
            yield views_linking.refused(s, outcome, expert=True)
        else:
            yield Screen(views_linking.joined(s, outcome, name))
    yield views_start.location_ask(s)


def experts(s: Speech, name: str, title: str) -> Iterator[Screen]:
    who = Expert(ExpertId(an_id(5)), name, "bio " * 200, Decimal("4.9"), True)
    yield views_book.expert(s, who, [], 0)
    offers = [an_offer(n, name=name, title=title) for n in range(8)]
    yield views_book.expert(s, who, offers, 3)
    yield views_book.expert(s, replace(who, bio=None, rating=None), offers[:1], 0)


def operations(s: Speech, name: str, title: str) -> Iterator[Screen]:
    first = Letter("update", 987654321, "callback_query", "#7F3K DataError 22P02", timedelta(), 30)
    second = Letter("message", 10**15, "x" * 90, "given up: " + "y" * 99, timedelta(days=40), 30)
    yield views_operations.letters(s, [], 0)
    yield views_operations.letters(s, [first, second] * 4, 2)
    yield views_operations.letter(s, first)
    yield views_operations.letter(s, second)
    booking = BookingId(an_id(1))
    failed = FailedSettle(booking, "z" * 99, 7, timedelta(hours=5), 30)
    yield views_operations.settles(s, [], 0)
    yield views_operations.settles(s, [failed] * 8, 1)
    yield views_operations.several(s, [booking] * 8)
    yield views_operations.nothing(s, "admin-booking-none")
    states = ("pending/processing", "cancelled/authorized")
    events = (
        Event(NOW, "hold", "learner", None, states[0]),
        *[Event(NOW, "learner_cancel", "expert", *states)] * 40,
        Event(NOW, None, "system", *states),
    )
    yield views_operations.record(
        s,
        Record(
            booking, "cancelled", "captured", 10**8, 10**8, 10**8, 0, 10**8, "DKK", START,
            START + timedelta(hours=1), NOW, "pi_" + "1" * 60, title, name, name, events,
        ),
    )  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_every_screen_keeps_to_the_limits(language: str, name: str) -> None:
    said = speech(language)
    for screen in linking(said, name):
        held_to_limits(screen)
    for title in TITLES:
        for screen in (*experts(said, name, title), *operations(said, name, title)):
            held_to_limits(screen)
