"""Whatever dies or is lost between us and Stripe comes right: no cent twice, none lost."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest

from bot.payments.books import Busy
from bot.payments.model import Rejected, Unavailable
from tests.payments.conftest import PRICE, Booking, Desk
from tests.payments.failing import Act, Blind, Instead, Killed, Trouble, no_answer


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

    async def slow(*args: Any) -> None:
        await desk.gateway.capture(*args)
        await desk.owner.execute(
            "update app.settles set holder = 'another', until = clock_timestamp() + '1 h'"
        )

    await desk.settle(booking, Instead(desk.gateway, capture=slow))
    assert await desk.state(booking) == "confirmed/authorized"

    await desk.owner.execute("update app.settles set until = clock_timestamp()")
    await desk.settle(booking)
    assert await desk.state(booking) == "confirmed/captured"


async def test_what_a_killed_process_began_waits_for_its_lease_and_no_longer(desk: Desk) -> None:
    booking = await desk.paid()
    await desk.accept(booking)
    await desk.owner.execute(
        "update app.settles set holder = 'killed', until = clock_timestamp() + '40 s'"
    )
    with pytest.raises(Busy):
        await desk.settle(booking)

    await desk.owner.execute("update app.settles set until = clock_timestamp()")
    await desk.settle(booking)

    assert await desk.state(booking) == "confirmed/captured"


async def test_a_lease_that_ran_out_untaken_is_good_enough(desk: Desk) -> None:
    booking = await desk.paid()
    await desk.accept(booking)

    async def late(*args: Any) -> None:
        await desk.gateway.capture(*args)
        await desk.owner.execute(
            "update app.settles set until = clock_timestamp() - interval '1 s'"
        )

    await desk.settle(booking, Instead(desk.gateway, capture=late))

    assert await desk.state(booking) == "confirmed/captured"


async def test_an_expert_who_cancels_while_it_is_being_charged_gives_it_back(desk: Desk) -> None:
    booking = await desk.paid()
    await desk.accept(booking)

    async def meanwhile(*args: Any) -> None:
        await desk.cancel(booking, booking.expert)
        await desk.gateway.capture(*args)

    await desk.settle(booking, Instead(desk.gateway, capture=meanwhile))
    await desk.settle_asked()

    assert await desk.state(booking) == "cancelled/refunded"
    assert await desk.amounts(booking) == (PRICE, PRICE, PRICE)
    told = await desk.told(booking)
    assert ("accepted", "learner") not in told
    assert told.count(("refunded", "learner")) == 1


async def test_a_payment_that_arrives_while_the_seat_is_let_go_is_voided(desk: Desk) -> None:
    booking = await desk.a_seat()
    await desk.settle_asked()
    await desk.cancel(booking)

    async def too_late(*args: Any) -> Any:
        await desk.pay(booking)
        return await desk.gateway.expire_checkout(*args)

    await desk.settle(booking, Instead(desk.gateway, expire_checkout=too_late))

    assert await desk.state(booking) == "cancelled/cancelled"
    assert [intent["status"] for intent in await desk.intents()] == ["canceled"]
    assert ("paid_too_late", "learner") in await desk.told(booking)


async def test_the_seats_of_a_group_share_no_fate(desk: Desk) -> None:
    first = await desk.a_seat(seats=2)
    second = await desk.a_seat(beside=first)
    await desk.settle_asked()
    for booking in (first, second):
        await desk.pay(booking)
        await desk.settle(booking)
        await desk.accept(booking)
        await desk.settle(booking)

    await desk.cancel(first)
    await desk.settle_asked()

    assert await desk.state(first) == "cancelled/refunded"
    assert await desk.state(second) == "confirmed/captured"
    assert await desk.refunds() == [PRICE]
