"""After the storm: Stripe behaves, nobody is killed, and time goes on until nothing is due."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

from tests.chaos_money.stage import Stage
from tests.chaos_money.waiting import until

PATIENCE = 150.0
"""Real seconds for all that is asked for at one moment to be done."""
STRIDE = timedelta(days=1, hours=1)
MOST_STRIDES = 60
FAILURES = 5
"""So many failed settles put a booking on the admins' list."""

_OPEN = """
select o.id, o.lane, o.attempts, o.last_error from app.outbox o
 where o.kind = 'settle' and o.sent_at is null and o.dead_at is null
"""
_DUE = """
select id, status, payment_status, price_cents from public.bookings
 where status = 'pending' and payment_status = 'pending' and hold_expires_at <= app.now()
    or status = 'pending' and payment_status = 'authorized' and respond_by <= app.now()
    or status = 'confirmed' and payment_status in ('captured', 'refunded') and end_at <= app.now()
"""
_NEXT = """
select min(at) from (
    select hold_expires_at as at from public.bookings
     where status = 'pending' and payment_status = 'pending'
    union all
    select respond_by from public.bookings
     where status = 'pending' and payment_status = 'authorized'
    union all
    select end_at from public.bookings where status = 'confirmed'
) due where at > app.now()
"""
# Checkouts that are over and that nobody has looked at since $1; to have looked is enough. And,
# where $2 asks for it, whatever was refunded: its bank may have sent it back in the storm.
_TO_LOOK_AT = """
(s.booking_id in (select a.booking_id from app.payment_attempts a where a.step = 'checkout'
  and a.closed_at is null and a.checkout_session_id is not null and a.expires_at < app.now())
 or $2::boolean and s.booking_id in (select l.booking_id from app.ledger_entries l
  where l.kind = 'refund' and l.at > app.now() - interval '29 days'))
"""
_UNTOLD = (
    "select s.booking_id from app.settles s"  # noqa: S608 - nobody's text
    f" where (s.until < $1 or s.holder <> '') and {_TO_LOOK_AT}"
)
# Pauses between tries are real time, and with faults off there is nothing to wait out.
_HURRY_SETTLES = (
    "update app.outbox set not_before = clock_timestamp() where kind = 'settle'"
    " and sent_at is null and not_before > clock_timestamp() and id <> all ($1::bigint[])"
)
_HURRY_LOOKS = (
    "update app.settles s set until = until - interval '10 minutes'"  # noqa: S608 - as above
    f" where s.holder = '' and s.until < $1 and {_TO_LOOK_AT}"
)


class Settling:
    """Knows what is still under way."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._failed_before: dict[int, int] = {}
        self._looks = 0
        self._since: datetime | None = None
        self._thorough = False

    async def calm(self) -> None:
        """Faults off, both replicas up, and all that was asked for done."""
        await self._stage.switch(reset=True)
        await self._stage.all_answer()
        rows = await self._stage.owner.fetch(_OPEN)
        self._failed_before = {row["id"]: row["attempts"] for row in rows}
        self._thorough = True
        await self._rest()
        self._thorough = False

    async def until_nothing_is_due(self) -> None:
        """Move time on, past everything that either side will do by itself."""
        for _ in range(MOST_STRIDES):
            coming = await self._coming()
            if coming is None:
                return
            await self._stage.jump(max(coming - self._stage.clock.now(), timedelta()) + STRIDE)
            await self._rest()
        raise AssertionError("something is due again and again")

    async def rest(self) -> None:
        """Wait until all that is asked for now is done."""
        await self._rest()

    async def _coming(self) -> datetime | None:
        theirs = self._stage.stripe.next_due()
        ours: datetime | None = await self._stage.owner.fetchval(_NEXT)
        if ours is not None:
            # As the machine's time plus the jumps, which is how the domain counts.
            ours = ours.astimezone(UTC)
        known = [at for at in (ours, theirs[0] if theirs else None) if at is not None]
        return min(known, default=None)

    async def _rest(self) -> None:
        self._since = await self._stage.owner.fetchval("select clock_timestamp()")
        await self._stage.stripe.run_due(self._stage.clock.now())
        await until(self._at_rest, PATIENCE, "the money to settle", self._story)

    async def _at_rest(self) -> bool:
        self._looks += 1
        if self._looks % 5 == 1:
            await self._hurry()
        return not any((await self._under_way()).values())

    async def _under_way(self) -> dict[str, list[str]]:
        """What is still to be done, by kind."""
        owner, books = self._stage.owner, self._stage.stripe.books
        rows = await owner.fetch(_OPEN)
        waiting = books.db.execute("select event_id from deliveries where state = 'waiting'")
        theirs = self._stage.stripe.next_due()
        late = theirs is not None and theirs[0] <= self._stage.clock.now()
        return {
            "settles": [f"{row['lane']} {row['last_error']}" for row in rows if self._tries(row)],
            "ticks": [str(tuple(row)) for row in await owner.fetch(_DUE)],
            "checkouts": [
                str(row[0]) for row in await owner.fetch(_UNTOLD, self._since, self._thorough)
            ],
            "webhooks": [row["event_id"] for row in waiting.fetchall()],
            "stripe": [str(theirs)] if late else [],
        }

    def _tries(self, row: object) -> bool:
        """Whether this settle may still come to something: it has not failed often enough yet.

        What failed while Stripe misbehaved has to fail once more without.
        """
        known: dict[str, int] = dict(row)  # type: ignore[call-overload]
        return known["attempts"] < max(FAILURES, self._failed_before.get(known["id"], -2) + 2)

    async def _hurry(self) -> None:
        stage = self._stage
        await stage.forget_the_dead()
        given_up = [row["id"] for row in await stage.owner.fetch(_OPEN) if not self._tries(row)]
        await stage.owner.execute(_HURRY_SETTLES, given_up)
        await stage.owner.execute(_HURRY_LOOKS, self._since, self._thorough)
        stage.stripe.books.db.execute("update deliveries set next_at = 0 where state = 'waiting'")
        stage.stripe.deliverer.wake()

    async def _story(self) -> str:
        return json.dumps({k: v[:5] for k, v in (await self._under_way()).items() if v})
