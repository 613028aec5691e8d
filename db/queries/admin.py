"""How the bot is doing, in numbers; for the service, whose tables these are."""

from __future__ import annotations

from dataclasses import dataclass

from db.session import Transaction


@dataclass(frozen=True, slots=True)
class Health:
    """Updates and Stripe's events given up on; what could not be sent or settled (money is tried
    for ever, and counts here from the fifth failure on); and what waits on either side."""

    dead_letters: int
    undelivered: int
    waiting: int


_HEALTH = """
select (select count(*) from app.telegram_updates where dead_at is not null)
       + (select count(*) from app.stripe_events where dead_at is not null) as dead_letters,
       (select count(*) from app.outbox
         where dead_at is not null
            or kind = 'settle' and sent_at is null and attempts >= 5) as undelivered,
       (select count(*) from app.telegram_updates where handled_at is null and dead_at is null)
       + (select count(*) from app.outbox where sent_at is null and dead_at is null) as waiting
"""


async def health(tx: Transaction) -> Health:
    """The numbers now; the caller acts as the service. `waiting` counts the asking update too."""
    row = await tx.one(_HEALTH)
    return Health(row.dead_letters, row.undelivered, row.waiting)
