"""Getting out of a booking: letting go, withdrawing, cancelling."""

from __future__ import annotations

from bot.domain.errors import WrongState
from bot.domain.ids import BookingId
from bot.services import booking
from db import functions
from db.queries.bookings import BookingCard
from db.session import Transaction


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


async def quote(tx: Transaction, booking_id: BookingId) -> BookingCard:
    """The booking, with what cancelling it returns; a learner has that word for five minutes.

    Raises NotFound.
    """
    await functions.quote_refund(tx, booking_id)
    return await booking.card(tx, booking_id)


async def cancel(tx: Transaction, booking_id: BookingId, shown_cents: int) -> BookingCard:
    """Cancel a session, on either side.

    `shown_cents` is the refund that stood above the button, in minor units; what is due is decided
    and kept under the booking's lock. Raises TermsChanged where it is less, WrongState where it
    is over or has started, NotFound.
    """
    await functions.cancel(tx, booking_id, at_least=shown_cents)
    return await booking.card(tx, booking_id)
