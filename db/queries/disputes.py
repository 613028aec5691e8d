"""What learners' banks want back, as Stripe says it; for the service."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from bot.domain.ids import BookingId
from db.session import Transaction

KEPT = timedelta(days=90)
"""How long one that is closed stays on the list."""


@dataclass(frozen=True, slots=True)
class Dispute:
    """A dispute, in a list of `total` of which `open` are; minor units, times UTC.

    `status` and `reason` are Stripe's words, `start_at` is the session's. `test`: at Stripe it is
    test data.
    """

    id: str
    booking_id: BookingId
    amount_cents: int
    currency: str
    reason: str
    status: str
    due_by: datetime | None
    opened_at: datetime
    closed_at: datetime | None
    title: str
    learner: str
    expert: str
    start_at: datetime
    test: bool
    total: int
    open: int

    @property
    def taken(self) -> bool:
        """Whether the bank has the money and is deciding; an inquiry moves none."""
        return self.closed_at is None and not self.status.startswith("warning")


_DISPUTES = """
select d.id, d.booking_id, d.amount_cents, d.currency, d.reason, d.status, d.due_by, d.opened_at,
       d.closed_at, c.session_title as title, c.learner_name as learner, c.expert_name as expert,
       c.start_at,
       exists (
           select from app.payment_attempts a
            where a.booking_id = d.booking_id and a.checkout_session_id like 'cs\\_test\\_%'
       ) as test,
       (count(*) over ())::int as total,
       (count(*) filter (where d.closed_at is null) over ())::int as open
  from app.disputes d
  cross join lateral app.booking_card(d.booking_id) c
"""
_ORDER = " order by d.closed_at is not null, d.closed_at desc, d.due_by, d.opened_at, d.id"


async def disputes(tx: Transaction, *, limit: int, offset: int = 0) -> Sequence[Dispute]:
    """Those that are open, the soonest to be answered first; then those closed of late."""
    return await _read(
        tx,
        " where d.closed_at is null or d.closed_at > app.now() - cast(:kept as interval)",
        " limit :limit offset :offset",
        kept=KEPT,
        limit=limit,
        offset=offset,
    )


async def dispute(tx: Transaction, dispute_id: str) -> Dispute | None:
    """One of them, or None."""
    return next(iter(await _read(tx, " where d.id = :id", id=dispute_id)), None)


async def of_booking(tx: Transaction, booking_id: UUID) -> Sequence[Dispute]:
    """All about a booking."""
    return await _read(tx, " where d.booking_id = :booking", booking=booking_id)


async def _read(tx: Transaction, which: str, part: str = "", **params: Any) -> list[Dispute]:
    rows = await tx.all(_DISPUTES + which + _ORDER + part, **params)
    return [Dispute(**row._mapping) for row in rows]
