"""How a booking stands or ended, and where its money is, in a learner's words. Pure."""

from __future__ import annotations

from bot.domain.answers import REASON
from bot.locales import Html, Speech
from bot.payments.settle import FAILED_REFUNDS
from db.queries.bookings import BookingCard
from handlers.keyboards import fit

_STATES = {
    ("pending", "pending"): "held",
    ("pending", "processing"): "processing",
    ("pending", "authorized"): "asked",
    ("confirmed", "authorized"): "charging",
    ("confirmed", "captured"): "confirmed",
    ("confirmed", "refunded"): "confirmed",
    ("completed", "captured"): "completed",
    ("completed", "refunded"): "completed",
}
"""What a booking's two states mean to a person; all others end with the first: declined …"""


def state(booking: BookingCard) -> str:
    """One word for where the booking stands, as the message keys have it."""
    return _STATES.get((booking.status, booking.payment_status), booking.status)


def over(booking: BookingCard) -> bool:
    """Whether nothing more can come of it."""
    return booking.status in ("cancelled", "declined", "completed")


# How it ended, and where the money is ---------------------------------------------------------


def ended(speech: Speech, booking: BookingCard, name: str) -> list[Html]:
    """Why it ended, and where the money is: the lines of the card of one that is over."""
    key = _why(booking)
    if key == "card-cancelled-expert" and booking.others_stayed:
        key = "card-taken-off"
    free = "-free" if key in _FREE and (not booking.price_cents or booking.late_payment) else ""
    why = speech.t(f"{key}{free}", name=name)
    return [why, *said_why(speech, booking), *late(speech, booking), *_money(speech, booking)]


def late(speech: Speech, booking: BookingCard) -> list[Html]:
    """What becomes of a payment that a bank was still at when the seat was given up."""
    if not booking.late_payment:
        return []
    amount = speech.money(booking.price_cents, booking.currency)
    return [speech.t(f"card-payment-{booking.late_payment}", price=amount)]


def said_why(speech: Speech, booking: BookingCard) -> list[Html]:
    """What the expert wrote to the learner whose request they declined."""
    if booking.status != "declined" or not booking.cancellation_reason:
        return []
    return [speech.t("notice-reason", reason=fit(booking.cancellation_reason, REASON))]


def ending(booking: BookingCard) -> str:
    """How a booking that is over ended, or where it stands, as the lists have it."""
    if state(booking) not in ("cancelled", "declined"):
        return f"state-{state(booking)}"
    return f"state-{_ENDINGS.get(_why(booking), 'cancelled')}"


_ENDINGS = {
    "card-declined": "declined",
    "card-failed": "failed",
    "card-withdrawn": "withdrawn",
    "card-let-go": "let-go",
    "card-unanswered": "unanswered",
    "card-ran-out": "ran-out",
}
_FREE = frozenset({"card-declined", "card-withdrawn", "card-unanswered", "card-let-go"})
"""Endings that speak of money, and have other words where there was none, or where it is late."""
_ANEW = frozenset({"card-let-go", "card-ran-out", "card-withdrawn", "card-failed"})


def may_return(booking: BookingCard) -> bool:
    """Whether it ended with no word from the expert, so that the same time may be had again."""
    return over(booking) and _why(booking) in _ANEW


def _why(booking: BookingCard) -> str:
    """Which ending it was. A refund is fixed where a confirmed one was cancelled, and only there;
    a request has a deadline for its answer, a mere hold none.
    """
    by, asked = booking.cancelled_by or "system", booking.respond_by is not None
    if booking.status == "declined":
        return "card-declined"
    if booking.payment_status == "failed":
        return "card-failed"
    if booking.refund_due is not None:
        return f"card-cancelled-{by}"
    if by == "learner":
        return "card-withdrawn" if asked else "card-let-go"
    if by == "expert":
        return "card-declined"
    return "card-unanswered" if asked else "card-ran-out"


def _money(speech: Speech, booking: BookingCard) -> list[Html]:
    """Where the money is of what came to nothing, by the amounts that Stripe told of."""
    if not booking.price_cents:
        return []
    full = speech.money(booking.price_cents, booking.currency)
    keeps = speech.money(_keeps(booking), booking.currency)
    match booking.payment_status:
        case "authorized" if _keeps(booking):
            return [speech.t("card-share-charging", share=keeps)]
        case "authorized":
            return [speech.t("card-releasing", price=full)]
        case "cancelled" if booking.respond_by is not None:  # it was paid for
            return [speech.t("card-released", price=full)]
        case "captured" | "refunded":
            return back(speech, booking) or [_charged(speech, booking)]
    return []


def _keeps(booking: BookingCard) -> int:
    """What of the price stays charged in the end, as `bot.payments.case.Case.keeps`."""
    due = booking.refund_due
    if due is None:
        due = booking.price_cents if booking.status in ("cancelled", "declined") else 0
    return booking.price_cents - due


def back(speech: Speech, booking: BookingCard) -> list[Html]:
    """What has come back so far, what is still to, what was paid another way or the bank took."""
    currency = booking.currency
    due, refund = (speech.money(each, currency) for each in (booking.owed, booking.amount_refunded))
    # Tried as often as it is tried: an admin pays it another way.
    helpless = booking.owed > 0 and booking.sent_back >= FAILED_REFUNDS
    made: list[Html] = []
    waits = booking.disputed or helpless
    if booking.amount_refunded > 0:
        partly = booking.owed > 0 and not waits
        key = "card-refunded-partly" if partly else "card-refunded"
        made.append(speech.t(key, refund=refund, due=due))
    elif booking.owed and not waits:
        made.append(speech.t("card-refunding", refund=due))
    if booking.disputed:
        key = "card-refund-decides" if booking.owed else "card-dispute-open"
        made.append(speech.t(key, due=due))
    elif helpless:
        made.append(speech.t("card-refund-admin", due=due))
    if booking.amount_elsewhere:
        paid = speech.money(booking.amount_elsewhere, currency)
        made.append(speech.t("card-elsewhere", amount=paid))
    if booking.amount_lost:
        lost = speech.money(booking.amount_lost, currency)
        made.append(speech.t("card-disputed", amount=lost))
    return made


def _charged(speech: Speech, booking: BookingCard) -> Html:
    """Nothing came back: all of it was charged, or the share that a late cancellation costs."""
    charged = speech.money(booking.amount_captured, booking.currency)
    if booking.amount_captured < booking.price_cents:
        return speech.t("card-share", share=charged)
    return speech.t("card-no-refund", price=charged)


def stays(booking: BookingCard) -> int:
    """What the expert keeps of the price as things stand, minor units."""
    gone = booking.amount_refunded + booking.amount_lost + booking.amount_elsewhere
    return max(0, booking.amount_captured - gone - booking.owed)


def gone_back(booking: BookingCard) -> int:
    """What has gone back of a session that stands, or is on its way; and what a bank took."""
    return max(booking.refund_due or 0, booking.amount_refunded) + booking.amount_lost
