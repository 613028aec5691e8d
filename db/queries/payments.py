"""What our books say about the money of many bookings; as the service."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from uuid import UUID

from db.session import Database, Transaction

PAGE = 500
"""Bookings read at a time."""


@dataclass(frozen=True, slots=True)
class Known:
    """A booking's money by our books, in minor units of `currency`.

    `attempts`: the Checkouts that can still be paid. `entries`: the ledger's sums, (captured,
    refunded, lost). `unsettled`: it waits for Stripe, or Stripe for it. Two are equal where what
    people see of them is.
    """

    booking: UUID
    status: str
    payment: str
    currency: str
    intent: str | None
    authorized: int
    captured: int
    refunded: int
    lost: int
    disputes: int
    entries: tuple[int, int, int] = field(compare=False)
    attempts: frozenset[str] = field(compare=False)
    unsettled: bool = field(compare=False)

    @property
    def held(self) -> int:
        """What a card is held for and was not charged."""
        return 0 if self.captured else self.authorized


async def open_money(db: Database, since: datetime) -> AsyncIterator[Sequence[UUID]]:
    """Pages of the bookings with open money, or with a payment that changed since then."""
    async for page in _pages(db, "open", since):
        yield page


async def charged(db: Database, since: datetime | None) -> AsyncIterator[Sequence[UUID]]:
    """Pages of the bookings made since then (None: ever) that ever held or moved money."""
    async for page in _pages(db, "charged", since):
        yield page


async def _pages(
    db: Database, which: Literal["open", "charged"], since: datetime | None
) -> AsyncIterator[Sequence[UUID]]:
    after: UUID | None = None
    while True:
        async with db.begin() as tx:
            rows = await tx.all(
                f"select id from app.payments_{which}(:since, :after, :limit) as id",  # noqa: S608 - one of two
                since=since,
                after=after,
                limit=PAGE,
            )
        if not rows:
            return
        yield [row.id for row in rows]
        after = rows[-1].id


async def known(tx: Transaction, bookings: Iterable[UUID]) -> dict[UUID, Known]:
    """The books of each of these bookings that is there."""
    rows = await tx.all("select * from app.payments_books(:ids)", ids=list(bookings))
    return {
        row.booking_id: Known(
            booking=row.booking_id,
            status=row.status,
            payment=row.payment,
            currency=row.currency,
            intent=row.intent,
            authorized=row.authorized,
            captured=row.captured,
            refunded=row.refunded,
            lost=row.lost,
            disputes=row.disputes,
            entries=(row.entries_captured, row.entries_refunded, row.entries_lost),
            attempts=frozenset(row.attempts),
            unsettled=row.unsettled,
        )
        for row in rows
    }


async def platform(tx: Transaction) -> str:
    """Which deployment of the bot this database is, as Stripe's objects carry it."""
    return str(await tx.scalar("select id from app.platform"))


async def first_booking(tx: Transaction) -> datetime | None:
    """When the first booking with a price was made (UTC); None where there is none."""
    made: datetime | None = await tx.scalar(
        "select min(created_at) from public.bookings where price_cents > 0"
    )
    return made
