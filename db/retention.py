"""How long what has done its work is kept; docs/retention.md says it of every table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from db.session import Transaction


@dataclass(frozen=True, slots=True)
class Keep:
    """Ages after which rows are forgotten: of what was handled or sent, of what chats went on from,
    of times that nobody booked, and of the history of bookings that are over."""

    handled: timedelta
    chats: timedelta
    slots: timedelta
    audit: timedelta


async def prune(tx: Transaction, keep: Keep, limit: int) -> int:
    """Forget at most `limit` rows of each kind; how many went, 0 where nothing is left (service).

    An age that is shorter than what still needs the rows is refused as a bug (22023): 2 days of
    what was handled, 180 of the history, a day of the others.
    """
    row = await tx.one(
        "select app.prune_handled(:handled, :limit) + app.prune_chats(:chats, :limit)"
        " + app.prune_slots(:slots, :limit) + app.prune_audit(:audit, :limit) as gone",
        handled=keep.handled,
        chats=keep.chats,
        slots=keep.slots,
        audit=keep.audit,
        limit=limit,
    )
    return int(row.gone)
