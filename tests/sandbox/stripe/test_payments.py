"""What becomes of money at the local Stripe, seen through Stripe's own SDK."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from stripe import CardError, InvalidRequestError

from tests.sandbox.stripe.till import Till


async def test_a_checkout_has_no_intent_until_the_learner_pays(till: Till) -> None:
    session = await till.session()
    assert (session.status, session.payment_intent) == ("open", None)
    assert session.url == f"{till.base}/checkout/{session.id}"
    assert session.amount_total == 45_000
    assert (await till.pay(session))["state"] == "held"
    again = await till.sdk.v1.checkout.sessions.retrieve_async(session.id)
    assert (again.status, again.url) == ("complete", None)
    assert again.payment_intent is not None


async def test_a_held_amount_says_until_when(till: Till) -> None:
    intent = await till.held()
    assert (intent.status, intent.amount_capturable) == ("requires_capture", 45_000)
    charge = await till.sdk.v1.charges.retrieve_async(intent.latest_charge)
    assert not charge.captured
    card = charge.to_dict()["payment_method_details"]["card"]
    assert card["capture_before"] == int(till.clock.now().timestamp()) + 7 * 86_400


async def test_capture_takes_the_money(till: Till) -> None:
    intent = await till.held()
    captured = await till.sdk.v1.payment_intents.capture_async(intent.id)
    assert (captured.status, captured.amount_received) == ("succeeded", 45_000)
    assert captured.amount_capturable == 0
    await till.ear.hears("payment_intent.succeeded")
    with pytest.raises(InvalidRequestError) as refused:
        await till.sdk.v1.payment_intents.capture_async(intent.id)
    assert refused.value.code == "payment_intent_unexpected_state"


async def test_a_partial_capture_releases_the_rest_without_a_refund(till: Till) -> None:
    intent = await till.held()
    taken = await till.sdk.v1.payment_intents.capture_async(
        intent.id, {"amount_to_capture": 20_000}
    )
    assert taken.amount_received == 20_000
    charge = await till.sdk.v1.charges.retrieve_async(intent.latest_charge)
    assert (charge.amount_captured, charge.amount_refunded) == (20_000, 0)
    assert (await till.sdk.v1.refunds.list_async({"payment_intent": intent.id})).data == []


@pytest.mark.parametrize("amount", [0, -1, 45_001])
async def test_no_more_than_the_hold_is_captured(till: Till, amount: int) -> None:
    intent = await till.held()
    with pytest.raises(InvalidRequestError) as refused:
        await till.sdk.v1.payment_intents.capture_async(intent.id, {"amount_to_capture": amount})
    assert refused.value.param == "amount_to_capture"


async def test_a_void_makes_no_refund_and_cannot_be_repeated(till: Till) -> None:
    intent = await till.held()
    void = await till.sdk.v1.payment_intents.cancel_async(
        intent.id, {"cancellation_reason": "requested_by_customer"}
    )
    assert (void.status, void.amount_capturable) == ("canceled", 0)
    assert (await till.sdk.v1.refunds.list_async({"payment_intent": intent.id})).data == []
    await till.ear.hears("payment_intent.canceled")
    with pytest.raises(InvalidRequestError) as refused:
        await till.sdk.v1.payment_intents.cancel_async(intent.id)
    assert refused.value.code == "payment_intent_unexpected_state"


async def test_an_unpaid_checkouts_intent_is_not_cancelled_but_expired(till: Till) -> None:
    session = await till.session()
    await till.pay(session, "4000000000000002")
    session = await till.sdk.v1.checkout.sessions.retrieve_async(session.id)
    with pytest.raises(InvalidRequestError, match="expire the Checkout Session"):
        await till.sdk.v1.payment_intents.cancel_async(session.payment_intent)
    await till.sdk.v1.checkout.sessions.expire_async(session.id)
    intent = await till.sdk.v1.payment_intents.retrieve_async(session.payment_intent)
    assert (intent.status, intent.cancellation_reason) == ("canceled", "expired")


async def test_a_decline_leaves_the_checkout_open(till: Till) -> None:
    session = await till.session()
    said = await till.pay(session, "4000 0000 0000 9995")
    assert (said["state"], said["decline_code"]) == ("declined", "insufficient_funds")
    session = await till.sdk.v1.checkout.sessions.retrieve_async(
        session.id, {"expand": ["payment_intent"]}
    )
    intent = session.payment_intent
    assert (session.status, intent.status) == ("open", "requires_payment_method")
    assert intent.last_payment_error.decline_code == "insufficient_funds"
    await till.ear.hears("payment_intent.payment_failed")
    assert (await till.pay(session))["payment_intent"] == intent.id


async def test_three_d_secure_asks_first(till: Till) -> None:
    session = await till.session()
    assert (await till.pay(session, "4000002500003155"))["state"] == "asks"
    await till.ear.hears("payment_intent.requires_action")
    refused = await till.post(f"/checkout/{session.id}/authenticate", {"confirmed": False})
    assert refused["code"] == "payment_intent_authentication_failure"
    assert (await till.pay(session, "4000002500003155"))["state"] == "asks"
    agreed = await till.post(f"/checkout/{session.id}/authenticate", {"confirmed": True})
    assert agreed["state"] == "held"


async def test_automatic_capture_pays_at_once(till: Till) -> None:
    session = await till.session(payment_intent_data={})
    said = await till.pay(session)
    assert said["state"] == "paid"
    intent = await till.sdk.v1.payment_intents.retrieve_async(said["payment_intent"])
    assert (intent.status, intent.amount_received) == ("succeeded", 45_000)
    done = await till.ear.hears("checkout.session.completed")
    assert done["data"]["object"]["payment_status"] == "paid"


async def test_a_capture_can_fail(till: Till) -> None:
    session = await till.session()
    said = await till.pay(session, "4000000000040206")
    with pytest.raises(CardError) as failed:
        await till.sdk.v1.payment_intents.capture_async(said["payment_intent"])
    assert failed.value.code == "card_declined"
    intent = await till.sdk.v1.payment_intents.retrieve_async(said["payment_intent"])
    assert (intent.status, intent.amount_capturable) == ("requires_payment_method", 0)
    await till.ear.hears("payment_intent.payment_failed")


async def test_a_bank_can_let_go_of_the_hold(till: Till) -> None:
    session = await till.session()
    said = await till.pay(session, "4000000000040107")
    with pytest.raises(InvalidRequestError) as failed:
        await till.sdk.v1.payment_intents.capture_async(said["payment_intent"])
    assert failed.value.code == "charge_expired_for_capture"
    intent = await till.sdk.v1.payment_intents.retrieve_async(said["payment_intent"])
    assert intent.status == "canceled"


async def test_a_hold_lapses_after_seven_days(till: Till) -> None:
    intent = await till.held()
    await till.wait(days=7)
    intent = await till.sdk.v1.payment_intents.retrieve_async(intent.id)
    assert (intent.status, intent.cancellation_reason) == ("canceled", "automatic")
    assert "charge.expired" in till.ear.types
    assert "payment_intent.canceled" in till.ear.types


async def test_a_session_expires_at_its_time(till: Till) -> None:
    session = await till.session()
    due = till.stripe.next_due()
    assert due == (datetime.fromtimestamp(session.expires_at, UTC), "checkout_expiry")
    await till.wait(minutes=30, seconds=59)
    assert "checkout.session.expired" not in till.ear.types
    await till.wait(seconds=1)
    assert till.ear.types[-1] == "checkout.session.expired"
    assert till.stripe.next_due() is None
    assert (await till.pay(session))["state"] == "expired"
    with pytest.raises(InvalidRequestError):
        await till.sdk.v1.checkout.sessions.expire_async(session.id)


async def test_nobody_pays_at_the_second_of_expiry(till: Till) -> None:
    session = await till.session()
    till.clock.time += timedelta(minutes=31)
    assert (await till.pay(session))["state"] == "expired"


@pytest.mark.parametrize(
    ("number", "event", "status"),
    [
        ("AT321904300235473204", "checkout.session.async_payment_succeeded", "requires_capture"),
        (
            "AT051904300235473205",
            "checkout.session.async_payment_failed",
            "requires_payment_method",
        ),
    ],
)
async def test_a_delayed_method_answers_later(
    till: Till, number: str, event: str, status: str
) -> None:
    session = await till.session()
    said = await till.pay(session, number)
    assert said["state"] == "processing"
    await till.ear.hears("checkout.session.completed")
    await till.wait(minutes=3)
    assert event in till.ear.types
    intent = await till.sdk.v1.payment_intents.retrieve_async(said["payment_intent"])
    assert intent.status == status
    assert till.ear.types.count("checkout.session.completed") == 1


async def test_only_the_allowed_means_are_taken(till: Till) -> None:
    session = await till.session(allowed_payment_method_types=["card"])
    said = await till.pay(session, "AT321904300235473204")
    assert said["code"] == "not_taken"


async def test_a_disputed_charge(till: Till) -> None:
    session = await till.session()
    said = await till.pay(session, "4000000000000259")
    await till.sdk.v1.payment_intents.capture_async(said["payment_intent"])
    await till.wait(minutes=1)
    assert "charge.dispute.created" in till.ear.types
    with pytest.raises(InvalidRequestError) as refused:
        await till.sdk.v1.refunds.create_async({"payment_intent": said["payment_intent"]})
    assert refused.value.code == "charge_disputed"
    await till.wait(days=7)
    lost = await till.ear.hears("charge.dispute.closed")
    assert lost["data"]["object"]["status"] == "lost"
