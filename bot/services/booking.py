"""Booking a slot, and looking at what one has booked."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.errors import NotFound
from bot.domain.ids import BookingId, SlotId
from bot.services.meeting import with_place
from db import functions
from db.queries import bookings
from db.queries.bookings import BookingCard
from db.session import Transaction


class PriceChanged(Exception):
    """It costs more than the person was shown; nothing was booked."""


async def hold(tx: Transaction, slot_id: SlotId, note: str | None, shown_cents: int) -> BookingCard:
    """Hold a seat for the caller; again, it is the same booking.

    `shown_cents` is the price that stood above the button. Raises PriceChanged where it is more
    now, and the refusals of `create_booking_with_payment`.
    """
    async with tx.savepoint():
        booked = await functions.book(tx, slot_id, note)
        if booked.amount_cents > shown_cents:
            raise PriceChanged
    return await card(tx, BookingId(booked.booking_id))


async def card(tx: Transaction, booking_id: BookingId) -> BookingCard:
    """A booking of the caller's, on either side. Raises NotFound."""
    found = await bookings.card(tx, booking_id)
    if found is None:
        raise NotFound("booking")
    return with_place(found)


async def upcoming(tx: Transaction) -> Sequence[BookingCard]:
    """What the caller has booked and is not over, soonest first."""
    return await bookings.upcoming(tx)


async def past(tx: Transaction) -> Sequence[BookingCard]:
    """What is over, latest first."""
    return await bookings.past(tx)
