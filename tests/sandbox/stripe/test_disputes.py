"""Cardholders who complain: what is taken, what comes back, and what can still be refunded."""

from __future__ import annotations

import sys
import typing
from typing import Any

import pytest
import stripe
from stripe import InvalidRequestError

from bot.sandbox.stripe.outcomes import DISPUTED_AFTER
from bot.sandbox.stripe.texts import DANISH, ENGLISH
from tests.sandbox.stripe.test_refunds import a_capture
from tests.sandbox.stripe.till import Till

OPENED = ["charge.dispute.created", "charge.dispute.funds_withdrawn"]


async def a_dispute(till: Till, **more: Any) -> tuple[Any, dict[str, Any]]:
    """A captured intent, and the dispute of it."""
    intent = await a_capture(till)
    path = f"/stripe/sandbox/charges/{intent.latest_charge}/dispute"
    return intent, await till.post(path, more)


async def move(till: Till, dispute: dict[str, Any], how: str) -> dict[str, Any]:
    return await till.post(f"/stripe/sandbox/disputes/{dispute['id']}/{how}", {})


async def told(till: Till) -> list[str]:
    """The types of the events about disputes, oldest first."""
    found = await till.sdk.v1.events.list_async({"type": "charge.dispute.*", "limit": 100})
    return [event.type for event in reversed(found.data)]


async def available(till: Till) -> int:
    balance = await till.sdk.v1.balance.retrieve_async()
    return sum(item.amount for item in balance.available)


async def refund(till: Till, intent: Any, **more: Any) -> Any:
    return await till.sdk.v1.refunds.create_async({"payment_intent": intent.id, **more})


async def test_a_dispute_takes_the_money_at_once(till: Till) -> None:
    intent, dispute = await a_dispute(till, reason="product_not_received")
    assert (dispute["status"], dispute["amount"]) == ("needs_response", 45_000)
    assert (dispute["reason"], dispute["is_charge_refundable"]) == ("product_not_received", False)
    assert (dispute["charge"], dispute["payment_intent"]) == (intent.latest_charge, intent.id)
    [taken] = dispute["balance_transactions"]
    assert (taken["net"], taken["reporting_category"]) == (-45_000, "dispute")
    assert await told(till) == OPENED
    assert await available(till) == 0
    assert (await till.sdk.v1.charges.retrieve_async(intent.latest_charge)).disputed


@pytest.mark.parametrize("inquiry", [False, True])
async def test_the_object_has_all_that_stripes_library_promises(till: Till, inquiry: bool) -> None:
    _, dispute = await a_dispute(till, inquiry=inquiry)
    assert lacking(stripe.Dispute, dispute) == []
    [*transactions] = dispute["balance_transactions"]
    assert all(not lacking(stripe.BalanceTransaction, each) for each in transactions)
    assert stripe.Dispute.construct_from(dispute, "sk_test").evidence_details.due_by


def lacking(kind: Any, body: dict[str, Any]) -> list[str]:
    """Which fields that a class of the library always has are not in an object."""
    # What the module imports for type checkers only: any class stands for it here.
    names = {**vars(sys.modules[kind.__module__]), **dict.fromkeys(_unresolved(kind), object)}
    hints = typing.get_type_hints(kind, globalns=names)
    wanted = {
        name
        for name, hint in hints.items()
        if typing.get_origin(hint) is not typing.ClassVar
        and type(None) not in typing.get_args(hint)
        and not name.startswith("_")
    }
    return sorted(wanted - set(body))


def _unresolved(kind: Any) -> set[str]:
    found: set[str] = set()
    for hint in vars(kind)["__annotations__"].values():
        found |= {arg.__forward_arg__ for arg in _forwards(hint)}
    return found


def _forwards(hint: Any) -> list[typing.ForwardRef]:
    if isinstance(hint, typing.ForwardRef):
        return [hint]
    return [each for arg in typing.get_args(hint) for each in _forwards(arg)]


@pytest.mark.parametrize(
    ("how", "status", "events", "kept"),
    [
        (
            "win",
            "won",
            ["charge.dispute.updated", "charge.dispute.funds_reinstated", "charge.dispute.closed"],
            45_000,
        ),
        ("lose", "lost", ["charge.dispute.closed"], 0),
    ],
)
async def test_a_bank_decides(
    till: Till, how: str, status: str, events: list[str], kept: int
) -> None:
    intent, dispute = await a_dispute(till)
    decided = await move(till, dispute, how)
    assert decided["status"] == status
    assert await told(till) == OPENED + events
    assert await available(till) == kept
    assert (await till.sdk.v1.charges.retrieve_async(intent.latest_charge)).disputed
    heard = await till.ear.hears("charge.dispute.closed")
    assert heard["data"]["object"] == decided
    assert (await move(till, dispute, "lose"))["error"]


async def test_nothing_is_refunded_while_the_bank_has_the_money(till: Till) -> None:
    intent, dispute = await a_dispute(till)
    for _ in range(2):
        with pytest.raises(InvalidRequestError) as refused:
            await refund(till, intent)
        assert refused.value.code == "charge_disputed"
        await move(till, dispute, "lose")


