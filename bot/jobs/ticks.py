"""What falls due: each tick looks for rows whose time has come and moves them, a few at a time.

A tick remembers nothing. Run twice it does nothing the second time; run by two processes at once,
the rows' locks decide. A booking is moved in a transaction of its own, so that one that fails
holds up no other and locks are always taken for one booking at a time.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog
from sqlalchemy.exc import DBAPIError

from bot.domain.errors import WrongState
from bot.domain.ids import BookingId
from bot.telegram.incidents import report
from db import functions
from db.retention import Keep, prune
from db.session import Database, Transaction

log = structlog.get_logger(__name__)

BATCH = 200
"""How many rows a tick takes up at a time; it goes on until none is left."""
FORGET = 2000
"""The same of what is forgotten: rows of each kind, deleted in well under a second."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A piece of scheduled work: its name (also its lease), its rhythm in seconds, what it does.

    `work` returns how many rows it moved; 0 means that nothing was due.
    """

    name: str
    every: float
    work: Callable[[Database], Awaitable[int]]


async def top_up_slots(db: Database) -> int:
    """Keep every expert's slots filled up to their horizon; returns how many experts it served."""
    return await _until_none(db, functions.top_up_slots)


async def send_reminders(db: Database) -> int:
    """Hand every reminder whose time has come to the outbox, once."""
    return await _until_none(db, functions.claim_due_reminders)


async def _until_none(
    db: Database, some: Callable[[Transaction, int], Awaitable[int]], few: int = BATCH
) -> int:
    """Repeat a function that takes up a few rows, each time in a transaction of its own."""
    total = 0
    while moved := await db.retry(lambda tx: some(tx, few)):
        total += moved
    return total


def _move(event: str) -> Callable[[Database], Awaitable[int]]:
    async def work(db: Database) -> int:
        async with db.begin() as tx:
            due = await functions.due_bookings(tx, event, BATCH)
        return sum([await _one(db, booking, event) for booking in due])

    return work


async def _one(db: Database, booking: BookingId, event: str) -> bool:
    try:
        moved = await db.retry(lambda tx: functions.transition(tx, booking, event))
    except WrongState:  # somebody else moved it meanwhile: nothing is due any more
        return False
    except DBAPIError as error:
        report(log, "tick.failed", error, tick=event, booking=str(booking))
        return False
    return moved.changed


DUE: tuple[Tick, ...] = (
    Tick("holds", 5, _move("expire")),
    Tick("deadlines", 5, _move("unanswered")),
    Tick("reminders", 5, send_reminders),
    Tick("completion", 15, _move("complete")),
    Tick("slots", 30, top_up_slots),
)
"""Every tick that the database's clock drives."""


def pruning(keep: Keep) -> Tick:
    """Housekeeping, by the real clock: a skip of the domain's does not set it off."""

    async def work(db: Database) -> int:
        return await _until_none(db, lambda tx, few: prune(tx, keep, few), FORGET)

    return Tick("pruning", 3600, work)


async def run_due(db: Database, ticks: tuple[Tick, ...] = DUE) -> int:
    """Run the ticks in turn until a whole round finds nothing due; returns how much was moved."""
    total = 0
    while moved := sum([await tick.work(db) for tick in ticks]):
        total += moved
    return total
