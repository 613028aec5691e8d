"""What admins do about what was given up on. Handlers have checked that an admin asks."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import UUID

from bot.domain.errors import NotFound
from bot.domain.ids import BookingId
from db import functions
from db.queries import disputes as read
from db.queries import operations, records
from db.queries.disputes import Dispute
from db.queries.operations import FailedSettle, Letter, Source
from db.queries.records import Record
from db.session import SERVICE, Transaction

PAGE = 8
"""Entries on a screen."""
FEW = 3
"""Entries of each list where there are several."""
_PREFIX = re.compile(r"[0-9a-f]{4,32}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Payments:
    """The first few of each list about money; the first of each tells how many there are.

    Of `tried` bookings the money is still being moved, or may come back, and needs nobody so far.
    """

    disputes: Sequence[Dispute]
    settles: Sequence[FailedSettle]
    letters: Sequence[Letter]
    tried: int


@asynccontextmanager
async def _as_service(tx: Transaction) -> AsyncIterator[None]:
    """The tables of the mechanism are the service's to read."""
    asker = tx.actor
    await tx.become(SERVICE)
    yield
    await tx.become(asker, via="chat")


async def payments(tx: Transaction) -> Payments:
    """What about the money needs somebody to look."""
    async with _as_service(tx):
        return Payments(
            await read.disputes(tx, limit=FEW),
            await operations.failed_settles(tx, limit=FEW),
            await operations.letters(tx, limit=FEW),
            await operations.tried(tx),
        )


async def disputes(tx: Transaction, page: int) -> Sequence[Dispute]:
    """A page of what learners' banks want back."""
    async with _as_service(tx):
        return await read.disputes(tx, limit=PAGE, offset=page * PAGE)


async def refund(tx: Transaction, booking_id: BookingId, amount: int, reason: str) -> None:
    """Give `amount` minor units back of what the booking keeps; both sides are told as it moves.

    Raises NotFound, WrongState ('uncharged', 'disputed'), InvalidInput ('amount', 'reason').
    """
    await functions.refund_booking(tx, booking_id, amount, reason)


async def paid_elsewhere(tx: Transaction, booking_id: BookingId, how: str) -> int:
    """What Stripe could not return was paid another way: `how`, which the learner is told.

    Returns minor units. Raises NotFound, WrongState ('disputed', 'not_stuck'), InvalidInput.
    """
    return await functions.paid_elsewhere(tx, booking_id, how)


async def letters(tx: Transaction, page: int) -> Sequence[Letter]:
    """A page of what was given up on, the latest first."""
    async with _as_service(tx):
        return await operations.letters(tx, limit=PAGE, offset=page * PAGE)


async def letter(tx: Transaction, source: Source, number: int) -> Letter | None:
    """One of them; None where it is none any more."""
    async with _as_service(tx):
        return await operations.letter(tx, source, number)


async def operate(tx: Transaction, source: Source, number: int, *, retry: bool) -> bool:
    """Try it again from the start, or let it rest; False where somebody has done so."""
    async with _as_service(tx):
        return await operations.operate_letter(tx, source, number, retry=retry)


async def failed_settles(tx: Transaction, page: int) -> Sequence[FailedSettle]:
    """A page of the bookings whose money could not be settled so far."""
    async with _as_service(tx):
        return await operations.failed_settles(tx, limit=PAGE, offset=page * PAGE)


async def settle_again(tx: Transaction, booking_id: BookingId) -> None:
    """Have the booking's money looked at now. Raises NotFound."""
    if await _record(tx, booking_id) is None:
        raise NotFound("booking")
    async with _as_service(tx):
        await operations.operate_settle(tx, booking_id)


async def record(tx: Transaction, booking_id: BookingId) -> Record:
    """A booking and its audit. Raises NotFound."""
    found = await _record(tx, booking_id)
    if found is None:
        raise NotFound("booking")
    return found


async def _record(tx: Transaction, booking_id: BookingId) -> Record | None:
    async with _as_service(tx):
        return await records.record(tx, booking_id)


async def bookings_like(tx: Transaction, typed: str) -> Sequence[BookingId]:
    """Bookings whose id begins like this: four digits at least."""
    wanted = typed.lower().replace("-", "")
    if not _PREFIX.fullmatch(wanted):
        return ()
    low, high = UUID(wanted.ljust(32, "0")), UUID(wanted.ljust(32, "f"))
    async with _as_service(tx):
        return await operations.bookings_like(tx, low, high, limit=PAGE)
