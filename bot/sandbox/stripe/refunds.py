"""Refunds of captured money: whole or in part, at once, late, or failing later."""

from __future__ import annotations

from bot.sandbox.stripe import disputes, money
from bot.sandbox.stripe.act import Act
from bot.sandbox.stripe.cards import behaviour
from bot.sandbox.stripe.errors import StripeError, missing, not_imitated
from bot.sandbox.stripe.objects import DAY, new_refund
from bot.sandbox.stripe.ports import Obj

LATE = "late_refund"
FAILS = "failing_refund"
LATE_AFTER = 2 * DAY
FAILS_AFTER = DAY
_NOT_IMITATED = (
    "customer", "instructions_email", "origin", "refund_application_fee", "reverse_transfer",
)  # fmt: skip


def create(act: Act, params: Obj, ids: dict[str, str]) -> Obj:
    """Give captured money back; StripeError where there is none, or not as much."""
    del ids
    for name in _NOT_IMITATED:
        if name in params:
            raise not_imitated(name)
    charge = _charge(act, params)
    left = charge["amount_captured"] - charge["amount_refunded"]
    amount = int(params.get("amount", left))
    _check(act, charge, params, left, amount)
    method = act.books.get("payment_method", charge["payment_method"])
    does = behaviour(method).does
    status = "pending" if does == "refunds_late" else "succeeded"
    refund = new_refund(act, charge, amount, status, params.get("reason"))
    refund["metadata"] = params.get("metadata") or {}
    if status == "pending":
        refund["pending_reason"] = "processing"
        act.books.due(refund["id"], LATE, act.now + LATE_AFTER)
    if does == "fails_refund":
        act.books.due(refund["id"], FAILS, act.now + FAILS_AFTER)
    act.books.put(refund)
    _move(act, charge, amount)
    act.emit("refund.created", refund)
    act.emit("charge.refunded", charge)
    if charge["refunded"]:
        disputes.refunded(act, charge)
    return refund


def settle_late(act: Act, refund: Obj) -> None:
    """Let a pending refund arrive."""
    if refund["status"] != "pending":
        return
    refund = {key: value for key, value in refund.items() if key != "pending_reason"}
    refund["status"] = "succeeded"
    act.books.put(refund)
    act.emit("refund.updated", refund, {"status": "pending"})


def fail(act: Act, refund: Obj) -> None:
    """Let the bank send a refund back: the money is ours again and can be refunded anew."""
    if refund["status"] not in ("pending", "succeeded"):
        return
    before = refund["status"]
    refund |= {"status": "failed", "failure_reason": "lost_or_stolen_card"}
    refund["failure_balance_transaction"] = refund["id"].replace("re_", "txn_f")
    act.books.put(refund)
    act.books.not_due(refund["id"], LATE)
    _move(act, act.need("charge", refund["charge"], "charge"), -refund["amount"])
    act.emit("refund.updated", refund, {"status": before})
    act.emit("refund.failed", refund)


def _charge(act: Act, params: Obj) -> Obj:
    charge_id = params.get("charge")
    if "payment_intent" in params:
        intent = act.need("payment_intent", params["payment_intent"], "payment_intent")
        if intent["status"] != "succeeded" or charge_id not in (None, intent["latest_charge"]):
            raise StripeError(
                "This PaymentIntent has no captured charge to refund: "
                f"its status is {intent['status']}.",
                code="payment_intent_unexpected_state",
                param="payment_intent",
            )
        charge_id = intent["latest_charge"]
    if charge_id is None:
        raise missing("payment_intent")
    charge = act.need("charge", charge_id, "charge")
    if not charge["captured"]:
        raise StripeError(
            "This charge was never captured; cancel its PaymentIntent to release the hold.",
            code="charge_not_refundable",
            param="charge",
        )
    return charge


def _check(act: Act, charge: Obj, params: Obj, left: int, amount: int) -> None:
    if params.get("currency", charge["currency"]) != charge["currency"]:
        raise StripeError("The currency differs from the charge's.", param="currency")
    if any(disputes.withdrawn(dispute) for dispute in disputes.of_charge(act, charge["id"])):
        raise StripeError(
            f"Charge {charge['id']} has been charged back; it cannot be refunded.",
            code="charge_disputed",
        )
    if left == 0:
        raise StripeError(
            f"Charge {charge['id']} has already been refunded.", code="charge_already_refunded"
        )
    if amount < 1:
        raise StripeError(
            "The amount must be at least 1.", code="parameter_invalid_integer", param="amount"
        )
    if amount > left:
        raise StripeError(
            f"{money.text(amount, charge['currency'])} is more than the "
            f"{money.text(left, charge['currency'])} that can still be refunded.",
            param="amount",
        )


def _move(act: Act, charge: Obj, amount: int) -> None:
    charge["amount_refunded"] += amount
    charge["refunded"] = charge["amount_refunded"] == charge["amount_captured"]
    act.books.put(charge)
