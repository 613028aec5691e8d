"""What was given up on, and money that does not settle; for the service.

Nothing here reads what anybody wrote: kinds, ids, amounts and times alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal
from uuid import UUID

from bot.domain.ids import BookingId
from db.errors import refusing
from db.session import Transaction

Source = Literal["update", "message", "event"]


@dataclass(frozen=True, slots=True)
class Letter:
    """An update, an outgoing message or an event of Stripe's that was given up on, in `total`.

    `error` is the kind of its last failure, with the incident's name before it where it has one;
    `what` is the kind of update, of notice, of call or of event.
    """

    source: Source
    id: int
    what: str
    error: str
    age: timedelta
    total: int


@dataclass(frozen=True, slots=True)
class FailedSettle:
    """A booking whose money could not be settled so far, in a list of `total`.

    `owed`, minor units of `currency`, should have gone back and has not. Where nobody is at it
    (`attempts` is 0), `error` is 'Disputed' while the learner's bank decides, or else 'Owed'.
    `sent_back` counts refunds that the bank returned.
    """

    booking_id: BookingId
    error: str
    attempts: int
    age: timedelta
    owed: int
    currency: str
    sent_back: int
    total: int


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
        union all
        select 'event', e.number, e.last_error, e.dead_at, e.type
          from app.stripe_events e
         where e.dead_at is not null
       ) d
 where cast(:source as text) is null or (d.source, d.id) = (:source, cast(:id as bigint))
 order by d.dead_at desc, d.id
 limit :limit offset :offset
"""
_FAILING = "(o.attempts >= 5 or o.dead_at is not null or o.last_error like '%RefundsFailed')"
"""A settle that needs a person, as app.tell_stuck: refunds that keep coming back do at once."""
_SETTLES = f"""
select f.booking_id, f.error, f.attempts, f.age, app.owed(b) as owed, b.currency,
       (select count(*)::int
          from app.ledger_entries m
         where m.booking_id = b.id and m.kind = 'refund' and m.amount_cents < 0) as sent_back,
       (count(*) over ())::int as total
  from (
        select (o.payload ->> 'booking')::uuid as booking_id,
               coalesce(o.last_error, '?') as error, o.attempts,
               clock_timestamp() - o.created_at as age
          from app.outbox o
         where o.kind = 'settle' and o.sent_at is null
           and {_FAILING}
        union all
        select b.id,
               case when exists (
                        select from app.disputes d
                         where d.booking_id = b.id and d.closed_at is null
                           and d.status not like 'warning%'
                    ) then 'Disputed' else 'Owed' end,
               0, app.now() - coalesce(b.cancelled_at, b.updated_at)
          from app.owing() b
         where not exists (
                   select from app.outbox o
                    where o.lane = b.id::text and o.kind = 'settle' and o.sent_at is null
               )
       ) f
  join public.bookings b on b.id = f.booking_id
 order by f.age desc, f.booking_id
 limit :limit offset :offset
"""  # noqa: S608 - a fragment of our own
_AGAIN = timedelta(days=7)
"""How long after a refund came back the next one may come back as well."""
_TRIED = f"""
select count(*)
  from (
        select o.lane
          from app.outbox o
         where o.kind = 'settle' and o.sent_at is null and o.dead_at is null
        union
        select e.booking_id::text
          from app.ledger_entries e
         where e.kind = 'refund' and e.amount_cents < 0
           and e.at > app.now() - cast(:again as interval)
           and not exists (
               select from app.ledger_entries p
                where p.booking_id = e.booking_id and p.kind = 'elsewhere' and p.id > e.id
           )
        except
        select o.lane
          from app.outbox o
         where o.kind = 'settle' and o.sent_at is null
           and {_FAILING}
       ) t
"""  # noqa: S608 - the same
_EVENT = "select e.number from app.stripe_events e where e.event_id = :event"
_FOUND = """
select b.id from public.bookings b where b.id between :low and :high order by b.id limit :limit
"""


async def letters(tx: Transaction, *, limit: int, offset: int = 0) -> Sequence[Letter]:
    """What was given up on, the latest first."""
    return await _letters(tx, None, None, limit, offset)


async def letter(tx: Transaction, source: Source, number: int) -> Letter | None:
    """One of them, or None where it is none any more."""
    return next(iter(await _letters(tx, source, number, 1, 0)), None)


async def event(tx: Transaction, event_id: str) -> Letter | None:
    """The event of Stripe's by its id, or None where it is none that was given up on."""
    number = await tx.scalar(_EVENT, event=event_id)
    return None if number is None else await letter(tx, "event", number)


async def _letters(
    tx: Transaction, source: Source | None, number: int | None, limit: int, offset: int
) -> list[Letter]:
    rows = await tx.all(_LETTERS, source=source, id=number, limit=limit, offset=offset)
    return [
        Letter(row.source, row.id, row.what or "?", row.last_error or "?", row.age, row.total)
        for row in rows
    ]


async def failed_settles(tx: Transaction, *, limit: int, offset: int = 0) -> Sequence[FailedSettle]:
    """Bookings whose money failed five times or more, or does not go back; the oldest first."""
    rows = await tx.all(_SETTLES, limit=limit, offset=offset)
    return [FailedSettle(**row._mapping) for row in rows]


async def tried(tx: Transaction) -> int:
    """How many bookings' money is still being moved, or was sent back by a bank and went again
    within `_AGAIN`, without needing anybody so far.
    """
    return int(await tx.scalar(_TRIED, again=_AGAIN))


async def bookings_like(
    tx: Transaction, low: UUID, high: UUID, *, limit: int
) -> Sequence[BookingId]:
    """The bookings whose ids lie between the two, both included."""
    rows = await tx.all(_FOUND, low=low, high=high, limit=limit)
    return [BookingId(row.id) for row in rows]


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
