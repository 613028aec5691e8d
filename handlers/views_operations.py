"""What admins see of what was given up on, and of a booking. Pure.

Kinds, ids, amounts and times; never what somebody wrote.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.domain.ids import BookingId
from bot.locales import Html, Speech, lines
from bot.telegram.screens import Screen
from db.queries.operations import Event, FailedSettle, Record
from db.queries.operations import Letter as Found
from handlers.callbacks_operations import (
    MESSAGE,
    UPDATE,
    DismissLetter,
    FailedSettles,
    Letter,
    Letters,
    RetryLetter,
    SettleAgain,
)
from handlers.callbacks_operations import Record as ShowRecord
from handlers.callbacks_teaching import Health
from handlers.keyboards import PAGE, back, chunks, fit, pager, rows, tap
from handlers.views import moment

EVENTS = 20
"""Rows of an audit on one screen, the latest."""
_ERROR = 60
_HOUR, _DAY = 3600, 86400


def with_ways(speech: Speech, screen: Screen) -> Screen:
    """/admin with the ways on from it, and how to look at a booking."""
    text = lines(Html(screen.text), "", speech.t("admin-booking-how"))
    ways = (
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


def _short(booking_id: BookingId) -> str:
    return str(booking_id)[:8]


def _name(found: Found) -> str:
    """Its incident's name, else its number."""
    first = found.error.split(" ")[0]
    return first if first.startswith("#") else str(found.id)


def _line(speech: Speech, number: int, found: Found) -> Html:
    return speech.t(
        "admin-letter-line",
        number=str(number),
        error=fit(found.error, _ERROR),
        source=speech.plain(f"admin-source-{found.source}"),
        age=age(speech, found.age),
    )


def _numbers(found: Found) -> tuple[int, str]:
    return (UPDATE if found.source == "update" else MESSAGE), str(found.id)


def letters(speech: Speech, found: Sequence[Found], page: int) -> Screen:
    """A page of what was given up on."""
    home = tap(speech.plain("label-health"), Health())
    settles_way = tap(speech.plain("label-settles"), FailedSettles(0))
    if not found:
        return Screen(speech.t("admin-letters-none"), rows(settles_way, home))
    numbered = list(enumerate(found, page * PAGE + 1))
    buttons = [tap(f"{number} {_name(each)}", Letter(*_numbers(each))) for number, each in numbered]
    more = found[0].total > (page + 1) * PAGE
    return Screen(
        lines(
            speech.t("admin-letters-title", n=found[0].total),
            *[_line(speech, number, each) for number, each in numbered],
        ),
        rows(
            *chunks(buttons, 2),
            pager(speech, page, more, Letters(page - 1), Letters(page + 1)),
            settles_way,
            home,
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


def settles(speech: Speech, found: Sequence[FailedSettle], page: int) -> Screen:
    """A page of the bookings whose money could not be settled so far."""
    home = tap(speech.plain("label-health"), Health())
    letters_way = tap(speech.plain("label-letters"), Letters(0))
    if not found:
        return Screen(speech.t("admin-settles-none"), rows(letters_way, home))
    numbered = list(enumerate(found, page * PAGE + 1))
    listed = [
        speech.t(
            "admin-settle-line",
            number=str(number),
            booking=_short(each.booking_id),
            error=fit(each.error, _ERROR),
            attempts=each.attempts,
            age=age(speech, each.age),
        )
        for number, each in numbered
    ]
    again = [
        tap(f"{number} {_short(each.booking_id)}", ShowRecord(each.booking_id))
        for number, each in numbered
    ]
    more = found[0].total > (page + 1) * PAGE
    turn = pager(speech, page, more, FailedSettles(page - 1), FailedSettles(page + 1))
    title = speech.t("admin-settles-title", n=found[0].total)
    return Screen(lines(title, *listed), rows(*chunks(again, 2), turn, letters_way, home))


def several(speech: Speech, found: Sequence[BookingId]) -> Screen:
    """More than one booking begins like that."""
    buttons = [tap(str(each)[:18], ShowRecord(each)) for each in found]
    home = tap(speech.plain("label-health"), Health())
    return Screen(speech.t("admin-booking-several"), rows(*chunks(buttons, 1), home))


def record(speech: Speech, found: Record) -> Screen:
    """A booking: what, when, its state, its money, and its audit."""
    money = {
        "price": found.price_cents,
        "held": found.amount_authorized,
        "charged": found.amount_captured,
        "returned": found.amount_refunded,
    }
    sums = {name: speech.money(cents, found.currency) for name, cents in money.items()}
    due = found.refund_due
    shown = found.events[-EVENTS:]
    text = lines(
        speech.t("admin-booking-title", id=str(found.booking_id)),
        speech.t(
            "admin-booking-what",
            title=fit(found.title, 80),
            learner=fit(found.learner, 60),
            expert=fit(found.expert, 60),
        ),
        speech.t("admin-booking-when", span=speech.span(found.start_at, found.end_at)),
        speech.t("admin-booking-state", state=f"{found.status}/{found.payment_status}"),
        speech.t("admin-booking-money", **sums),
        speech.t("admin-booking-due", due=speech.money(due, found.currency)) if due else None,
        _stripe(speech, found.stripe_payment_intent_id),
        "",
        speech.t("admin-booking-events", zone=speech.zone_name()),
        "…" if len(found.events) > EVENTS else None,
        *[_event(speech, each) for each in shown],
    )
    return Screen(
        text,
        rows(
            tap(speech.plain("label-settle-again"), SettleAgain(found.booking_id)),
            tap(speech.plain("label-record-again"), ShowRecord(found.booking_id)),
            tap(speech.plain("label-health"), Health()),
        ),
    )


def _stripe(speech: Speech, intent: str | None) -> Html | None:
    return speech.t("admin-booking-stripe", intent=fit(intent, 60)) if intent else None


def _event(speech: Speech, each: Event) -> Html:
    key = "admin-event" if each.before else "admin-event-first"
    args = {"before": each.before} if each.before else {}
    return speech.t(
        key,
        when=moment(speech, each.at),
        event=each.event or "?",
        actor=speech.plain(f"admin-actor-{each.actor}"),
        after=each.after,
        **args,
    )
