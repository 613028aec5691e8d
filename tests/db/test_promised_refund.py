"""What a cancellation was said to return is what it returns, for a few minutes."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import asyncpg
import pytest

from tests.builders import (
    Person,
    a_booking,
    a_session,
    a_slot,
    act,
    acting_as,
    move_clock,
)

PRICE = 45000


async def confirmed(
    owner: asyncpg.Connection, learner: Person, expert: Person, **ahead: int
) -> UUID:
    session = await a_session(owner, expert, price=PRICE)
    slot = await a_slot(owner, session, starts_in=timedelta(**ahead))
    return await a_booking(owner, learner, slot, state="confirmed/captured")


async def quote(owner: asyncpg.Connection, person: Person, booking: UUID) -> int | None:
    async with acting_as(owner, person.actor):
        said: int | None = await owner.fetchval("select app.quote_refund($1)", booking)
        return said


async def cancel(
    owner: asyncpg.Connection, person: Person, booking: UUID, at_least: int | None = None
) -> int | None:
    async with acting_as(owner, person.actor):
        due: int | None = await owner.fetchval(
            "select refund_due from app.cancel_booking($1, null, $2)", booking, at_least
        )
        return due


async def test_a_boundary_that_passes_after_the_promise_changes_nothing(
    owner: asyncpg.Connection, learner: Person, expert: Person
) -> None:
    booking = await confirmed(owner, learner, expert, hours=24, minutes=2)
    assert await quote(owner, learner, booking) == PRICE

    await move_clock(owner, minutes=4)

    assert (await act(owner, learner, "refund_quote", booking))["refund_cents"] == PRICE
    assert await cancel(owner, learner, booking, PRICE) == PRICE


async def test_the_promise_ends_after_five_minutes_and_less_is_refused_first(
    owner: asyncpg.Connection, learner: Person, expert: Person
) -> None:
    booking = await confirmed(owner, learner, expert, hours=24, minutes=2)
    await quote(owner, learner, booking)
    await move_clock(owner, minutes=6)

    with pytest.raises(asyncpg.PostgresError) as refused:
        await cancel(owner, learner, booking, PRICE)

    assert refused.value.sqlstate == "BK011"
    assert await cancel(owner, learner, booking, PRICE // 2) == PRICE // 2


async def test_asking_again_makes_no_promise_longer(
    owner: asyncpg.Connection, learner: Person, expert: Person
) -> None:
    booking = await confirmed(owner, learner, expert, hours=24, minutes=2)
    await quote(owner, learner, booking)
    await move_clock(owner, minutes=4)
    assert await quote(owner, learner, booking) == PRICE

    await move_clock(owner, minutes=2)

    assert await quote(owner, learner, booking) == PRICE // 2


async def test_without_a_promise_the_boundary_counts(
    owner: asyncpg.Connection, learner: Person, expert: Person
) -> None:
    booking = await confirmed(owner, learner, expert, hours=24, minutes=2)
    await move_clock(owner, minutes=4)
    assert await cancel(owner, learner, booking) == PRICE // 2


async def test_no_promise_outlives_the_start(
    owner: asyncpg.Connection, learner: Person, expert: Person
) -> None:
    booking = await confirmed(owner, learner, expert, minutes=2)
    assert await quote(owner, learner, booking) == PRICE // 2
    await move_clock(owner, minutes=3)

    assert (await act(owner, learner, "refund_quote", booking))["refund_cents"] == 0
    with pytest.raises(asyncpg.PostgresError) as refused:
        await cancel(owner, learner, booking, PRICE // 2)
    assert refused.value.sqlstate == "BK007"


async def test_nobody_else_is_promised_anything(
    owner: asyncpg.Connection, learner: Person, expert: Person
) -> None:
    booking = await confirmed(owner, learner, expert, hours=30)
    assert await quote(owner, expert, booking) is None
    assert await owner.fetchval("select count(*) from app.refund_quotes") == 0


async def test_what_was_given_back_before_is_not_given_twice(
    owner: asyncpg.Connection, learner: Person, expert: Person
) -> None:
    booking = await confirmed(owner, learner, expert, hours=3)
    await owner.execute("update bookings set refund_due = 15000 where id = $1", booking)
    assert await quote(owner, learner, booking) == 15000  # half of the 300 that are left
    assert await cancel(owner, learner, booking, 15000) == 30000
