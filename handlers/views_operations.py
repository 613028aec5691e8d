"""What admins see of what was given up on, and of money that failed. Pure.

Kinds, ids, amounts and times; never what somebody wrote.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.domain.ids import BookingId
from bot.locales import Html, Speech, lines
from bot.payments.model import RefundsFailed
from bot.telegram.screens import Button, Screen
from db.queries.operations import FailedSettle
from db.queries.operations import Letter as Found
from handlers.callbacks_operations import (
    EVENT,
    MESSAGE,
    UPDATE,
    DismissLetter,
    FailedSettles,
    Letter,
    Letters,
    Payments,
    RetryLetter,
)
from handlers.callbacks_operations import Record as ShowRecord
from handlers.callbacks_teaching import Health
from handlers.keyboards import PAGE, back, chunks, fit, pager, rows, tap

SOURCES = {"update": UPDATE, "message": MESSAGE, "event": EVENT}
"""What was given up on, as buttons number it."""
_ERROR = 60
_HOUR, _DAY = 3600, 86400


def with_ways(speech: Speech, screen: Screen) -> Screen:
    """/admin with the ways on from it, and how to look at a booking."""
    text = lines(Html(screen.text), "", speech.t("admin-booking-how"))
    ways = (
        tap(speech.plain("label-payments"), Payments()),
        tap(speech.plain("label-letters"), Letters(0)),
        tap(speech.plain("label-settles"), FailedSettles(0)),
    )
    return replace(screen, text=text, rows=(*screen.rows, *rows(*ways)))


def nothing(speech: Speech, key: str) -> Screen:
    """No such booking (`key` says so), how to name one, and where to go from there."""
    return with_ways(speech, Screen(speech.t(key)))


def age(speech: Speech, long: timedelta) -> str:
    """How long ago, in the largest whole unit."""
    seconds = max(int(long.total_seconds()), 0)
    if seconds < _HOUR:
        return speech.plain("age-minutes", n=seconds // 60)
    if seconds < _DAY:
        return speech.plain("age-hours", n=seconds // _HOUR)
    return speech.plain("age-days", n=seconds // _DAY)


def short(booking_id: BookingId) -> str:
    """The beginning of its id, as /admin takes it."""
    return str(booking_id)[:8]


def kind(error: str) -> str:
    """What a settle failed with: the kind of error, without its incident."""
    return error.partition(" ")[2] if error.startswith("#") else error


def why(speech: Speech, error: str, sent_back: int) -> Html:
    """The same in words, with the incident's name where the log has one; `sent_back` counts the
    refunds that the bank returned.
    """
    return speech.t(
        "settle-why",
        kind=kind(error),
        n=sent_back,
        incident=error.partition(" ")[0] if error.startswith("#") else "",
    )


def _name(found: Found) -> str:
    """Its incident's name, else its number."""
    first = found.error.split(" ")[0]
    return first if first.startswith("#") else str(found.id)


def letter_lines(speech: Speech, found: Sequence[Found], first: int) -> list[Html]:
    """Several that were given up on, numbered from `first`."""
    return [
        speech.t(
            "admin-letter-line",
            number=str(number),
            error=fit(each.error, _ERROR),
            source=speech.plain(f"admin-source-{each.source}"),
            age=age(speech, each.age),
        )
        for number, each in enumerate(found, first)
    ]


def _numbers(found: Found) -> tuple[int, str]:
    return SOURCES[found.source], str(found.id)


def _homes(speech: Speech) -> tuple[Button, ...]:
    return (
        tap(speech.plain("label-payments"), Payments()),
        tap(speech.plain("label-health"), Health()),
    )


def letters(speech: Speech, found: Sequence[Found], page: int) -> Screen:
    """A page of what was given up on."""
    settles_way = tap(speech.plain("label-settles"), FailedSettles(0))
    if not found:
        return Screen(speech.t("admin-letters-none"), rows(settles_way, _homes(speech)))
    numbered = list(enumerate(found, page * PAGE + 1))
    buttons = [tap(f"{number} {_name(each)}", Letter(*_numbers(each))) for number, each in numbered]
    more = found[0].total > (page + 1) * PAGE
    return Screen(
        lines(
            speech.t("admin-letters-title", n=found[0].total),
            *letter_lines(speech, found, page * PAGE + 1),
        ),
        rows(
            *chunks(buttons, 2),
            pager(speech, page, more, Letters(page - 1), Letters(page + 1)),
            settles_way,
            _homes(speech),
        ),
    )


def letter(speech: Speech, found: Found) -> Screen:
    """One of them, and what can be done about it."""
    numbers = _numbers(found)
    text = speech.t(
        "admin-letter",
        error=fit(found.error, _ERROR),
        source=speech.plain(f"admin-source-{found.source}"),
        what=fit(found.what, _ERROR),
        age=age(speech, found.age),
        id=str(found.id),
    )
    return Screen(
        text,
        rows(
            tap(speech.plain("label-retry"), RetryLetter(*numbers), "primary"),
            tap(speech.plain("label-dismiss"), DismissLetter(*numbers), "danger"),
            back(speech, Letters(0)),
        ),
    )


def settle_lines(speech: Speech, found: Sequence[FailedSettle], first: int) -> list[Html]:
    """Several bookings whose money failed, numbered from `first`."""
    return [
        speech.t(
            "admin-settle-line",
            number=str(number),
            booking=short(each.booking_id),
            facts=Html(" · ".join(_settle_facts(speech, each))),
        )
        for number, each in enumerate(found, first)
    ]


def _settle_facts(speech: Speech, found: FailedSettle) -> list[str]:
    owed = speech.money(found.owed, found.currency)
    # How often the bank sent one back says it all; our own tries would be a second number.
    tries = 0 if kind(found.error) == RefundsFailed.__name__ else found.attempts
    return [
        *([speech.t("settle-owes", owed=owed)] if found.owed else []),
        why(speech, found.error, found.sent_back),
        *([speech.t("settle-tries", n=tries)] if tries else []),
        age(speech, found.age),
    ]


def settles(speech: Speech, found: Sequence[FailedSettle], page: int) -> Screen:
    """A page of the bookings whose money could not be settled so far."""
    letters_way = tap(speech.plain("label-letters"), Letters(0))
    if not found:
        return Screen(speech.t("admin-settles-none"), rows(letters_way, _homes(speech)))
    numbered = list(enumerate(found, page * PAGE + 1))
    again = [
        tap(f"{number} {short(each.booking_id)}", ShowRecord(each.booking_id))
        for number, each in numbered
    ]
    more = found[0].total > (page + 1) * PAGE
    turn = pager(speech, page, more, FailedSettles(page - 1), FailedSettles(page + 1))
    title = speech.t("admin-settles-title", n=found[0].total)
    listed = settle_lines(speech, found, page * PAGE + 1)
    return Screen(lines(title, *listed), rows(*chunks(again, 2), turn, letters_way, _homes(speech)))


def several(speech: Speech, found: Sequence[BookingId]) -> Screen:
    """More than one booking begins like that."""
    buttons = [tap(str(each)[:18], ShowRecord(each)) for each in found]
    home = tap(speech.plain("label-health"), Health())
    return Screen(speech.t("admin-booking-several"), rows(*chunks(buttons, 1), home))
