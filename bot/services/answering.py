"""An expert's answers, and what there is to answer and to teach."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.ids import BookingId
from bot.services import booking
from db import functions
from db.queries import bookings
from db.queries.bookings import BookingCard
from db.session import Transaction


async def accept(tx: Transaction, booking_id: BookingId) -> BookingCard:
    """Accept a request; the charge follows. Raises WrongState, NotFound."""
    await functions.accept(tx, booking_id)
    return await booking.card(tx, booking_id)


async def decline(tx: Transaction, booking_id: BookingId, word: str | None = None) -> BookingCard:
    """Decline a request; the hold is released, and the learner reads the `word` as it is.

    Raises WrongState, NotFound.
    """
    await functions.decline(tx, booking_id, word)
    return await booking.card(tx, booking_id)


async def requests(tx: Transaction) -> Sequence[BookingCard]:
    """What waits for the caller's answer, the soonest deadline first."""
    return await bookings.requests(tx)


async def schedule(tx: Transaction) -> Sequence[BookingCard]:
    """The caller's sessions to come as an expert, soonest first."""
    return await bookings.schedule(tx)
