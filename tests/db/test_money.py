"""The ledger: every movement of a booking's money, once, and never changed."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import asyncpg
import pytest

from tests.builders import Person, a_booking, a_session, a_slot

PRICE = 45000


async def entries(owner: asyncpg.Connection, booking: UUID) -> list[tuple[str, int]]:
    rows = await owner.fetch(
        "select kind, amount_cents from app.ledger_entries where booking_id = $1 order by id",
        booking,
    )
    return [tuple(row) for row in rows]


async def charged(owner: asyncpg.Connection, learner: Person, expert: Person, state: str) -> UUID:
    session = await a_session(owner, expert, price=PRICE)
    slot = await a_slot(owner, session, starts_in=timedelta(days=2))
    booking = await a_booking(owner, learner, slot, state=state)
    await owner.execute(
        "update bookings set amount_authorized = $2, amount_captured = $2 where id = $1",
        booking,
        PRICE,
    )
    return booking


async def test_the_ledgers_sums_are_the_bookings_amounts(
    owner: asyncpg.Connection, learner: Person, expert: Person
) -> None:
    booking = await charged(owner, learner, expert, "confirmed/captured")
    before = await entries(owner, booking)
    for refunded in (10000, 30000, 20000):
        await owner.execute(
            "update bookings set amount_refunded = $2 where id = $1", booking, refunded
        )
    # The last one: a refund of 100 that the bank sent back.
    assert (await entries(owner, booking))[len(before) :] == [
        ("refund", 10000),
        ("refund", 20000),
        ("refund", -10000),
    ]
    sums = await owner.fetchrow(
        "select sum(amount_cents) filter (where kind = 'capture') as captured,"
        " sum(amount_cents) filter (where kind = 'refund') as refunded"
        " from app.ledger_entries where booking_id = $1",
        booking,
    )
    assert tuple(sums) == (PRICE, 20000)


@pytest.mark.parametrize(
    "statement",
    [
        "update app.ledger_entries set amount_cents = 1",
        "delete from app.ledger_entries",
        "truncate app.ledger_entries",
    ],
)
async def test_the_ledger_is_only_added_to(
    owner: asyncpg.Connection, learner: Person, expert: Person, statement: str
) -> None:
    await charged(owner, learner, expert, "confirmed/captured")
    with pytest.raises(asyncpg.RestrictViolationError):
        await owner.execute(statement)


async def test_what_goes_back_after_the_end_leaves_the_totals_too(
    owner: asyncpg.Connection, learner: Person, expert: Person
) -> None:
    booking = await charged(owner, learner, expert, "completed/captured")
    await owner.execute(
        "update expert_profiles set total_earnings_cents = 50000 where id = $1", expert.expert_id
    )
    await owner.execute("update bookings set amount_refunded = 20000 where id = $1", booking)
    assert (
        await owner.fetchval(
            "select total_earnings_cents from expert_profiles where id = $1", expert.expert_id
        )
        == 30000
    )


async def test_the_platforms_share_is_that_of_the_moment_of_booking(
    owner: asyncpg.Connection, learner: Person, expert: Person
) -> None:
    await owner.execute("update app.platform set fee_bps = 1500")
    booking = await charged(owner, learner, expert, "confirmed/captured")
    await owner.execute("update app.platform set fee_bps = 2000")
    share = await owner.fetchrow(
        "select f.fee_bps, app.fee_of(b.amount_captured, f.fee_bps) as fee,"
        " app.fee_of(-5, f.fee_bps) as none"
        " from bookings b join app.booking_fees f on f.booking_id = b.id where b.id = $1",
        booking,
    )
    assert tuple(share) == (1500, 6750, 0)
