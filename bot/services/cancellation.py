"""Getting out of a booking: letting go, withdrawing, cancelling."""

from __future__ import annotations

from bot.domain.errors import WrongState
from bot.domain.ids import BookingId
from bot.services import booking
from db import functions
from db.queries.bookings import BookingCard
from db.session import Transaction


class TermsChanged(Exception):
    """It returns less than the person was shown; nothing was cancelled."""


async def give_up(tx: Transaction, booking_id: BookingId) -> BookingCard:
    """Let go of a held seat, or withdraw a request.

    Raises WrongState where the booking was confirmed meanwhile: that costs money to undo, and is
    asked about first. NotFound.
    """
    async with tx.savepoint():
        done = await functions.cancel(tx, booking_id)
        if done.changed and done.refund_due is not None:
            raise WrongState("confirmed")
    return await booking.card(tx, booking_id)


async def cancel(tx: Transaction, booking_id: BookingId, shown_cents: int) -> BookingCard:
    """Cancel a session, on either side.

    `shown_cents` is the refund that stood above the button, in minor units; what is due is decided
    and kept under the booking's lock. Raises TermsChanged where it is less, WrongState where it
    is over or has started, NotFound.
    """
    async with tx.savepoint():
        done = await functions.cancel(tx, booking_id)
        if done.changed and (done.refund_due or 0) < shown_cents:
            raise TermsChanged
    return await booking.card(tx, booking_id)
