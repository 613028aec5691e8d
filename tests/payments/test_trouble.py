"""When banks and Stripe say no, late or nothing: the booking follows, and people are told."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.payments.model import Rejected, Unavailable
from bot.payments.polling import ask_open_payments, ask_refunded
from bot.payments.stripe import Gateway
from tests.payments.conftest import Desk

# Test cards and accounts of the local Stripe.
FAILS_CAPTURE = "4000 0000 0004 0206"
LOSES_HOLD = "4000 0000 0004 0107"
FAILS_REFUND = "4000 0000 0000 5126"
PAYS_LATE = "AT321904300235473204"
FAILS_LATE = "AT051904300235473205"


async def test_a_capture_that_the_bank_refuses_cancels_the_booking(desk: Desk) -> None:
    booking = await desk.paid(card=FAILS_CAPTURE)
    await desk.accept(booking)

    await desk.settle_asked()

    assert await desk.state(booking) == "cancelled/failed"
    assert await desk.amounts(booking) == (0, 0, 0)
    assert ("capture_failed", "learner") in await desk.told(booking)
    assert ("capture_failed", "expert") in await desk.told(booking)


async def test_a_hold_that_is_gone_at_capture_cancels_the_booking(desk: Desk) -> None:
    booking = await desk.paid(card=LOSES_HOLD)
    await desk.accept(booking)

    await desk.settle_asked()

    assert await desk.state(booking) == "cancelled/failed"
    assert ("capture_failed", "learner") in await desk.told(booking)


async def test_a_hold_that_runs_out_before_the_answer_ends_the_request(desk: Desk) -> None:
    booking = await desk.paid(starts_in=timedelta(days=20))

    await desk.wait(days=8)
    await desk.settle_asked()

    assert await desk.state(booking) == "cancelled/failed"
    assert [intent["status"] for intent in await desk.intents()] == ["canceled"]


async def test_a_delayed_method_keeps_the_seat_until_it_answers(desk: Desk) -> None:
    booking = await desk.a_seat()
    await desk.settle_asked()
    await desk.pay(booking, PAYS_LATE)
    await desk.settle(booking)
    assert await desk.state(booking) == "pending/processing"

    await desk.wait(minutes=4)
    await desk.settle_asked()

    assert await desk.state(booking) == "pending/authorized"


async def test_a_delayed_method_that_fails_frees_the_seat(desk: Desk) -> None:
    booking = await desk.a_seat()
    await desk.settle_asked()
    await desk.pay(booking, FAILS_LATE)
    await desk.settle(booking)

    await desk.wait(minutes=4)
    await desk.settle_asked()

    assert await desk.state(booking) == "cancelled/failed"
    assert ("payment_failed", "learner") in await desk.told(booking)


async def test_a_refund_that_keeps_failing_waits_for_a_person(desk: Desk) -> None:
    booking = await desk.charged(card=FAILS_REFUND)
    await desk.cancel(booking)

    for _ in range(3):
        await desk.settle(booking)
        await desk.wait(days=1)
    with pytest.raises(Rejected):
        await desk.settle(booking)

    assert len(await desk.refunds()) == 3
    assert (await desk.amounts(booking))[2] == 0
    told = [name for name, who in await desk.told(booking) if who == "learner"]
    assert told[-6:] == ["refunded", "refund_returned"] * 3, "each try, and each that came back"


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_stripe_down_is_told_as_unavailable_and_heals(desk: Desk, status: int) -> None:
    booking = await desk.paid()
    await desk.accept(booking)
    await desk.switch(fail_next=3, fail_status=status)

    with pytest.raises(Unavailable):
        await desk.settle(booking)
    await desk.switch(fail_next=0)
    await desk.settle(booking)

    assert await desk.state(booking) == "confirmed/captured"


async def test_a_wrong_key_is_rejected_not_retried(desk: Desk) -> None:
    booking = await desk.a_seat()
    wrong = Gateway("sk_test_wrong", desk.base)
    try:
        with pytest.raises(Rejected):
            await desk.settle(booking, wrong)
    finally:
        await wrong.close()


async def test_a_payment_that_no_webhook_told_of_is_found_by_looking(desk: Desk) -> None:
    booking = await desk.a_seat()
    await desk.settle_asked()
    await desk.switch(webhook_drop=1)
    await desk.pay(booking)
    async with desk.db.begin() as tx:
        assert await ask_open_payments(tx) == 0, "looked at just now"
    await desk.owner.execute("update app.settles set until = until - interval '4 s'")

    async with desk.db.begin() as tx:
        assert await ask_open_payments(tx) == 1
        assert await ask_open_payments(tx) == 0, "asked already"
    await desk.settle_asked()

    assert await desk.state(booking) == "pending/authorized"
    await desk.owner.execute("update app.settles set until = until - interval '1 h'")
    async with desk.db.begin() as tx:
        assert await ask_open_payments(tx) == 0, "nothing is open any more"


async def test_a_refund_that_came_back_untold_is_found_by_looking(desk: Desk) -> None:
    booking = await desk.charged(card=FAILS_REFUND)
    await desk.cancel(booking)
    await desk.settle_asked()
    assert (await desk.amounts(booking))[2] > 0
    await desk.switch(webhook_drop=1)
    await desk.wait(days=1)
    every = timedelta(hours=6)
    async with desk.db.begin() as tx:
        assert await ask_refunded(tx, every) == 0, "looked at just now"
    await desk.owner.execute("update app.settles set until = until - interval '7 h'")

    async with desk.db.begin() as tx:
        assert await ask_refunded(tx, every) == 1
        assert await ask_refunded(tx, every) == 0, "asked already"
    await desk.settle_asked()

    assert len(await desk.refunds()) == 2
