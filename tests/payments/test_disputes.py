"""A learner's bank takes the money back, or wants to: the books follow, nobody is paid twice."""

from __future__ import annotations

from typing import Any

import asyncpg
import pytest

from tests import builders
from tests.payments.conftest import PRICE, Booking, Desk


async def an_admin(desk: Desk) -> builders.Person:
    admin = await builders.a_learner(desk.owner, telegram=True, name="Ada")
    await desk.owner.execute(
        "update user_profiles set role = 'admin' where user_id = $1", admin.user_id
    )
    return admin


async def dispute(desk: Desk, booking: Booking, **how: Any) -> str:
    """The bank opens a dispute about the booking's charge; returns its id."""
    [intent] = [
        each for each in await desk.intents() if each["metadata"]["booking"] == str(booking.id)
    ]
    path = f"/stripe/sandbox/charges/{intent['latest_charge']}/dispute"
    async with desk.http.post(path, json=how) as answer:
        assert answer.status == 200, await answer.text()
        return str((await answer.json())["id"])


async def move(desk: Desk, dispute_id: str, how: str) -> None:
    async with desk.http.post(f"/stripe/sandbox/disputes/{dispute_id}/{how}") as answer:
        assert answer.status == 200, await answer.text()


async def told_of_disputes(desk: Desk) -> int:
    found: int = await desk.owner.fetchval(
        "select count(*) from app.outbox where payload ->> 'notice' = 'dispute'"
    )
    return found


async def row(desk: Desk) -> asyncpg.Record:
    return await desk.owner.fetchrow("select * from app.disputes")


async def test_an_opened_dispute_is_written_down_and_admins_hear_of_it_once(desk: Desk) -> None:
    await an_admin(desk)
    booking = await desk.charged()
    await dispute(desk, booking, reason="product_not_received")
    await desk.settle(booking)
    await desk.settle(booking)

    kept = await row(desk)
    assert (kept["booking_id"], kept["amount_cents"]) == (booking.id, PRICE)
    assert (kept["reason"], kept["status"]) == ("product_not_received", "needs_response")
    assert kept["due_by"] is not None
    assert await told_of_disputes(desk) == 1
    assert await desk.state(booking) == "confirmed/captured"
    assert await desk.amounts(booking) == (PRICE, PRICE, 0)


async def test_a_lost_dispute_is_money_gone_and_both_are_told(desk: Desk) -> None:
    await an_admin(desk)
    booking = await desk.charged()
    opened = await dispute(desk, booking)
    await desk.settle(booking)
    await move(desk, opened, "lose")
    await desk.settle(booking)
    await desk.settle(booking)

    assert (await row(desk))["closed_at"] is not None
    entries = await desk.owner.fetch(
        "select kind, amount_cents from app.ledger_entries order by id"
    )
    assert [tuple(each) for each in entries] == [("capture", PRICE), ("dispute", PRICE)]
    told = await desk.told(booking)
    assert told.count(("dispute_lost", "learner")) == 1
    assert told.count(("dispute_lost", "expert")) == 1
    assert await told_of_disputes(desk) == 2


@pytest.mark.parametrize(("end", "refunds"), [("lose", []), ("win", [PRICE])])
async def test_a_refund_waits_for_the_bank_and_is_not_paid_on_top(
    desk: Desk, end: str, refunds: list[int]
) -> None:
    booking = await desk.charged()
    opened = await dispute(desk, booking)
    await desk.cancel(booking, booking.expert)
    await desk.settle_asked()
    assert await desk.state(booking) == "cancelled/captured"
    assert await desk.refunds() == []

    await move(desk, opened, end)
    await desk.settle(booking)

    assert await desk.state(booking) == "cancelled/refunded"
    assert await desk.refunds() == refunds


async def test_an_inquiry_hinders_no_refund(desk: Desk) -> None:
    booking = await desk.charged()
    await dispute(desk, booking, inquiry=True)
    await desk.cancel(booking, booking.expert)
    await desk.settle_asked()

    assert await desk.state(booking) == "cancelled/refunded"
    assert await desk.refunds() == [PRICE]


async def test_a_dispute_after_the_refund_of_half_counts_with_it(desk: Desk) -> None:
    booking = await desk.charged()
    admin = await an_admin(desk)
    await desk.asks(
        admin, "select app.refund_booking(:b, :cents, 'sorry')", b=booking.id, cents=PRICE // 2
    )
    await desk.settle_asked()
    opened = await dispute(desk, booking)
    await move(desk, opened, "lose")
    await desk.cancel(booking, booking.expert)
    await desk.settle_asked()

    assert await desk.refunds() == [PRICE // 2]
    assert await desk.state(booking) == "cancelled/refunded"
    assert await desk.amounts(booking) == (PRICE, PRICE, PRICE // 2)


async def test_an_admins_refund_goes_back_and_the_session_stands(desk: Desk) -> None:
    admin = await an_admin(desk)
    booking = await desk.charged()
    for cents in (10000, 5000):
        await desk.asks(
            admin, "select app.refund_booking(:b, :cents, 'sorry')", b=booking.id, cents=cents
        )
        await desk.settle_asked()

    assert await desk.state(booking) == "confirmed/refunded"
    assert sorted(await desk.refunds()) == [5000, 10000]
    assert await desk.amounts(booking) == (PRICE, PRICE, 15000)
    assert (await desk.told(booking)).count(("refunded", "learner")) == 2

    await desk.wait(days=4)
    await desk.tick("complete")
    assert await desk.state(booking) == "completed/refunded"


async def test_cancelled_after_an_admins_refund_no_more_than_the_price_goes_back(
    desk: Desk,
) -> None:
    admin = await an_admin(desk)
    booking = await desk.charged()
    await desk.asks(
        admin, "select app.refund_booking(:b, :cents, 'sorry')", b=booking.id, cents=10000
    )
    await desk.settle_asked()
    await desk.cancel(booking)
    await desk.settle_asked()

    assert await desk.state(booking) == "cancelled/refunded"
    assert sorted(await desk.refunds()) == [10000, PRICE - 10000]


async def test_what_was_lost_before_the_session_is_in_nobodys_totals(desk: Desk) -> None:
    booking = await desk.charged()
    opened = await dispute(desk, booking, amount=10000)
    await desk.settle(booking)
    await move(desk, opened, "lose")
    await desk.settle(booking)
    await desk.wait(days=3, hours=2)
    await desk.tick("complete")

    totals = await desk.owner.fetchrow(
        "select l.total_spent_cents, e.total_earnings_cents from bookings b"
        " join learner_profiles l on l.id = b.learner_id"
        " join expert_profiles e on e.id = b.expert_id"
    )
    assert tuple(totals) == (PRICE - 10000, PRICE - 10000)
