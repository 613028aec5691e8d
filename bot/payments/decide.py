"""What to do next about a booking's money: (what the booking wants × what Stripe holds) → a step.

Pure: facts in, one step out. The whole behaviour of `settle` is the table `STEPS`; a pair that it
lacks is a state of affairs that nobody foresaw, and raises Unforeseen rather than move money.
"""

from __future__ import annotations

from enum import StrEnum

from bot.payments.case import Case, Held
from bot.payments.model import Checkout, Intent


class Unforeseen(Exception):
    """The booking and Stripe are in states that do not go together; a person has to look."""


class Wants(StrEnum):
    """What a booking wants of its money."""

    PAYMENT = "the learner's card"
    ANSWER = "to keep the hold until the expert answers"
    CHARGE = "the price charged"
    SESSION = "to keep what was charged"
    RELEASE = "the hold released"
    SHARE = "a share charged and the rest released"
    RETURN = "what is due given back"
    NOTHING = "nothing held, nothing charged"
    LOST = "nothing held, after a payment that failed or an end that was told"


class Holds(StrEnum):
    """What Stripe holds of it."""

    NOTHING = "nothing that we know of"
    UNKNOWN = "perhaps a Checkout: its answer was lost"
    OPEN = "an open Checkout"
    EXPIRED = "an expired Checkout"
    PROCESSING = "a payment under way"
    FAILED = "a payment that failed for good"
    HOLD = "a hold on a card"
    VOIDED = "a released hold"
    CHARGED = "a charge"
    OWED = "a charge of more than the booking keeps"
    DISPUTED = "such a charge, about which the learner's bank is deciding"
    RETURNED = "a charge of which the due part went back"


class Step(StrEnum):
    """One step: a thing to do at Stripe, or a thing to write down that Stripe already did."""

    REST = "rest"
    MAKE = "make a Checkout"
    FIND = "find the Checkout"
    SHUT = "expire the Checkout"
    CAPTURE = "capture"
    VOID = "void"
    REFUND = "refund"
    AUTHORIZED = "note the hold"
    PROCESSING = "note that it is under way"
    FAILED = "note that it failed"
    EXPIRED = "note that the Checkout expired"
    CAPTURED = "note the charge"
    CAPTURE_FAILED = "note that the charge failed"
    VOIDED = "note the release"
    REFUNDED = "note the refund"
    LATE = "note that it came too late"


EVENTS: dict[Step, str] = {
    Step.AUTHORIZED: "authorize",
    Step.PROCESSING: "process",
    Step.FAILED: "pay_fail",
    Step.EXPIRED: "expire",
    Step.CAPTURED: "capture",
    Step.CAPTURE_FAILED: "capture_fail",
    Step.VOIDED: "void",
    Step.REFUNDED: "refund",
    Step.LATE: "paid_late",
}
"""The event of app.transitions that writes a step down."""

STEPS: dict[Wants, dict[Holds, Step]] = {
    Wants.PAYMENT: {
        Holds.NOTHING: Step.MAKE,
        Holds.UNKNOWN: Step.MAKE,
        Holds.OPEN: Step.REST,
        Holds.EXPIRED: Step.EXPIRED,
        Holds.PROCESSING: Step.PROCESSING,
        Holds.FAILED: Step.FAILED,
        Holds.HOLD: Step.AUTHORIZED,
        Holds.VOIDED: Step.FAILED,
        # A method that charges at once: the answer decides whether it stays charged.
        Holds.CHARGED: Step.AUTHORIZED,
    },
    Wants.ANSWER: {
        Holds.HOLD: Step.REST,
        Holds.CHARGED: Step.REST,
        # The bank let the hold go before the expert answered.
        Holds.VOIDED: Step.FAILED,
        Holds.FAILED: Step.FAILED,
    },
    Wants.CHARGE: {
        Holds.HOLD: Step.CAPTURE,
        Holds.CHARGED: Step.CAPTURED,
        Holds.VOIDED: Step.CAPTURE_FAILED,
        Holds.FAILED: Step.CAPTURE_FAILED,
    },
    Wants.SESSION: {
        Holds.CHARGED: Step.REST,
        Holds.OWED: Step.REST,
        # Somebody gave money back at Stripe's own desk: our books follow, nothing is moved.
        Holds.RETURNED: Step.REST,
    },
    Wants.RELEASE: {
        Holds.HOLD: Step.VOID,
        Holds.VOIDED: Step.VOIDED,
        Holds.FAILED: Step.VOIDED,
        # The capture was on its way when the booking ended: first the books, then the refund.
        Holds.OWED: Step.CAPTURED,
        Holds.DISPUTED: Step.CAPTURED,
        Holds.RETURNED: Step.CAPTURED,
    },
    Wants.SHARE: {
        Holds.HOLD: Step.CAPTURE,
        Holds.VOIDED: Step.VOIDED,
        Holds.FAILED: Step.VOIDED,
        Holds.CHARGED: Step.CAPTURED,
        Holds.OWED: Step.CAPTURED,
        Holds.DISPUTED: Step.CAPTURED,
        Holds.RETURNED: Step.CAPTURED,
    },
    Wants.RETURN: {
        Holds.OWED: Step.REFUND,
        Holds.RETURNED: Step.REFUNDED,
        Holds.CHARGED: Step.REST,
        # Stripe refuses a refund now; the end of the dispute asks for the next settle.
        Holds.DISPUTED: Step.REST,
    },
    Wants.NOTHING: {
        Holds.NOTHING: Step.REST,
        Holds.UNKNOWN: Step.FIND,
        Holds.OPEN: Step.SHUT,
        Holds.EXPIRED: Step.REST,
        # Nothing can be undone while the bank thinks; its answer asks for the next settle.
        Holds.PROCESSING: Step.REST,
        Holds.FAILED: Step.REST,
        # Paid in the last second.
        Holds.HOLD: Step.VOID,
        Holds.VOIDED: Step.LATE,
        Holds.OWED: Step.REFUND,
        Holds.DISPUTED: Step.REST,
        Holds.RETURNED: Step.LATE,
    },
    Wants.LOST: {
        Holds.NOTHING: Step.REST,
        Holds.UNKNOWN: Step.FIND,
        Holds.OPEN: Step.SHUT,
        Holds.EXPIRED: Step.REST,
        Holds.PROCESSING: Step.REST,
        Holds.FAILED: Step.REST,
        Holds.HOLD: Step.VOID,
        Holds.VOIDED: Step.REST,
        Holds.OWED: Step.REFUND,
        Holds.DISPUTED: Step.REST,
        Holds.RETURNED: Step.REST,
    },
}


