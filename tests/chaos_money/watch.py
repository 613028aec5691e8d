"""What people see of their bookings: one look for all of them, ten times a second."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import asyncpg

from tests.chaos_money.waiting import LOOK

_LOOK = """
select b.id, b.status, b.payment_status, b.hold_expires_at, a.url
  from public.bookings b
  left join app.payment_attempts a
    on a.booking_id = b.id and a.step = 'checkout' and a.closed_at is null
 where b.id = any ($1)
"""


@dataclass(frozen=True)
class Seen:
    """A booking as its people see it; `link` is where it can be paid, once there is one."""

    status: str
    payment: str
    holds_until: datetime | None
    link: str | None

    @property
    def over(self) -> bool:
        return self.status in ("cancelled", "declined", "completed")

    @property
    def asked(self) -> bool:
        """The expert has it before them, or has answered already."""
        return self.payment not in ("pending", "processing") or self.over

    @property
    def charged(self) -> bool:
        return self.payment in ("captured", "refunded") or self.over


class Watch:
    """Looks at the bookings that somebody waits for."""

    def __init__(self, owner: asyncpg.Pool) -> None:
        self._owner = owner
        self._waiting: Counter[UUID] = Counter()
        self._seen: dict[UUID, Seen] = {}
        self._news = asyncio.Condition()

    async def until(
        self, booking: UUID, test: Callable[[Seen], bool], patience: float = 40.0
    ) -> Seen | None:
        """Wait until the booking looks so; None where it does not within so many seconds.

        Nobody fails for that: people get tired of waiting, and do something else.
        """
        self._waiting[booking] += 1
        try:
            async with asyncio.timeout(patience), self._news:
                await self._news.wait_for(
                    lambda: booking in self._seen and test(self._seen[booking])
                )
                return self._seen[booking]
        except TimeoutError:
            return None
        finally:
            self._waiting[booking] -= 1
            self._waiting = +self._waiting

    async def run(self) -> None:
        """Look until cancelled."""
        while True:
            if self._waiting:
                rows = await self._owner.fetch(_LOOK, list(self._waiting))
                async with self._news:
                    self._seen |= {row["id"]: _seen(row) for row in rows}
                    self._news.notify_all()
            await asyncio.sleep(LOOK)


def _seen(row: asyncpg.Record) -> Seen:
    return Seen(row["status"], row["payment_status"], row["hold_expires_at"], row["url"])