async def test_what_was_won_can_be_refunded(till: Till) -> None:
    intent, dispute = await a_dispute(till)
    assert (await move(till, dispute, "win"))["is_charge_refundable"]
    assert (await refund(till, intent)).status == "succeeded"


async def test_an_inquiry_takes_nothing_and_a_full_refund_closes_it(till: Till) -> None:
    intent, dispute = await a_dispute(till, inquiry=True)
    assert dispute["status"] == "warning_needs_response"
    assert (dispute["is_charge_refundable"], dispute["balance_transactions"]) == (True, [])
    assert await available(till) == 45_000
    await refund(till, intent, amount=5_000)
    assert await told(till) == ["charge.dispute.created"]
    await refund(till, intent)
    assert await told(till) == ["charge.dispute.created", "charge.dispute.closed"]
    [row] = (await till.get("/stripe/sandbox/books"))["payments"]
    assert (row["refunded"], row["disputed"], row["lost"]) == (45_000, 0, 0)


async def test_an_inquiry_that_is_won_or_forgotten_is_closed(till: Till) -> None:
    _, dispute = await a_dispute(till, inquiry=True)
    assert (await move(till, dispute, "lose"))["error"]
    assert (await move(till, dispute, "win"))["status"] == "warning_closed"
    await a_dispute(till, inquiry=True)
    await till.wait(days=120)
    closed = await till.ear.hears("charge.dispute.closed", times=2)
    assert closed["data"]["object"]["status"] == "warning_closed"


async def test_an_inquiry_may_become_a_dispute(till: Till) -> None:
    intent, dispute = await a_dispute(till, inquiry=True)
    worse = await move(till, dispute, "escalate")
    assert (worse["status"], worse["is_charge_refundable"]) == ("needs_response", False)
    assert await available(till) == 0
    with pytest.raises(InvalidRequestError):
        await refund(till, intent)
    updated = await till.ear.hears("charge.dispute.updated")
    assert updated["data"]["previous_attributes"] == {"status": "warning_needs_response"}
    await till.ear.hears("charge.dispute.funds_withdrawn")


async def test_an_unanswered_dispute_is_lost_and_an_answered_one_waits(till: Till) -> None:
    _, second = await a_dispute(till)
    answered = await move(till, second, "answer")
    assert answered["evidence_details"]["has_evidence"]
    assert till.stripe.next_due() is None
    _, first = await a_dispute(till)
    assert first["evidence_details"]["due_by"] == first["created"] + 7 * 86_400
    await till.wait(days=7)
    lost = await till.ear.hears("charge.dispute.closed")
    assert (lost["data"]["object"]["id"], lost["data"]["object"]["status"]) == (first["id"], "lost")
    assert till.ear.types.count("charge.dispute.closed") == 1
    assert (await move(till, second, "win"))["status"] == "won"


async def test_a_part_can_be_disputed_and_is_counted_apart_from_refunds(till: Till) -> None:
    intent = await a_capture(till)
    await refund(till, intent, amount=5_000)
    path = f"/stripe/sandbox/charges/{intent.latest_charge}/dispute"
    dispute = await till.post(path, {"amount": 30_000})
    sums = (await till.get("/stripe/sandbox/books"))["currencies"]["dkk"]
    assert (sums["refunded"], sums["disputed"], sums["lost"]) == (5_000, 30_000, 0)
    await move(till, dispute, "lose")
    sums = (await till.get("/stripe/sandbox/books"))["currencies"]["dkk"]
    assert (sums["refunded"], sums["disputed"], sums["lost"]) == (5_000, 0, 30_000)
    assert await available(till) == 10_000


async def test_what_no_bank_would_take(till: Till) -> None:
    held = await till.held()
    said = await till.post(f"/stripe/sandbox/charges/{held.latest_charge}/dispute", {})
    assert "captured" in said["error"]
    intent = await a_capture(till)
    path = f"/stripe/sandbox/charges/{intent.latest_charge}/dispute"
    for wrong in ({"amount": 45_001}, {"amount": 0}, {"amount": "all"}, {"reason": "spite"}):
        assert (await till.post(path, wrong))["error"]
    dispute = await till.post(path, {})
    assert "already" in (await till.post(path, {}))["error"]
    assert "win" in (await move(till, dispute, "forget"))["error"]
    assert (await till.post("/stripe/sandbox/charges/ch_none/dispute", {}))["error"]


async def test_a_charge_that_was_won_can_be_disputed_again(till: Till) -> None:
    intent, dispute = await a_dispute(till)
    await move(till, dispute, "win")
    path = f"/stripe/sandbox/charges/{intent.latest_charge}/dispute"
    assert (await till.post(path, {}))["status"] == "needs_response"


def test_the_disputed_card_says_when_it_happens() -> None:
    assert DISPUTED_AFTER == 60
    assert "a minute after it is charged" in ENGLISH["disputed"]
    assert "et minut efter trækket" in DANISH["disputed"]