_UNDER_WAY = {"pending": Wants.PAYMENT, "processing": Wants.PAYMENT}
_OVER = {
    "authorized": Wants.RELEASE,
    "captured": Wants.RETURN,
    "refunded": Wants.RETURN,
    "failed": Wants.LOST,
}


def wants(case: Case) -> Wants:
    """What the booking wants of its money."""
    given = case.refund_due and case.payment in ("captured", "refunded")
    if case.over or given:
        wanted = _OVER.get(case.payment, Wants.NOTHING)
        if wanted is Wants.NOTHING and (case.attempt is None or case.attempt.closed):
            return Wants.LOST
        return Wants.SHARE if wanted is Wants.RELEASE and case.keeps else wanted
    if case.payment == "authorized":
        return Wants.ANSWER if case.status == "pending" else Wants.CHARGE
    return _UNDER_WAY.get(case.payment, Wants.SESSION)


_INTENTS = {
    "requires_capture": Holds.HOLD,
    "canceled": Holds.VOIDED,
    "processing": Holds.PROCESSING,
}


def holds(case: Case, held: Held) -> Holds:
    """What Stripe holds for the booking: the PaymentIntent decides, never `payment_status`."""
    checkout, intent = held.checkout, held.intent
    if checkout and checkout.status == "expired":
        return Holds.EXPIRED
    if intent:
        return _of_intent(case, intent, checkout)
    if checkout:
        return Holds.OPEN
    attempt = case.attempt
    unanswered = attempt and not attempt.closed and not attempt.checkout
    return Holds.UNKNOWN if unanswered else Holds.NOTHING


def _of_intent(case: Case, intent: Intent, checkout: Checkout | None) -> Holds:
    if intent.status == "succeeded":
        return _of_charge(case, intent)
    if intent.status in _INTENTS:
        return _INTENTS[intent.status]
    # It asks for another card, which only an open Checkout can take.
    return Holds.OPEN if checkout and checkout.status == "open" else Holds.FAILED


def owed(case: Case, intent: Intent) -> int:
    """What of a charge is to go back: what the booking does not keep, no bank took back and
    nobody paid back another way."""
    lost = {each.id: each.amount for each in intent.disputes if each.lost}
    gone = max(case.lost, sum(lost.values())) + case.elsewhere
    return max(0, intent.received - intent.refunded - gone - case.keeps)


def _of_charge(case: Case, intent: Intent) -> Holds:
    if owed(case, intent):
        # A bank may think for longer than Stripe keeps the events that tell of it.
        silent = case.disputed and not intent.disputes
        deciding = silent or any(each.open for each in intent.disputes)
        return Holds.DISPUTED if deciding else Holds.OWED
    back = (
        intent.refunded or case.lost or case.elsewhere or any(each.lost for each in intent.disputes)
    )
    return Holds.RETURNED if back else Holds.CHARGED


def decide(case: Case, held: Held) -> Step:
    """The step that is missing. Raises Unforeseen for a pair that the table does not have."""
    wanted, found = wants(case), holds(case, held)
    step = STEPS[wanted].get(found)
    if step is None:
        raise Unforeseen(f"booking {case.booking} wants {wanted}, Stripe holds {found}")
    return step
