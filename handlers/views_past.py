"""What a booking's card says once a newer message has taken its place. Pure.

The old card asked for something or promised something, and a person who scrolls up must not take
it for the present: what it was about stays, and in a word what came of it.
"""

from __future__ import annotations

from bot.locales import Speech, lines
from db.queries.bookings import BookingCard
from handlers import views_bookings, views_expert
from handlers.views import first_name, price
from handlers.views_ending import ended

_STAY = "paid_too_late"
"""After this the older message is as true as it was, how it ended, unless it waits for a bank."""
_REMINDERS = frozenset({"reminder_24h", "reminder_1h"})
_ENDINGS = {
    "hold_ran_out": "past-ran-out",
    "declined": "past-declined",
    "unanswered": "past-unanswered",
    "request_ran_out": "past-unanswered",
    "request_withdrawn": "past-withdrawn",
    "payment_failed": "past-failed",
    "capture_failed": "past-failed",
    "expert_cancelled": "past-cancelled",
    "learner_cancelled": "past-cancelled",
    "completed": "past-done",
}


def past(speech: Speech, booking: BookingCard, notice: str | None = None) -> str | None:
    """What, when, and what came of it where `notice` is what took over; None: it may stay.

    Without a notice the person opened the booking elsewhere, and that message says how it stands.
    """
    if notice == _STAY:
        return _late(speech, booking)
    head = views_bookings.head if booking.side == "learner" else views_expert.head
    return lines(*head(speech, booking), _outcome(speech, booking, notice))


def _late(speech: Speech, booking: BookingCard) -> str | None:
    """What a bank was still at has come: the older message goes on waiting for nothing."""
    if not booking.late_payment:
        return None
    name = first_name(booking.expert_name)
    return lines(*views_bookings.head(speech, booking), *ended(speech, booking, name))


def _outcome(speech: Speech, booking: BookingCard, notice: str | None) -> str | None:
    if notice is None:
        return speech.t("past-elsewhere")
    if notice in _REMINDERS:
        # Left as it was, a confirmation would go on confirming what is cancelled later: by then
        # the reminder is the card, and this message is known no more.
        return speech.t("past-reminded")
    if notice == "authorized":
        if not booking.price_cents:
            return None
        return speech.t("past-paid", price=price(speech, booking.price_cents, booking.currency))
    if notice == "accepted":
        return speech.t("past-booked" if booking.instant_booking else "past-accepted")
    key = _ENDINGS.get(notice)
    by = booking.learner_name if notice == "learner_cancelled" else booking.expert_name
    return speech.t(key, name=first_name(by)) if key else None
