"""A slot of an expert's with everybody in it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.ids import BookingId, SlotId
from bot.services import booking
from bot.services.meeting import with_place
from db import groups
from db.queries import bookings
from db.queries.bookings import BookingCard
from db.session import Transaction


async def learners(tx: Transaction, slot_id: SlotId) -> Sequence[BookingCard]:
    """The bookings of the caller's slot that are not over, who is sure to come first."""
    return [with_place(each) for each in await bookings.of_slot(tx, slot_id)]


async def cancel_all(tx: Transaction, slot_id: SlotId, shown: int) -> None:
    """Cancel the slot for all `shown` who are in it; each gets everything back.

    Raises TermsChanged where somebody joined since, WrongState once it has started, NotFound.
    """
    await groups.cancel_slot(tx, slot_id, shown)


async def offer_again(tx: Transaction, booking_id: BookingId) -> BookingCard:
    """Offer the time of a booking of the caller's that is over again, and how it then stands.

    Raises NotFound, SlotPast once that time has come.
    """
    found = await booking.card(tx, booking_id)
    await groups.offer_again(tx, found.slot_id)
    return await booking.card(tx, booking_id)
