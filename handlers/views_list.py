"""/bookings: what a learner has booked, a page at a time. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.locales import Html, Speech, lines
from bot.telegram.screens import Button, Screen
from db.queries.bookings import BookingCard
from handlers.callbacks import Bookings, Card, Days, Topics
from handlers.keyboards import PAGE, chunks, fit, named, pager, rows, tap
from handlers.views import first_name
from handlers.views_ending import ending


def listed(speech: Speech, found: Sequence[BookingCard], page: int, *, past: bool) -> Screen:
    """A page of bookings, a button for the card of each."""
    shown = found[page * PAGE : (page + 1) * PAGE]
    more = len(found) > (page + 1) * PAGE
    numbered = list(enumerate(shown, page * PAGE + 1))
    key = "bookings-past" if past else "bookings"
    text = (
        lines(
            speech.t(f"{key}-title", zone=speech.zone_name()),
            *(_line(speech, number, each) for number, each in numbered),
        )
        if shown
        else speech.t(f"{key}-none")
    )
    buttons = [_to_card(speech, number, each) for number, each in numbered]
    other = Bookings(0 if past else 1, 0)
    find = tap(speech.plain("label-find"), Topics(0), None if shown or past else "primary")
    return Screen(
        text,
        rows(
            *chunks(buttons, 1),
            pager(speech, page, more, Bookings(int(past), page - 1), Bookings(int(past), page + 1)),
            (find, tap(speech.plain("label-upcoming" if past else "label-past"), other)),
        ),
    )


def _line(speech: Speech, number: int, booking: BookingCard) -> Html:
    return speech.t(
        "bookings-line",
        number=str(number),
        when=speech.when(booking.start_at),
        title=fit(booking.session_title, 80),
        name=fit(booking.expert_name, 60),
        state=speech.plain(ending(booking)),
    )


def _to_card(speech: Speech, number: int, booking: BookingCard) -> Button:
    name = first_name(booking.expert_name)
    when = speech.brief(booking.start_at)
    label = named(speech, "label-booking", name, number=str(number), when=when)
    return tap(label, Card(booking.booking_id))


def busy(speech: Speech, own: Sequence[BookingCard], other_times: Days) -> Screen:
    """Below "you have another session then": what is booked, and the way to other times."""
    below = listed(speech, own, 0, past=False)
    again = tap(speech.plain("label-other-times"), other_times, "primary")
    return Screen(below.text, ((again,), *below.rows))
