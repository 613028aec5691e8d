"""Reading app.ledger_entries: one movement of a booking's money, as the service."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.ids import BookingId
from db.session import Transaction


@dataclass(frozen=True, slots=True)
class Entry:
    """A movement of money: `kind` is 'capture', 'refund', 'dispute' (lost) or 'elsewhere' (paid
    back another way, `words` says which); minor units.

    A refund that the bank sent back has an amount below nothing. `kept_cents` is what the booking
    keeps after it, `failures` how many of its refunds had come back by then.
    """

    kind: str
    amount_cents: int
    currency: str
    at: datetime
    kept_cents: int
    failures: int
    words: str | None = None


_ENTRY = """
select e.kind, e.amount_cents, e.currency, e.at, s.kept_cents, s.failures,
       (select v.reason from app.booking_events v
         where v.booking_id = e.booking_id and v.event = 'paid_elsewhere'
           and e.kind = 'elsewhere' and v.at = e.at
         order by v.id desc limit 1) as words
  from app.ledger_entries e
 cross join lateral (
           select sum(case when x.kind = 'capture' then x.amount_cents else -x.amount_cents end)
                      ::integer as kept_cents,
                  count(*) filter (where x.kind = 'refund' and x.amount_cents < 0) as failures
             from app.ledger_entries x
            where x.booking_id = e.booking_id and x.id <= e.id
       ) s
 where e.booking_id = :booking
   and (e.id = cast(:entry as bigint) or cast(:entry as bigint) is null and e.kind = 'refund')
 order by e.id desc
 limit 1
"""


async def entry(tx: Transaction, booking_id: BookingId, entry_id: int | None) -> Entry | None:
    """One of the booking's entries; without an id its latest refund. None where there is none."""
    row = await tx.first(_ENTRY, booking=booking_id, entry=entry_id)
    return Entry(**row._mapping) if row else None
