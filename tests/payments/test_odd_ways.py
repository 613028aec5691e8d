"""The less ordinary ways of a booking's money: asked by the bank, in two tabs, slow, at once."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.domain.errors import WrongState
from bot.domain.ids import BookingId
from bot.payments.model import Unavailable
from db import functions
from tests.payments.conftest import PRICE, Booking, Desk

ASKS = "4000 0025 0000 3155"
REFUNDS_LATE = "4000 0000 0000 7726"


async def answer_the_bank(desk: Desk, booking: Booking, *, confirmed: bool) -> None:
    session = (await desk.attempt(booking))["checkout_session_id"]
    path = f"/checkout/{session}/authenticate"
    async with desk.http.post(path, json={"confirmed": confirmed}) as answer:
        assert answer.status < 500, await answer.text()


async def test_the_bank_asks_is_refused_once_and_then_confirmed(desk: Desk) -> None:
    booking = await desk.a_seat()
    await desk.settle_asked()
    await desk.pay(booking, ASKS)
    await desk.settle(booking)
    assert await desk.state(booking) == "pending/pending"

    await answer_the_bank(desk, booking, confirmed=False)
    await desk.settle(booking)
    assert ("card_declined", "learner") in await desk.told(booking)

    await desk.pay(booking, ASKS)
    await answer_the_bank(desk, booking, confirmed=True)
    await desk.settle(booking)

    assert await desk.state(booking) == "pending/authorized"
    assert len(await desk.intents()) == 1


async def test_the_same_checkout_in_two_tabs_is_paid_once(desk: Desk) -> None:
    booking = await desk.a_seat()
    await desk.settle_asked()
    path = f"/checkout/{(await desk.attempt(booking))['checkout_session_id']}/pay"
    card = {"number": "4242 4242 4242 4242"}
    await asyncio.gather(*(desk.http.post(path, json=card) for _ in range(3)))
    await desk.settle(booking)

    [intent] = await desk.intents()
    assert (intent["status"], intent["amount_capturable"]) == ("requires_capture", PRICE)
    assert await desk.amounts(booking) == (PRICE, 0, 0)


@pytest.mark.parametrize("_", range(3))
async def test_declined_while_the_learner_withdraws_releases_the_hold_once(
    desk: Desk, _: int
) -> None:
    booking = await desk.paid()

    async def decline() -> None:
        async with desk.db.begin(booking.expert.actor) as tx:
            await functions.decline(tx, BookingId(booking.id))

    async def withdraw() -> None:
        async with desk.db.begin(booking.learner.actor) as tx:
            await functions.cancel(tx, BookingId(booking.id))

    ends = await asyncio.gather(decline(), withdraw(), return_exceptions=True)
    assert all(end is None or isinstance(end, WrongState) for end in ends), ends
    await desk.settle_asked()

    assert await desk.state(booking) in ("declined/cancelled", "cancelled/cancelled")
    [intent] = await desk.intents()
    assert (intent["status"], intent["amount_received"]) == ("canceled", 0)


async def test_a_refund_that_takes_days_counts_from_the_start_and_is_made_once(desk: Desk) -> None:
    booking = await desk.charged(card=REFUNDS_LATE, starts_in=timedelta(days=9))
    await desk.cancel(booking)
    for _ in range(4):
        await desk.settle_asked()
        await desk.settle(booking)
        await desk.wait(days=1)

    assert await desk.refunds() == [PRICE]
    assert await desk.state(booking) == "cancelled/refunded"
    assert await desk.amounts(booking) == (PRICE, PRICE, PRICE)
    assert (await desk.told(booking)).count(("refunded", "learner")) == 1


async def test_stripe_away_for_an_hour_heals_by_itself(desk: Desk) -> None:
    """A seat held, an accepted request and a cancellation meet the outage."""
    accepted, cancelled = await desk.paid(), await desk.charged()
    waiting = await desk.a_seat()
    await desk.accept(accepted)
    await desk.cancel(cancelled)
    await desk.switch(fail_rate=1)
    for _ in range(6):
        for booking in (waiting, accepted, cancelled):
            with pytest.raises(Unavailable):
                await desk.settle(booking)
        await desk.wait(minutes=10)
    await desk.tick("expire")
    assert await desk.state(accepted) == "confirmed/authorized"

    await desk.switch(reset=True)
    await desk.settle_asked()

    assert await desk.state(waiting) == "cancelled/cancelled"
    assert await desk.state(accepted) == "confirmed/captured"
    assert await desk.state(cancelled) == "cancelled/refunded"
    assert await desk.refunds() == [PRICE]
    assert all(session["status"] != "open" for session in await desk.sessions())


async def test_an_answer_after_the_deadline_charges_nothing(desk: Desk) -> None:
    booking = await desk.paid()
    await desk.wait(hours=49)
    async with desk.db.begin(booking.expert.actor) as tx:
        with pytest.raises(WrongState):
            await functions.accept(tx, BookingId(booking.id))
    await desk.tick("unanswered")
    await desk.settle_asked()

    [intent] = await desk.intents()
    assert (intent["status"], intent["amount_received"]) == ("canceled", 0)


@pytest.mark.parametrize("end", ["decline", "cancel"])
async def test_a_request_that_was_charged_already_is_given_back_when_it_ends(
    desk: Desk, end: str
) -> None:
    """As by a method that charges at once, or by somebody at Stripe's own desk."""
    booking = await desk.paid()
    [intent] = await desk.intents()
    await desk.gateway.capture(intent["id"], PRICE, "by hand")

    await (desk.decline(booking) if end == "decline" else desk.cancel(booking))
    await desk.settle_asked()

    assert await desk.refunds() == [PRICE]
    assert (await desk.state(booking)).endswith("/refunded")
    assert await desk.amounts(booking) == (PRICE, PRICE, PRICE)
