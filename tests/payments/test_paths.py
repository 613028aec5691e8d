"""Every ordinary way of a booking's money, on real Postgres and the local Stripe."""

from __future__ import annotations

from datetime import timedelta

from tests.payments.conftest import PRICE, Desk

DECLINED = "4000 0000 0000 0002"
GOOD = "4242 4242 4242 4242"


async def test_a_held_seat_gets_its_pay_link(desk: Desk) -> None:
    booking = await desk.a_seat()

    await desk.settle_asked()

    attempt = await desk.attempt(booking)
    assert attempt["url"].startswith("http")
    held_until = await desk.owner.fetchval(
        "select hold_expires_at from bookings where id = $1", booking.id
    )
    assert held_until == attempt["expires_at"]
    assert await desk.told(booking) == [("held", "learner")]
    [session] = await desk.sessions()
    assert session["client_reference_id"] == str(booking.id)
    assert session["amount_total"] == PRICE


async def test_the_checkout_says_what_is_paid_for(desk: Desk) -> None:
    booking = await desk.a_seat()

    await desk.settle_asked()

    parameters = (await desk.attempt(booking))["parameters"]
    assert "Python Basics with Maria K., " in parameters
    assert '"locale": "en"' in parameters


async def test_asked_again_the_learner_keeps_the_same_link(desk: Desk) -> None:
    booking = await desk.a_seat()
    await desk.settle(booking)
    await desk.settle(booking)

    assert len(await desk.sessions()) == 1
    assert await desk.told(booking) == [("held", "learner")]


async def test_paid_accepted_and_charged(desk: Desk) -> None:
    booking = await desk.a_seat()
    await desk.settle_asked()

    await desk.pay(booking)
    await desk.settle(booking)

    assert await desk.state(booking) == "pending/authorized"
    assert await desk.amounts(booking) == (PRICE, 0, 0)
    limits = await desk.owner.fetchrow(
        "select respond_by, capture_before, start_at from bookings where id = $1", booking.id
    )
    assert limits["respond_by"] <= limits["capture_before"] - timedelta(days=1)
    assert ("authorized", "learner") in await desk.told(booking)
    assert ("request", "expert") in await desk.told(booking)

    await desk.accept(booking)
    await desk.settle_asked()

    assert await desk.state(booking) == "confirmed/captured"
    assert await desk.amounts(booking) == (PRICE, PRICE, 0)
    [intent] = await desk.intents()
    assert (intent["status"], intent["amount_received"]) == ("succeeded", PRICE)
    assert ("accepted", "learner") in await desk.told(booking)
    assert await desk.open_attempts(booking) == 0


async def test_a_declined_request_releases_the_hold(desk: Desk) -> None:
    booking = await desk.paid()

    await desk.decline(booking)
    await desk.settle_asked()

    assert await desk.state(booking) == "declined/cancelled"
    assert await desk.amounts(booking) == (0, 0, 0)
    [intent] = await desk.intents()
    assert intent["status"] == "canceled"


async def test_a_withdrawn_request_releases_the_hold(desk: Desk) -> None:
    booking = await desk.paid()

    await desk.cancel(booking)
    await desk.settle_asked()

    assert await desk.state(booking) == "cancelled/cancelled"
    assert [intent["status"] for intent in await desk.intents()] == ["canceled"]
    assert ("paid_too_late", "learner") not in await desk.told(booking)


async def test_an_unanswered_request_releases_the_hold(desk: Desk) -> None:
    booking = await desk.paid()

    await desk.wait(hours=49)
    await desk.tick("unanswered")
    await desk.settle_asked()

    assert await desk.state(booking) == "cancelled/cancelled"
    assert [intent["status"] for intent in await desk.intents()] == ["canceled"]


async def test_letting_go_closes_the_checkout_at_once(desk: Desk) -> None:
    booking = await desk.a_seat()
    await desk.settle_asked()

    await desk.cancel(booking)
    await desk.settle_asked()

    assert await desk.state(booking) == "cancelled/cancelled"
    assert [session["status"] for session in await desk.sessions()] == ["expired"]
    assert await desk.open_attempts(booking) == 0


async def test_letting_go_before_the_link_was_made_makes_none(desk: Desk) -> None:
    booking = await desk.a_seat()
    await desk.cancel(booking)
    await desk.settle_asked()

    assert await desk.sessions() == []
    assert await desk.told(booking) == []


async def test_a_checkout_that_expires_ends_the_hold(desk: Desk) -> None:
    booking = await desk.a_seat()
    await desk.settle_asked()

    await desk.wait(minutes=32)
    await desk.settle_asked()

    assert await desk.state(booking) == "cancelled/cancelled"
    assert ("hold_ran_out", "learner") in await desk.told(booking)
    assert await desk.open_attempts(booking) == 0


