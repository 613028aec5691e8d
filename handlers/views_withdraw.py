"""Before a request is withdrawn: what becomes of the money and of the time. Pure."""

from __future__ import annotations

from bot.locales import Speech, lines
from bot.telegram.screens import Screen
from db.queries.bookings import BookingCard
from handlers.callbacks import Card, WithdrawNow
from handlers.keyboards import rows, tap
from handlers.views import first_name, moment, price


def ask(speech: Speech, booking: BookingCard) -> Screen:
    """What withdrawing means, above the button that does it.

    A time that is not offered any more is not said to become free.
    """
    amount = price(speech, booking.price_cents, booking.currency)
    freed = "withdraw-seat" if booking.seats > 1 else "withdraw-time"
    return Screen(
        lines(
            speech.t(
                "withdraw-ask",
                when=moment(speech, booking.start_at),
                name=first_name(booking.expert_name),
            ),
            speech.t("withdraw-released", price=amount) if booking.price_cents else None,
            speech.t(freed) if booking.reopens else None,
        ),
        rows(
            tap(speech.plain("label-withdraw-yes"), WithdrawNow(booking.booking_id), "danger"),
            tap(speech.plain("label-withdraw-no"), Card(booking.booking_id)),
        ),
    )
