"""A booking as admins look at it: its facts, its money and its history; for the service.

Of what people wrote there is an admin's own reason for paying back, and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from bot.domain.ids import BookingId
from db.queries import disputes
from db.queries.disputes import Dispute
from db.session import Transaction


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a booking's history, at a time (UTC); `kind` says which of the rest it has.

    'event': who moved it (`actor`) from which state to which; 'given': an admin (`who`) gave money
    back, and why (`words`); 'paid' likewise that another way was found, and which. 'capture',
    'refund' (less than nothing: it came back), 'dispute' and 'elsewhere' are money that moved
    (`cents`); 'opened' and 'closed' are of a dispute (`words`: its reason,
    its status).
    """

    at: datetime
    kind: str
    event: str | None
    actor: str | None
    before: str | None
    after: str | None
    cents: int | None
    words: str | None
    who: str | None


@dataclass(frozen=True, slots=True)
class Settling:
    """How the last settle of the money went, `age` ago: done, being asked, or failing so far."""

    done: bool
    asked: bool
    attempts: int
    error: str
    age: timedelta


@dataclass(frozen=True, slots=True)
class Record:
    """A booking's facts; money is minor units of `currency`.

    `owed` should have gone back and has not, `refundable` could still be given back, `sent_back`
    counts refunds that the bank returned, `elsewhere` has to be paid back another way, of which the
    expert would hear where `elsewhere_is_news`, and `amount_elsewhere` was.
    `learner_told`, `expert_told`: they have a chat.
    `test`: at Stripe it is test data.
    """

    booking_id: BookingId
    status: str
    payment_status: str
    price_cents: int
    amount_authorized: int
    amount_captured: int
    amount_refunded: int
    owed: int
    refundable: int
    sent_back: int
    elsewhere: int
    currency: str
    start_at: datetime
    end_at: datetime
    created_at: datetime
    stripe_payment_intent_id: str | None
    title: str
    learner: str
    expert: str
    learner_told: bool
    expert_told: bool
    test: bool
    amount_elsewhere: int = 0
    elsewhere_is_news: bool = False
    settling: Settling | None = None
    disputes: tuple[Dispute, ...] = ()
    history: tuple[Entry, ...] = ()

    @property
    def disputed(self) -> bool:
        """Whether the learner's bank has the money and is deciding."""
        return any(each.taken for each in self.disputes)


_RECORD = """
select b.id as booking_id, b.status, b.payment_status, b.price_cents, b.amount_authorized,
       b.amount_captured, b.amount_refunded, c.owed, app.refundable(b) as refundable,
       c.sent_back, c.amount_elsewhere, p.elsewhere,
       app.elsewhere_is_news(b, p.elsewhere) as elsewhere_is_news,
       b.currency, b.start_at, b.end_at, b.created_at, b.stripe_payment_intent_id,
       c.session_title as title, c.learner_name as learner, c.expert_name as expert,
       c.learner_telegram_id is not null as learner_told,
       c.expert_telegram_id is not null as expert_told,
       exists (
           select from app.payment_attempts a
            where a.booking_id = b.id and a.checkout_session_id like 'cs\\_test\\_%'
       ) as test
  from public.bookings b
  cross join lateral app.booking_card(b.id) c
  cross join lateral app.payable_elsewhere(b) p (elsewhere)
 where b.id = :booking
"""
_SETTLING = """
select o.sent_at is not null as done,
       o.sent_at is null
       and (o.attempts = 0 or coalesce(o.claimed_until > clock_timestamp(), false)) as asked,
       o.attempts, coalesce(o.last_error, '?') as error,
       clock_timestamp() - coalesce(o.sent_at, o.created_at) as age
  from app.outbox o
 where o.lane = cast(:booking as text) and o.kind = 'settle'
   and o.result ->> 'overtaken' is null
 order by o.sent_at is null desc, case when o.sent_at is null then o.id else -o.id end
 limit 1
"""
_HISTORY = """
select h.at, h.kind, h.event, h.actor, h.before, h.after, h.cents, h.words, h.who
  from (
        select e.at, e.recorded_at, coalesce(k.kind, 'event') as kind, e.event, e.actor,
               e.from_status || '/' || e.from_payment as before,
               e.to_status || '/' || e.to_payment as after, null::int as cents,
               case when k.kind is not null then e.reason end as words,
               case when k.kind is not null
               then coalesce(nullif(btrim(p.display_name), ''), p.first_name, '?') end as who
          from app.booking_events e
          left join (values ('admin_refund', 'given'), ('paid_elsewhere', 'paid')) k (event, kind)
            on k.event = e.event
          left join public.user_profiles p on p.user_id = e.actor_user_id
         where e.booking_id = :booking
        union all
        select l.at, l.recorded_at, l.kind, null, null, null, null, l.amount_cents, null, null
          from app.ledger_entries l
         where l.booking_id = :booking
        union all
        select d.opened_at, d.opened_at, 'opened', null, null, null, null, d.amount_cents,
               d.reason, null
          from app.disputes d
         where d.booking_id = :booking
        union all
        select d.closed_at, d.closed_at, 'closed', null, null, null, null, d.amount_cents,
               d.status, null
          from app.disputes d
         where d.booking_id = :booking and d.closed_at is not null and d.status <> 'lost'
       ) h
 order by h.at, h.recorded_at
"""


async def record(tx: Transaction, booking_id: UUID) -> Record | None:
    """A booking with its history, oldest first; or None."""
    row = await tx.first(_RECORD, booking=booking_id)
    if row is None:
        return None
    settling = await tx.first(_SETTLING, booking=str(booking_id))
    history = await tx.all(_HISTORY, booking=booking_id)
    return Record(
        **row._mapping,
        settling=Settling(**settling._mapping) if settling else None,
        disputes=tuple(await disputes.of_booking(tx, booking_id)),
        history=tuple(Entry(**each._mapping) for each in history),
    )
