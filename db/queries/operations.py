"""What was given up on, and a booking as its audit tells it; for the service.

Nothing here reads what anybody wrote: kinds, ids, amounts and times alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from bot.domain.ids import BookingId
from db.errors import refusing
from db.session import Transaction

Source = Literal["update", "message"]


@dataclass(frozen=True, slots=True)
class Letter:
    """An update or an outgoing message that was given up on, in a list of `total`.

    `error` is the kind of its last failure, with the incident's name before it where it has one;
    `what` is the kind of update, of notice or of call.
    """

    source: Source
    id: int
    what: str
    error: str
    age: timedelta
    total: int


@dataclass(frozen=True, slots=True)
class FailedSettle:
    """A booking whose money could not be settled so far, in a list of `total`."""

    booking_id: BookingId
    error: str
    attempts: int
    age: timedelta
    total: int


@dataclass(frozen=True, slots=True)
class Event:
    """A row of a booking's audit: who moved it from which state to which, and when (UTC)."""

    at: datetime
    event: str | None
    actor: str
    before: str | None
    after: str


@dataclass(frozen=True, slots=True)
class Record:
    """A booking's facts and its audit, oldest first; money is minor units of `currency`."""

    booking_id: BookingId
    status: str
    payment_status: str
    price_cents: int
    amount_authorized: int
    amount_captured: int
    amount_refunded: int
    refund_due: int | None
    currency: str
    start_at: datetime
    end_at: datetime
    created_at: datetime
    stripe_payment_intent_id: str | None
    title: str
    learner: str
    expert: str
    events: tuple[Event, ...] = ()


_LETTERS = """
select d.*, clock_timestamp() - d.dead_at as age, (count(*) over ())::int as total
  from (
        select 'update' as source, u.update_id as id, u.last_error, u.dead_at,
               (select k from jsonb_object_keys(u.payload) k where k <> 'update_id' limit 1) as what
          from app.telegram_updates u
         where u.dead_at is not null
        union all
        select 'message', o.id, o.last_error, o.dead_at,
               coalesce(o.payload ->> 'notice', o.payload ->> 'method')
          from app.outbox o
         where o.dead_at is not null and o.kind <> 'settle'
       ) d
 where cast(:source as text) is null or (d.source, d.id) = (:source, cast(:id as bigint))
 order by d.dead_at desc, d.id
 limit :limit offset :offset
"""
_SETTLES = """
select (o.payload ->> 'booking')::uuid as booking_id, coalesce(o.last_error, '?') as error,
       o.attempts, clock_timestamp() - o.created_at as age, (count(*) over ())::int as total
  from app.outbox o
 where o.kind = 'settle' and o.sent_at is null and (o.attempts >= 5 or o.dead_at is not null)
 order by o.created_at
 limit :limit offset :offset
"""
_FOUND = """
select b.id from public.bookings b where b.id between :low and :high order by b.id limit :limit
"""
_RECORD = """
select b.id as booking_id, b.status, b.payment_status, b.price_cents, b.amount_authorized,
       b.amount_captured, b.amount_refunded, b.refund_due, b.currency, b.start_at, b.end_at,
       b.created_at, b.stripe_payment_intent_id, c.session_title as title,
       c.learner_name as learner, c.expert_name as expert
  from public.bookings b
  cross join lateral app.booking_card(b.id) c
 where b.id = :booking
"""
_EVENTS = """
select e.at, e.event, e.actor, e.from_status || '/' || e.from_payment as before,
       e.to_status || '/' || e.to_payment as after
  from app.booking_events e
 where e.booking_id = :booking
 order by e.id
"""


async def letters(tx: Transaction, *, limit: int, offset: int = 0) -> Sequence[Letter]:
    """What was given up on, the latest first."""
    return await _letters(tx, None, None, limit, offset)


async def letter(tx: Transaction, source: Source, number: int) -> Letter | None:
    """One of them, or None where it is none any more."""
    return next(iter(await _letters(tx, source, number, 1, 0)), None)


async def _letters(
    tx: Transaction, source: Source | None, number: int | None, limit: int, offset: int
) -> list[Letter]:
    rows = await tx.all(_LETTERS, source=source, id=number, limit=limit, offset=offset)
    return [
        Letter(row.source, row.id, row.what or "?", row.last_error or "?", row.age, row.total)
        for row in rows
    ]


async def failed_settles(tx: Transaction, *, limit: int, offset: int = 0) -> Sequence[FailedSettle]:
    """Bookings whose money failed five times or more, the longest waiting first."""
    rows = await tx.all(_SETTLES, limit=limit, offset=offset)
    return [FailedSettle(**row._mapping) for row in rows]


async def bookings_like(
    tx: Transaction, low: UUID, high: UUID, *, limit: int
) -> Sequence[BookingId]:
    """The bookings whose ids lie between the two, both included."""
    rows = await tx.all(_FOUND, low=low, high=high, limit=limit)
    return [BookingId(row.id) for row in rows]


async def record(tx: Transaction, booking_id: BookingId) -> Record | None:
    """A booking with its audit, or None."""
    row = await tx.first(_RECORD, booking=booking_id)
    if row is None:
        return None
    events = await tx.all(_EVENTS, booking=booking_id)
    return Record(**row._mapping, events=tuple(Event(**event._mapping) for event in events))


async def operate_letter(tx: Transaction, source: Source, number: int, *, retry: bool) -> bool:
    """Take it up again, or let it rest; False where it is none that was given up on."""
    return bool(
        await tx.scalar(
            "select app.operate_letter(:source, :id, :retry)", source=source, id=number, retry=retry
        )
    )


async def operate_settle(tx: Transaction, booking_id: BookingId) -> None:
    """Have the booking's money looked at now; raises NotFound."""
    async with refusing(tx):
        await tx.run("select app.operate_settle(:booking)", booking=booking_id)
