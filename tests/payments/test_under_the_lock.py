"""What is asked of Stripe is decided on the booking as it is, not as it was when looked at."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from bot.payments.books import Books
from tests.payments.conftest import Desk
from tests.payments.failing import Instead


async def test_a_cancel_between_the_look_and_the_charge_charges_nothing(desk: Desk) -> None:
    booking = await desk.paid()
    await desk.accept(booking)
    looks = 0

    async def look(*args: Any) -> Any:
        nonlocal looks
        found = await desk.gateway.intent(*args)
        looks += 1
        if looks == 1:
            await desk.cancel(booking)
        return found

    await desk.settle(booking, Instead(desk.gateway, intent=look))

    assert await desk.state(booking) == "cancelled/cancelled"
    [intent] = await desk.intents()
    assert (intent["status"], intent["amount_received"]) == ("canceled", 0)


async def test_letting_go_before_the_checkout_is_asked_for_asks_for_none(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    booking = await desk.a_seat()
    order = Books.order

    async def after_letting_go(self: Books, *args: Any, **more: Any) -> str:
        monkeypatch.setattr(Books, "order", order)
        await desk.cancel(booking)
        return await order(self, *args, **more)

    monkeypatch.setattr(Books, "order", after_letting_go)
    await desk.settle(booking)

    assert await desk.sessions() == []
    assert await desk.open_attempts(booking) == 0


async def test_what_moves_peoples_totals_locks_them_before_the_booking(desk: Desk) -> None:
    """Or else it and whoever changes the booking, people first, wait for each other."""
    booking = await desk.charged(starts_in=timedelta(hours=30))
    await desk.wait(hours=32)
    await desk.tick("complete")
    [intent] = await desk.intents()
    await desk.gateway.refund(intent["id"], 5000, "by hand", str(booking.id))
    async with desk.owner.transaction():
        await desk.owner.execute("select from learner_profiles for no key update")
        settling = asyncio.create_task(desk.settle(booking))
        waits = (
            "select exists (select from pg_locks l"
            " where not l.granted and pg_backend_pid() = any(pg_blocking_pids(l.pid)))"
        )
        while not await desk.owner.fetchval(waits):
            assert not settling.done()
        # It waits for the learner and has not taken the booking.
        await desk.owner.execute("select from bookings for no key update nowait")
    await settling

    assert await desk.amounts(booking) == (45000, 45000, 5000)
