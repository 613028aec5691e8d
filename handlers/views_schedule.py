"""/schedule: what an expert has to come, one entry a slot whoever sits in it. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.locales import Html, Speech, lines
from bot.telegram.screens import Button, Screen
from db.queries.bookings import BookingCard
from handlers.callbacks import Card, Home, Requests, Schedule
from handlers.callbacks_groups import Group
from handlers.keyboards import PAGE, fit, named, pager, rows, tap
from handlers.packing import Press
from handlers.views import first_name, names

Entry = Sequence[BookingCard]
"""The bookings of one slot."""


def by_slot(found: Sequence[BookingCard]) -> list[Entry]:
    """The bookings, those of one slot together, in the order in which they came."""
    slots: dict[object, list[BookingCard]] = {}
    for each in found:
        slots.setdefault(each.slot_id, []).append(each)
    return list(slots.values())


def schedule(speech: Speech, found: Sequence[Entry], page: int, waiting: int = 0) -> Screen:
    """The sessions to come, soonest first, and how many requests are `waiting` for an answer."""
    home = tap(speech.plain("label-home"), Home())
    asked = speech.t("schedule-waiting", n=waiting) if waiting else None
    other = tap(speech.plain("label-requests"), Requests(0))
    if not found:
        return Screen(lines(speech.t("schedule-none"), asked), rows((other, home)))
    numbered = list(enumerate(found[page * PAGE : (page + 1) * PAGE], page * PAGE + 1))
    more = len(found) > (page + 1) * PAGE
    turn = pager(speech, page, more, Schedule(page - 1), Schedule(page + 1))
    return Screen(
        lines(
            speech.t("schedule-title", zone=speech.zone_name()),
            *(_line(speech, number, entry) for number, entry in numbered),
            asked,
        ),
        rows(
            *(_button(speech, number, entry) for number, entry in numbered),
            turn,
            (other, home) if waiting else home,
        ),
    )


def _line(speech: Speech, number: int, entry: Entry) -> Html:
    first = entry[0]
    return speech.t(
        "schedule-line",
        number=str(number),
        when=speech.when(first.start_at),
        name=names(speech, [fit(each.learner_name, 60) for each in entry]),
        title=fit(first.session_title, 80),
    )


def _button(speech: Speech, number: int, entry: Entry) -> Button:
    first = entry[0]
    name, when = first_name(first.learner_name), speech.brief(first.start_at)
    if len(entry) > 1:
        name = speech.plain("name-and-more", name=name, n=str(len(entry) - 1))
    label = named(speech, "label-request", name, number=str(number), when=when)
    way: Press = Group(first.slot_id, 0) if first.taken > 1 else Card(first.booking_id)
    return tap(label, way)
