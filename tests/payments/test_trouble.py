"""What may go wrong between us and Stripe, and that it comes right: no cent twice, none lost."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest

from bot.payments.books import Busy
from bot.payments.model import Rejected, Unavailable
from bot.payments.polling import ask_open_payments
from bot.payments.stripe import Gateway
from tests.payments.conftest import PRICE, Booking, Desk

# Test cards and accounts of the local Stripe.
FAILS_CAPTURE = "4000 0000 0004 0206"
LOSES_HOLD = "4000 0000 0004 0107"
FAILS_REFUND = "4000 0000 0000 5126"
PAYS_LATE = "AT321904300235473204"
FAILS_LATE = "AT051904300235473205"


Act = Callable[[Booking], Awaitable[None]] | None


class Killed(BaseException):
    """The process died here."""


class Trouble:
    """A gateway of which one method fails `times` times, before or after it did its work."""

    def __init__(
        self,
        gateway: Any,
        method: str,
        *,
        error: Callable[[], BaseException],
        after: bool = True,
        times: int = 1,
    ) -> None:
        self._gateway = gateway
        self._method = method
        self._error = error
        self._after = after
        self.left = times

    def __getattr__(self, name: str) -> Any:
        real = getattr(self._gateway, name)
        if name != self._method:
            return real

        async def troubled(*args: Any, **more: Any) -> Any:
            if self.left and not self._after:
                self.left -= 1
                raise self._error()
            done = await real(*args, **more)
            if self.left:
                self.left -= 1
                raise self._error()
            return done

        return troubled


def no_answer() -> BaseException:
    return Unavailable("no answer")


async def test_killed_after_the_checkout_was_made_the_same_one_is_used(desk: Desk) -> None:
    booking = await desk.a_seat()
    with pytest.raises(Killed):
        await desk.settle(booking, Trouble(desk.gateway, "open_checkout", error=Killed))

    await desk.settle(booking)

    assert len(await desk.sessions()) == 1
    assert (await desk.attempt(booking))["url"]


async def test_a_lost_checkout_is_found_when_its_parameters_are_too_old(desk: Desk) -> None:
    booking = await desk.a_seat()
    with pytest.raises(Killed):
        await desk.settle(booking, Trouble(desk.gateway, "open_checkout", error=Killed))

    await desk.wait(seconds=50)
    await desk.settle(booking)

    [session] = await desk.sessions()
    assert (await desk.attempt(booking))["checkout_session_id"] == session["id"]


async def test_a_checkout_that_was_never_made_is_asked_for_anew_and_the_hold_follows(
    desk: Desk,
) -> None:
    booking = await desk.a_seat()
    first = Trouble(desk.gateway, "open_checkout", error=no_answer, after=False)
    with pytest.raises(Unavailable):
        await desk.settle(booking, first)
    before = (await desk.attempt(booking))["expires_at"]

    await desk.wait(minutes=2)
    await desk.settle(booking)

    attempt = await desk.attempt(booking)
    held_until = await desk.owner.fetchval(
        "select hold_expires_at from bookings where id = $1", booking.id
    )
    assert attempt["expires_at"] == held_until > before
    assert len(await desk.sessions()) == 1
    assert await desk.open_attempts(booking) == 1


async def test_a_lost_checkout_of_a_seat_that_was_let_go_is_shut(desk: Desk) -> None:
    booking = await desk.a_seat()
    with pytest.raises(Killed):
        await desk.settle(booking, Trouble(desk.gateway, "open_checkout", error=Killed))

    await desk.cancel(booking)
    await desk.settle_asked()

    assert [session["status"] for session in await desk.sessions()] == ["expired"]


@pytest.mark.parametrize("error", [Killed, no_answer])
async def test_a_capture_whose_answer_is_lost_charges_once(
    desk: Desk, error: Callable[[], BaseException]
) -> None:
    booking = await desk.paid()
    await desk.accept(booking)
    with pytest.raises((Killed, Unavailable)):
        await desk.settle(booking, Trouble(desk.gateway, "capture", error=error))
    assert await desk.state(booking) == "confirmed/authorized"

    await desk.settle(booking)

    assert await desk.state(booking) == "confirmed/captured"
    assert [intent["amount_received"] for intent in await desk.intents()] == [PRICE]


async def test_a_refund_whose_answer_is_lost_is_made_once(desk: Desk) -> None:
    booking = await desk.charged(starts_in=timedelta(hours=20))
    await desk.cancel(booking)
    with pytest.raises(Killed):
        await desk.settle(booking, Trouble(desk.gateway, "refund", error=Killed))

    await desk.settle(booking)

    assert await desk.refunds() == [PRICE // 2]
    assert await desk.state(booking) == "cancelled/refunded"


async def test_a_refund_asked_again_before_it_shows_is_made_once(desk: Desk) -> None:
    """Two settles that both saw no refund yet ask with the same key, and Stripe makes one."""
    booking = await desk.charged(starts_in=timedelta(hours=20))
    await desk.cancel(booking)
    blind = Blind(desk.gateway)
    with pytest.raises(Rejected):
        await desk.settle(booking, blind)

    await desk.settle(booking)

    assert blind.asked > 1
    assert await desk.refunds() == [PRICE // 2]


class Blind:
    """A gateway that never sees a refund in its looks, as if Stripe's lists lagged behind."""

    def __init__(self, gateway: Any) -> None:
        self._gateway = gateway
        self.asked = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._gateway, name)

    async def intent(self, intent_id: str) -> Any:
        return dataclasses.replace(await self._gateway.intent(intent_id), refunds=())

    async def refund(self, *args: Any) -> Any:
        self.asked += 1
        return await self._gateway.refund(*args)


