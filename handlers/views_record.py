"""A booking as admins see it: what, its state, its money, how settling went. Pure.

Kinds, ids, amounts and times; its history is handlers/views_history.py's.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.locales import Html, Speech, lines
from bot.payments.model import RefundsFailed
from bot.telegram.screens import Button, Screen
from db.queries.disputes import Dispute
from db.queries.records import Record
from handlers.callbacks_operations import AskElsewhere, AskRefund, Payments, SettleAgain
from handlers.callbacks_operations import Record as ShowRecord
from handlers.callbacks_teaching import Health
from handlers.keyboards import fit, link, rows, tap
from handlers.views import moment
from handlers.views_history import history, state_words
from handlers.views_operations import age, kind, short, why

_NAME, _TITLE = 60, 80
_DASHBOARD = "https://dashboard.stripe.com"


def record(speech: Speech, found: Record) -> Screen:
    """A booking with all of it, and what an admin can do about its money."""
    given = found.refundable and not found.disputed
    text = lines(
        speech.t("admin-booking-title", id=str(found.booking_id)),
        *_session(speech, found),
        speech.t("admin-booking-state", state=state_words(speech, found.status, _money(found))),
        *_sums(speech, found),
        _settling(speech, found),
        _stripe(speech, found.stripe_payment_intent_id),
        "",
        speech.t("admin-booking-events", zone=speech.zone_name()),
        *history(speech, found),
    )
    return Screen(
        text,
        rows(
            tap(speech.plain("label-elsewhere"), AskElsewhere(found.booking_id), "primary")
            if found.elsewhere
            else None,
            tap(speech.plain("label-refund"), AskRefund(found.booking_id)) if given else None,
            tap(speech.plain("label-settle-again"), SettleAgain(found.booking_id)),
            tap(speech.plain("label-record-again"), ShowRecord(found.booking_id)),
            at_stripe(speech, found),
            (
                tap(speech.plain("label-payments"), Payments()),
                tap(speech.plain("label-health"), Health()),
            ),
        ),
    )


def _money(found: Record) -> str:
    """Where its money is, as the words for it are called: by the amounts, where a state may mean
    several things.
    """
    back, status = found.amount_refunded, found.payment_status
    if not found.price_cents:
        return "free"
    if status == "captured" and found.amount_captured < found.price_cents:
        return "partly-captured"
    if status != "refunded" or back >= found.amount_captured:
        return status
    if back:
        return "partly-refunded"
    return "sent-back" if found.owed else "elsewhere"


def stuck(speech: Speech, found: Record) -> Screen:
    """To admins: the money of this booking is not settled, why, and what has to be done."""
    return Screen(
        lines(
            speech.t("stuck-title"),
            *_session(speech, found),
            *_sums(speech, found),
            _settling(speech, found),
        ),
        rows(
            tap(speech.plain("label-record"), ShowRecord(found.booking_id), "primary"),
            at_stripe(speech, found),
        ),
    )


def _session(speech: Speech, found: Record) -> list[Html]:
    """What and when."""
    return [
        what_line(speech, found),
        speech.t(
            "admin-booking-when",
            span=speech.span(found.start_at, found.end_at),
            zone=speech.zone_name(),
        ),
    ]


def _sums(speech: Speech, found: Record) -> list[Html]:
    """Its money: how it stands, what is due, what is disputed."""
    money = {
        "price": found.price_cents,
        "held": found.amount_authorized,
        "charged": found.amount_captured,
        "returned": found.amount_refunded,
    }
    if found.amount_elsewhere:
        money["elsewhere"] = found.amount_elsewhere
    sums = {name: speech.money(cents, found.currency) for name, cents in money.items()}
    key = "admin-booking-money-elsewhere" if found.amount_elsewhere else "admin-booking-money"
    told = [speech.t(key, **sums)]
    if found.owed:
        told.append(speech.t("admin-booking-due", due=speech.money(found.owed, found.currency)))
    return [*told, *[dispute_line(speech, each) for each in found.disputes]]


def what_line(speech: Speech, found: Record | Dispute) -> Html:
    """The session and the two people."""
    return speech.t(
        "admin-booking-what",
        title=fit(found.title, _TITLE),
        learner=fit(found.learner, _NAME),
        expert=fit(found.expert, _NAME),
    )


def dispute_line(speech: Speech, found: Dispute) -> Html:
    """How much, why, and how it stands, with what has to be done."""
    return speech.t(
        "dispute-line",
        amount=speech.money(found.amount_cents, found.currency),
        reason=speech.plain("dispute-reason", reason=found.reason),
        state=dispute_state(speech, found),
    )


def dispute_state(speech: Speech, found: Dispute) -> Html:
    """How a dispute stands, in words."""
    due = speech.plain("dispute-due-unknown")
    if found.due_by:
        when = moment(speech, found.due_by)
        due = speech.plain("dispute-due", when=when, zone=speech.zone_name())
    return speech.t("dispute-state", status=found.status, due=due)


def dispute_button(speech: Speech, found: Dispute, number: str = "") -> Button:
    """The way to a dispute in Stripe's dashboard."""
    label = number + speech.plain("label-dispute-at-stripe")
    return link(label, f"{_at(test=found.test)}/disputes/{found.id}")


def at_stripe(speech: Speech, found: Record) -> tuple[Button, ...]:
    """The ways to the payment and to what is disputed in Stripe's dashboard."""
    intent = found.stripe_payment_intent_id
    url = f"{_at(test=found.test)}/payments/{intent}"
    payment = (link(speech.plain("label-payment-at-stripe"), url),) if intent else ()
    return (*payment, *[dispute_button(speech, each) for each in found.disputes[:1]])


def _at(*, test: bool) -> str:
    return f"{_DASHBOARD}/test" if test else _DASHBOARD


def _settling(speech: Speech, found: Record) -> Html | None:
    """What came of asking Stripe last."""
    last = found.settling
    if last is None:
        return None
    if last.done:
        missing = "owed" if found.owed else "nothing"
        return speech.t("settle-done", age=age(speech, last.age), missing=missing)
    if last.asked:
        return speech.t("settle-asked")
    failed = kind(last.error)
    if failed == RefundsFailed.__name__ and not found.owed:
        # It was paid another way since; the settle that failed ends at its next try, now.
        return speech.t("settle-asked")
    owed = speech.money(found.owed, found.currency)
    do = speech.t("settle-do", kind=failed, n=found.sent_back, owed=owed)
    if failed == RefundsFailed.__name__:
        # How often the bank was asked says it all; our own tries would be a second number.
        return do
    return lines(
        speech.t(
            "settle-failed", attempts=last.attempts, why=why(speech, last.error, found.sent_back)
        ),
        do,
    )


def _stripe(speech: Speech, intent: str | None) -> Html | None:
    return speech.t("admin-booking-stripe", intent=fit(intent, 60)) if intent else None


def dispute_lines(speech: Speech, found: Sequence[Dispute], first: int) -> list[Html]:
    """Several disputes, numbered from `first`, each with its booking."""
    return [
        speech.t(
            "dispute-entry",
            number=str(number),
            line=dispute_line(speech, each),
            booking=short(each.booking_id),
            what=what_line(speech, each),
            session=moment(speech, each.start_at),
        )
        for number, each in enumerate(found, first)
    ]
