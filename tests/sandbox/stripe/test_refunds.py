"""Captured money on its way back."""

from __future__ import annotations

from typing import Any

import pytest
from stripe import InvalidRequestError

from tests.sandbox.stripe.till import Till


async def a_capture(till: Till, number: str = "4242424242424242") -> Any:
    session = await till.session()
    said = await till.pay(session, number)
    return await till.sdk.v1.payment_intents.capture_async(said["payment_intent"])


async def test_in_parts_and_never_more_than_was_taken(till: Till) -> None:
    intent = await a_capture(till)
    refunds = till.sdk.v1.refunds
    first = await refunds.create_async({"payment_intent": intent.id, "amount": 22_500})
    assert (first.status, first.amount) == ("succeeded", 22_500)
    with pytest.raises(InvalidRequestError) as refused:
        await refunds.create_async({"payment_intent": intent.id, "amount": 22_501})
    assert refused.value.param == "amount"
    rest = await refunds.create_async({"payment_intent": intent.id})
    assert rest.amount == 22_500
    with pytest.raises(InvalidRequestError) as refused:
        await refunds.create_async({"charge": intent.latest_charge})
    assert refused.value.code == "charge_already_refunded"
    charge = await till.sdk.v1.charges.retrieve_async(intent.latest_charge, {"expand": ["refunds"]})
    assert charge.refunded
    assert charge.refunds is not None
    assert {refund.id for refund in charge.refunds.data} == {first.id, rest.id}


async def test_a_hold_is_voided_not_refunded(till: Till) -> None:
    intent = await till.held()
    with pytest.raises(InvalidRequestError) as refused:
        await till.sdk.v1.refunds.create_async({"payment_intent": intent.id})
    assert refused.value.code == "payment_intent_unexpected_state"
    with pytest.raises(InvalidRequestError) as refused:
        await till.sdk.v1.refunds.create_async({"charge": intent.latest_charge})
    assert refused.value.code == "charge_not_refundable"


async def test_a_refund_can_take_days(till: Till) -> None:
    intent = await a_capture(till, "4000000000007726")
    refund = await till.sdk.v1.refunds.create_async({"payment_intent": intent.id})
    assert (refund.status, refund.to_dict()["pending_reason"]) == ("pending", "processing")
    await till.wait(days=2)
    assert (await till.sdk.v1.refunds.retrieve_async(refund.id)).status == "succeeded"
    updated = await till.ear.hears("refund.updated")
    assert updated["data"]["previous_attributes"] == {"status": "pending"}


async def test_a_refund_can_fail_and_be_made_again(till: Till) -> None:
    intent = await a_capture(till, "4000000000005126")
    refund = await till.sdk.v1.refunds.create_async({"payment_intent": intent.id})
    await till.wait(days=1)
    await till.ear.hears("refund.failed")
    assert (await till.sdk.v1.refunds.retrieve_async(refund.id)).status == "failed"
    charge = await till.sdk.v1.charges.retrieve_async(intent.latest_charge)
    assert (charge.amount_refunded, charge.refunded) == (0, False)
    again = await till.sdk.v1.refunds.create_async({"payment_intent": intent.id})
    assert again.amount == 45_000


async def test_any_refund_can_be_made_to_fail(till: Till) -> None:
    intent = await a_capture(till)
    refund = await till.sdk.v1.refunds.create_async({"payment_intent": intent.id})
    failed = await till.post(f"/stripe/sandbox/refunds/{refund.id}/fail", {})
    assert failed["status"] == "failed"
    await till.ear.hears("refund.failed")


async def test_the_books_and_the_balance_add_up(till: Till) -> None:
    intent = await a_capture(till)
    await till.sdk.v1.refunds.create_async({"payment_intent": intent.id, "amount": 5_000})
    await till.held(client_reference_id="booking-2")
    books = await till.get("/stripe/sandbox/books")
    sums = {"payments": 2, "held": 45_000, "captured": 45_000, "refunded": 5_000}
    assert books["currencies"] == {"dkk": {**sums, "disputed": 0, "lost": 0}}
    assert [row["client_reference_id"] for row in books["payments"]] == ["booking-1", "booking-2"]
    balance = await till.sdk.v1.balance.retrieve_async()
    assert [(item.currency, item.amount) for item in balance.available] == [("dkk", 40_000)]
    assert (await till.sdk.v1.accounts.retrieve_current_async()).charges_enabled


async def test_a_receipt_shows_what_came_and_went(till: Till) -> None:
    intent = await a_capture(till)
    await till.sdk.v1.refunds.create_async({"payment_intent": intent.id, "amount": 5_000})
    charge = await till.sdk.v1.charges.retrieve_async(intent.latest_charge)
    assert charge.receipt_url is not None
    async with till.http.get(charge.receipt_url) as answer:
        page = await answer.text()
    assert "450\u00a0kr." in page
    assert "-50\u00a0kr." in page
