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

from db.session import Database, Transaction, sqlstate

log = structlog.get_logger(__name__)

BATCH = 200
"""How many rows a tick takes up at a time; it goes on until none is left."""


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
    return await _until_none(db, "select app.top_up_slots(:n)")


async def send_reminders(db: Database) -> int:
    """Hand every reminder whose time has come to the outbox, once."""
    return await _until_none(db, "select app.claim_due_reminders(:n)")


async def _until_none(db: Database, sql: str) -> int:
    """Repeat a function that takes up a few rows, each time in a transaction of its own."""

    async def some(tx: Transaction) -> int:
        return int(await tx.scalar(sql, n=BATCH) or 0)

    total = 0
    while moved := await db.retry(some):
        total += moved
    return total


def _move(event: str) -> Callable[[Database], Awaitable[int]]:
    async def work(db: Database) -> int:
        async with db.begin() as tx:
            rows = await tx.all("select app.due_bookings(:event, :n)", event=event, n=BATCH)
        return sum([await _one(db, row[0], event) for row in rows])

    return work


async def _one(db: Database, booking: object, event: str) -> bool:
    async def work(tx: Transaction) -> bool:
        row = await tx.one(
            "select changed from app.transition(:booking, :event)", booking=booking, event=event
        )
        return bool(row.changed)

    try:
        return await db.retry(work)
    except DBAPIError as error:
        if sqlstate(error) == "BK007":  # somebody else moved it meanwhile: nothing is due any more
            return False
        log.exception("tick.failed", event_name=event, booking=str(booking))
        return False


DUE: tuple[Tick, ...] = (
    Tick("holds", 5, _move("expire")),
    Tick("deadlines", 5, _move("unanswered")),
    Tick("reminders", 5, send_reminders),
    Tick("completion", 15, _move("complete")),
    Tick("slots", 30, top_up_slots),
)
"""Every tick that the database's clock drives."""


async def run_due(db: Database, ticks: tuple[Tick, ...] = DUE) -> int:
    """Run the ticks in turn until a whole round finds nothing due; returns how much was moved."""
    total = 0
    while moved := sum([await tick.work(db) for tick in ticks]):
        total += moved
    return total