async def test_a_hold_that_our_clock_ended_closes_the_checkout(desk: Desk) -> None:
    booking = await desk.a_seat()
    await desk.settle_asked()
    await desk.owner.execute(
        "update bookings set hold_expires_at = app.now() where id = $1", booking.id
    )

    await desk.tick("expire")
    await desk.settle_asked()

    assert [session["status"] for session in await desk.sessions()] == ["expired"]
    assert await desk.state(booking) == "cancelled/cancelled"


async def test_paid_in_the_last_second_is_voided_and_told_once(desk: Desk) -> None:
    booking = await desk.a_seat()
    await desk.settle_asked()
    await desk.pay(booking)
    await desk.owner.execute(
        "update bookings set hold_expires_at = app.now() where id = $1", booking.id
    )

    await desk.tick("expire")
    await desk.settle_asked()
    await desk.settle(booking)

    assert await desk.state(booking) == "cancelled/cancelled"
    assert [intent["status"] for intent in await desk.intents()] == ["canceled"]
    assert (await desk.told(booking)).count(("paid_too_late", "learner")) == 1
    assert await desk.amounts(booking) == (0, 0, 0)


async def test_a_declined_card_is_told_and_another_one_pays(desk: Desk) -> None:
    booking = await desk.a_seat()
    await desk.settle_asked()

    await desk.pay(booking, DECLINED)
    await desk.settle(booking)
    await desk.settle(booking)
    assert (await desk.told(booking)).count(("card_declined", "learner")) == 1

    await desk.pay(booking, DECLINED)
    await desk.settle(booking)
    assert (await desk.told(booking)).count(("card_declined", "learner")) == 2
    assert await desk.state(booking) == "pending/pending"

    await desk.pay(booking, GOOD)
    await desk.settle(booking)
    assert await desk.state(booking) == "pending/authorized"


async def test_a_learner_who_cancels_early_gets_all_of_it_back(desk: Desk) -> None:
    booking = await desk.charged()

    await desk.cancel(booking)
    await desk.settle_asked()

    assert await desk.state(booking) == "cancelled/refunded"
    assert await desk.amounts(booking) == (PRICE, PRICE, PRICE)
    assert await desk.refunds() == [PRICE]
    assert ("refunded", "learner") in await desk.told(booking)


async def test_a_learner_who_cancels_late_gets_half_of_it_back(desk: Desk) -> None:
    booking = await desk.charged(starts_in=timedelta(hours=20))

    await desk.cancel(booking)
    await desk.settle_asked()

    assert await desk.state(booking) == "cancelled/refunded"
    assert await desk.amounts(booking) == (PRICE, PRICE, PRICE // 2)
    assert await desk.refunds() == [PRICE // 2]


async def test_an_expert_who_cancels_gives_all_of_it_back(desk: Desk) -> None:
    booking = await desk.charged(starts_in=timedelta(hours=20))

    await desk.cancel(booking, booking.expert)
    await desk.settle_asked()

    assert await desk.amounts(booking) == (PRICE, PRICE, PRICE)
    assert await desk.state(booking) == "cancelled/refunded"


async def test_cancelled_before_the_charge_only_the_share_is_charged(desk: Desk) -> None:
    booking = await desk.paid(starts_in=timedelta(hours=20))
    await desk.accept(booking)
    await desk.cancel(booking)

    await desk.settle_asked()

    assert await desk.state(booking) == "cancelled/captured"
    assert await desk.amounts(booking) == (PRICE, PRICE // 2, 0)
    assert await desk.refunds() == []


async def test_a_share_too_small_to_be_charged_is_left_and_the_hold_released(desk: Desk) -> None:
    booking = await desk.paid(starts_in=timedelta(hours=20), price=400)
    await desk.accept(booking)
    await desk.cancel(booking)

    await desk.settle_asked()

    assert await desk.state(booking) == "cancelled/cancelled"
    assert [intent["status"] for intent in await desk.intents()] == ["canceled"]
    assert (await desk.amounts(booking))[1:] == (0, 0), "nothing is charged"


async def test_cancelled_before_the_charge_and_in_time_nothing_is_charged(desk: Desk) -> None:
    booking = await desk.paid()
    await desk.accept(booking)
    await desk.cancel(booking)

    await desk.settle_asked()

    assert await desk.state(booking) == "cancelled/cancelled"
    assert [intent["status"] for intent in await desk.intents()] == ["canceled"]


async def test_a_free_session_never_meets_stripe(desk: Desk) -> None:
    booking = await desk.a_seat(price=0)
    await desk.settle(booking)
    await desk.accept(booking)
    await desk.settle_asked()

    assert await desk.state(booking) == "confirmed/captured"
    assert await desk.sessions() == []
    assert await desk.amounts(booking) == (0, 0, 0)