@pytest.mark.parametrize("step", ["open_checkout", "capture", "void", "refund", "expire_checkout"])
async def test_whatever_dies_wherever_it_comes_right(desk: Desk, step: str) -> None:
    ways: dict[str, tuple[Callable[[], Awaitable[Booking]], Act, str]] = {
        "open_checkout": (desk.a_seat, None, "pending/pending"),
        "capture": (desk.paid, desk.accept, "confirmed/captured"),
        "void": (desk.paid, desk.decline, "declined/cancelled"),
        "refund": (desk.charged, desk.cancel, "cancelled/refunded"),
        "expire_checkout": (desk.a_seat, desk.cancel, "cancelled/cancelled"),
    }
    begin, act, end = ways[step]
    booking = await begin()
    if step == "expire_checkout":
        await desk.settle_asked()
    if act:
        await act(booking)
    for after in (False, True):
        with pytest.raises(Killed):
            await desk.settle(booking, Trouble(desk.gateway, step, error=Killed, after=after))

    await desk.settle(booking)
    await desk.settle(booking)

    assert await desk.state(booking) == end
    assert len(await desk.sessions()) == 1
    assert len(await desk.refunds()) == (1 if step == "refund" else 0)


async def test_asked_twice_at_once_it_charges_once(desk: Desk) -> None:
    booking = await desk.paid()
    await desk.accept(booking)

    ends = await asyncio.gather(*(desk.settle(booking) for _ in range(4)), return_exceptions=True)

    assert all(end is None or isinstance(end, Busy) for end in ends), ends
    assert None in ends
    assert await desk.state(booking) == "confirmed/captured"
    assert [intent["amount_received"] for intent in await desk.intents()] == [PRICE]
    orders = await desk.owner.fetchval(
        "select count(*) from app.payment_attempts where booking_id = $1 and step = 'capture'",
        booking.id,
    )
    assert orders == 1


async def test_whoever_lost_the_lease_writes_nothing(desk: Desk) -> None:
    booking = await desk.paid()
    await desk.accept(booking)

    class Slow:
        def __getattr__(self, name: str) -> Any:
            return getattr(desk.gateway, name)

        async def capture(self, *args: Any) -> None:
            await desk.gateway.capture(*args)
            await desk.owner.execute(
                "update app.settles set holder = 'another', until = clock_timestamp() + '1 h'"
            )

    await desk.settle(booking, Slow())
    assert await desk.state(booking) == "confirmed/authorized"

    await desk.owner.execute("update app.settles set until = clock_timestamp()")
    await desk.settle(booking)
    assert await desk.state(booking) == "confirmed/captured"


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
