"""What an expert earned: by month of their zone and currency, the fee by entry of the ledger."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from itertools import count

import asyncpg

from tests.builders import (
    Person,
    a_booking,
    a_learner,
    a_session,
    a_slot,
    acting_as,
    an_expert,
)

_days = count(3)
OCTOBER, NOVEMBER = datetime(2026, 10, 20, 12, tzinfo=UTC), datetime(2026, 11, 20, 12, tzinfo=UTC)


async def booked(owner: asyncpg.Connection, expert: Person, *, bps: int = 0) -> object:
    """A booking of the expert's, with nothing in the ledger yet."""
    learner = await a_learner(owner)
    session = await a_session(owner, expert)
    slot = await a_slot(owner, session, starts_in=timedelta(days=next(_days)))
    booking = await a_booking(owner, learner, slot)
    if bps:
        await owner.execute("insert into app.booking_fees values ($1, $2)", booking, bps)
    return booking


async def moved(
    owner: asyncpg.Connection, booking: object, kind: str, cents: int, at: datetime,
    currency: str = "DKK",
) -> None:  # fmt: skip
    await owner.execute(
        "insert into app.ledger_entries (booking_id, kind, amount_cents, currency, at)"
        " values ($1, $2, $3, $5, $4)",
        booking, kind, cents, at, currency,
    )  # fmt: skip


async def earned(owner: asyncpg.Connection, who: Person) -> list[tuple[object, ...]]:
    """(month, currency, captured, refunded, fee, net), latest month first."""
    async with acting_as(owner, who.actor):
        return [tuple(row) for row in await owner.fetch("select * from app.earnings()")]


async def test_what_was_charged_less_the_fee_is_earned(
    owner: asyncpg.Connection, expert: Person
) -> None:
    booking = await booked(owner, expert, bps=1250)
    await moved(owner, booking, "capture", 45001, NOVEMBER)
    # 5625.125 is rounded down, in the expert's favour.
    assert await earned(owner, expert) == [(date(2026, 11, 1), "DKK", 45001, 0, 5625, 39376)]


async def test_a_refund_in_a_later_month_gives_its_part_of_the_fee_back_then(
    owner: asyncpg.Connection, expert: Person
) -> None:
    booking = await booked(owner, expert, bps=1000)
    await moved(owner, booking, "capture", 45005, OCTOBER)
    await moved(owner, booking, "refund", 22502, NOVEMBER)
    assert await earned(owner, expert) == [
        (date(2026, 11, 1), "DKK", 0, 22502, -2250, -20252),
        (date(2026, 10, 1), "DKK", 45005, 0, 4500, 40505),
    ]


async def test_a_lost_dispute_counts_as_returned_and_a_refund_that_came_back_as_less(
    owner: asyncpg.Connection, expert: Person
) -> None:
    booking = await booked(owner, expert)
    for kind, cents in (("capture", 45000), ("refund", 5000), ("refund", -5000), ("dispute", 9000)):
        await moved(owner, booking, kind, cents, NOVEMBER)
    assert await earned(owner, expert) == [(date(2026, 11, 1), "DKK", 45000, 9000, 0, 36000)]


async def test_what_an_admin_paid_back_another_way_counts_as_returned(
    owner: asyncpg.Connection, expert: Person
) -> None:
    booking = await booked(owner, expert, bps=1000)
    for kind, cents in (("capture", 45000), ("elsewhere", 45000)):
        await moved(owner, booking, kind, cents, NOVEMBER)
    assert await earned(owner, expert) == [(date(2026, 11, 1), "DKK", 45000, 45000, 0, 0)]


async def test_whatever_the_order_the_fees_add_up_to_that_of_what_is_kept(
    owner: asyncpg.Connection, expert: Person
) -> None:
    chance, due, net = random.Random(6), 0, 0
    for _ in range(12):
        bps = chance.choice([0, 333, 1250, 10000])
        booking = await booked(owner, expert, bps=bps)
        kept = 0
        for _ in range(chance.randint(1, 5)):
            kind = chance.choice(["capture", "refund", "dispute"])
            cents = chance.randint(1, 30000)
            cents = cents if kind == "capture" else min(cents, kept)
            if cents:
                await moved(owner, booking, kind, cents, chance.choice([OCTOBER, NOVEMBER]))
                kept += cents if kind == "capture" else -cents
        due += await owner.fetchval("select app.fee_of($1, $2)", kept, bps)
        net += kept
    found = await earned(owner, expert)
    assert sum(row[4] for row in found) == due  # type: ignore[misc]
    assert sum(row[5] for row in found) == net - due  # type: ignore[misc]


async def test_a_month_begins_at_midnight_of_the_experts_zone(owner: asyncpg.Connection) -> None:
    night = datetime(2026, 10, 31, 23, 30, tzinfo=UTC)
    for zone, month in (("Europe/Copenhagen", 11), ("America/New_York", 10)):
        expert = await an_expert(owner, zone=zone)
        await moved(owner, await booked(owner, expert), "capture", 100, night)
        assert [row[0] for row in await earned(owner, expert)] == [date(2026, month, 1)]


async def test_each_currency_stands_by_itself(owner: asyncpg.Connection, expert: Person) -> None:
    await moved(owner, await booked(owner, expert), "capture", 45000, NOVEMBER)
    await moved(owner, await booked(owner, expert), "capture", 6000, NOVEMBER, "EUR")
    found = await earned(owner, expert)
    assert [(row[1], row[2]) for row in found] == [("DKK", 45000), ("EUR", 6000)]


async def test_what_others_earned_is_not_told(owner: asyncpg.Connection, expert: Person) -> None:
    await moved(owner, await booked(owner, expert), "capture", 45000, NOVEMBER)
    assert await earned(owner, await an_expert(owner)) == []
    assert await earned(owner, await a_learner(owner)) == []
