"""A slot in which several learners sit, as its expert sees it. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.locales import Html, Speech, lines
from bot.telegram.screens import Button, Screen
from db.queries.bookings import BookingCard
from handlers.callbacks import Card, Schedule
from handlers.callbacks_groups import AskCancelAll, CancelAll, Group
from handlers.keyboards import PAGE, fit, pager, rows, tap
from handlers.views import first_name, meeting_link, moment, names, price
from handlers.views_cancel import all_back, shuts
from handlers.views_ending import state
from handlers.views_expert import take_off

_RETURNS = {"asked": "released", "held": "unpaid", "processing": "unpaid"}
"""What becomes of a learner's money by where their booking stands; else it goes back."""
_FOR = {1: "label-cancel-yes", 2: "label-cancel-both"}
_SHOWN = 30
"""Learners that a text names; a group may be a thousand."""


def group(speech: Speech, found: Sequence[BookingCard], page: int) -> Screen:
    """Everybody in the slot, a way to each, and out of it for one or for all."""
    first = found[0]
    numbered = list(enumerate(found[page * PAGE : (page + 1) * PAGE], page * PAGE + 1))
    link = meeting_link(next((each.meeting_url for each in found if each.meeting_url), None))
    later, more = first.start_at > speech.now, len(found) > (page + 1) * PAGE
    turn = pager(speech, page, more, Group(first.slot_id, page - 1), Group(first.slot_id, page + 1))
    return Screen(
        lines(
            _head(speech, first, len(found)),
            speech.t("summary-when", span=speech.span(first.start_at, first.end_at)),
            *(_line(speech, number, each) for number, each in numbered),
            speech.t("card-meet", link=link) if link else None,
        ),
        rows(
            *(_row(speech, number, each, later=later) for number, each in numbered),
            turn,
            tap(_for_all(speech, len(found)), AskCancelAll(first.slot_id), "danger")
            if later
            else None,
            tap(speech.plain("label-schedule"), Schedule(0)),
        ),
    )


def _head(speech: Speech, first: BookingCard, taken: int) -> Html:
    title = fit(first.session_title, 120)
    return speech.t("group-head", title=title, n=str(taken), of=str(max(first.seats, taken)))


def _line(speech: Speech, number: int, each: BookingCard) -> Html:
    return speech.t(
        "group-line",
        number=str(number),
        name=fit(each.learner_name, 60),
        state=speech.plain(f"estate-{state(each)}"),
    )


def _row(speech: Speech, number: int, each: BookingCard, *, later: bool) -> tuple[Button, ...]:
    name = first_name(each.learner_name)
    shown = tap(f"{number} {name}", Card(each.booking_id))
    if not later or state(each) not in ("charging", "confirmed"):
        return (shown,)
    return (shown, take_off(speech, each))


def _for_all(speech: Speech, count: int) -> str:
    return speech.plain(_FOR.get(count, "label-cancel-all"), n=count)


def cancel_ask(speech: Speech, found: Sequence[BookingCard]) -> Screen:
    """What each gets back, above the button that cancels for all of them."""
    first = found[0]
    over = len(found) - _SHOWN
    return Screen(
        lines(
            speech.t(
                "group-cancel-ask",
                when=moment(speech, first.start_at),
                title=fit(first.session_title, 120),
                n=len(found),
            ),
            *(_returned(speech, each) for each in found[:_SHOWN]),
            speech.t("group-returns-more", n=str(over)) if over > 0 else None,
            shuts(speech),
        ),
        rows(
            tap(
                _for_all(speech, len(found)),
                CancelAll(first.slot_id, len(found)),
                "danger",
            ),
            tap(speech.plain("label-cancel-no"), Group(first.slot_id, 0)),
        ),
    )


def _returned(speech: Speech, each: BookingCard) -> Html:
    """One learner, and what becomes of their money."""
    kind = _RETURNS.get(state(each), "back") if each.price_cents else "free"
    name = fit(each.learner_name, 60)
    if kind == "back":
        return all_back(speech, each, "group-returns", "-back", name)
    amount = price(speech, each.price_cents, each.currency)
    return speech.t(f"group-returns-{kind}", name=name, refund=amount)


def cancelled(speech: Speech, found: Sequence[BookingCard]) -> Html:
    """It was cancelled for all of them."""
    free = "" if any(each.price_cents for each in found) else "-free"
    return speech.t(
        f"group-cancelled{free}",
        when=moment(speech, found[0].start_at),
        title=fit(found[0].session_title, 120),
        names=names(speech, [fit(each.learner_name, 60) for each in found]),
    )
