"""The books that an auditor reads: all that became of every payment, cent by cent."""

from __future__ import annotations

from typing import Any

import pytest
from stripe import CardError

from tests.sandbox.stripe.test_refunds import a_capture
from tests.sandbox.stripe.till import Till


async def books(till: Till) -> dict[str, Any]:
    return await till.get("/stripe/sandbox/books")


def now(till: Till) -> int:
    return int(till.clock.now().timestamp())


async def test_a_payment_tells_all_that_became_of_it(till: Till) -> None:
    began = now(till)
    session = await till.session(
        metadata={"booking": "b1"},
        payment_intent_data={"capture_method": "manual", "metadata": {"attempt": "a1"}},
    )
    intent = (await till.pay(session))["payment_intent"]
    await till.wait(hours=5)
    sdk = till.sdk.v1
    await sdk.payment_intents.capture_async(intent, {"amount_to_capture": 40_000})
    captured_at = now(till)
    await till.wait(hours=1)
    refund = {"payment_intent": intent, "amount": 1_000, "metadata": {"booking": "b1"}}
    failed = await sdk.refunds.create_async(refund)
    await till.post(f"/stripe/sandbox/refunds/{failed.id}/fail", {})
    good = await sdk.refunds.create_async({**refund, "amount": 999})
    charge = (await sdk.payment_intents.retrieve_async(intent)).latest_charge
    dispute = await till.post(f"/stripe/sandbox/charges/{charge}/dispute", {"amount": 3})
    await till.post(f"/stripe/sandbox/disputes/{dispute['id']}/lose", {})

    [row] = (await books(till))["payments"]
    assert (row["payment_intent"], row["status"]) == (intent, "succeeded")
    assert row["metadata"] == {"booking": "b1", "attempt": "a1"}
    assert (row["client_reference_id"], row["description"]) == ("booking-1", "Python Basics")
    assert (row["currency"], row["amount"]) == ("dkk", 45_000)
    assert (row["amount_capturable"], row["amount_received"]) == (0, 40_000)
    assert (row["checkout_session"], row["checkout_status"]) == (session.id, "complete")
    assert (row["created"], row["captured_at"]) == (began, captured_at)
    assert [(each["id"], each["amount_captured"]) for each in row["charges"]] == [(charge, 40_000)]
    assert [(each["id"], each["amount"], each["status"]) for each in row["refunds"]] == [
        (failed.id, 1_000, "failed"),
        (good.id, 999, "succeeded"),
    ]
    assert all(each["metadata"] == {"booking": "b1"} for each in row["refunds"])
    assert [(each["id"], each["amount"], each["status"]) for each in row["disputes"]] == [
        (dispute["id"], 3, "lost")
    ]
    assert (row["captured"], row["refunded"], row["lost"]) == (40_000, 999, 3)


async def test_what_was_never_captured_has_no_time_of_it(till: Till) -> None:
    intent = await till.held()
    [row] = (await books(till))["payments"]
    assert (row["held"], row["captured"], row["captured_at"]) == (45_000, 0, None)
    assert row["charges"][0]["captured"] is False
    await till.wait(hours=1)
    await till.sdk.v1.payment_intents.cancel_async(intent.id)
    [row] = (await books(till))["payments"]
    assert (row["held"], row["status"], row["canceled_at"]) == (0, "canceled", now(till))


async def test_each_try_with_a_card_is_a_charge_of_the_payment(till: Till) -> None:
    session = await till.session()
    await till.pay(session, "4000000000000002")
    said = await till.pay(session, "4000000000040206")
    with pytest.raises(CardError):
        await till.sdk.v1.payment_intents.capture_async(said["payment_intent"])
    [row] = (await books(till))["payments"]
    tries = [(each["status"], each["amount_captured"]) for each in row["charges"]]
    assert tries == [("failed", 0), ("succeeded", 0), ("failed", 0)]
    assert (row["captured"], row["captured_at"]) == (0, None)


async def test_sessions_that_nobody_paid_are_in_the_books_too(till: Till) -> None:
    await a_capture(till)
    await till.session(client_reference_id="booking-2", metadata={"booking": "b2"})
    await till.wait(minutes=31)
    await till.session(client_reference_id="booking-3")
    rows = (await books(till))["checkouts"]
    assert [(row["client_reference_id"], row["status"]) for row in rows] == [
        ("booking-1", "complete"),
        ("booking-2", "expired"),
        ("booking-3", "open"),
    ]
    assert (rows[1]["payment_intent"], rows[1]["metadata"]) == (None, {"booking": "b2"})
    assert (await books(till))["sessions"] == {"open": 1, "complete": 1, "expired": 1}


async def test_the_sums_are_the_sums_of_the_rows_in_each_currency(till: Till) -> None:
    product: dict[str, Any] = {"product_data": {"name": "A"}, "unit_amount": 1_001}
    for currency in ("dkk", "usd", "usd"):
        items = [{"quantity": 1, "price_data": {**product, "currency": currency}}]
        intent = await till.held(line_items=items)
        await till.sdk.v1.payment_intents.capture_async(intent.id, {"amount_to_capture": 777})
        await till.sdk.v1.refunds.create_async({"payment_intent": intent.id, "amount": 333})
    said = await books(till)
    for currency, sums in said["currencies"].items():
        rows = [row for row in said["payments"] if row["currency"] == currency]
        assert sums.pop("payments") == len(rows)
        assert sums == {name: sum(row[name] for row in rows) for name in sums}
    assert said["currencies"]["usd"]["refunded"] == 666
