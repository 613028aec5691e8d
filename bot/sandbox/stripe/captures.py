"""Held money: captured, released, or lost when nobody acts in time."""

from __future__ import annotations

from bot.sandbox.stripe import money
from bot.sandbox.stripe.act import Act
from bot.sandbox.stripe.cards import behaviour
from bot.sandbox.stripe.errors import StripeError, not_imitated, unexpected_state
from bot.sandbox.stripe.outcomes import HOLD, decline, received, release
from bot.sandbox.stripe.ports import Obj, shown


def capture(act: Act, params: Obj, ids: dict[str, str]) -> Obj:
    """Take the held money, all or a part of it; the rest is released without a Refund."""
    intent = act.need("payment_intent", ids["intent"], "intent")
    if intent["status"] != "requires_capture":
        raise unexpected_state(intent, "captured", "requires_capture")
    for name in ("application_fee_amount", "transfer_data", "hooks", "amount_details"):
        if name in params:
            raise not_imitated(name)
    if params.get("final_capture") is False:
        raise not_imitated("final_capture=false")
    amount = _amount_to_capture(intent, params)
    method = act.need("payment_method", intent["payment_method"], "payment_method")
    charge = act.need("charge", intent["latest_charge"], "charge")
    if behaviour(method).does in ("loses_hold", "fails_capture"):
        raise _failed_capture(act, intent, charge, method)
    charge |= {"captured": True, "amount_captured": amount}
    charge["balance_transaction"] = charge["id"].replace("ch_", "txn_")
    intent["metadata"] = {**intent["metadata"], **(params.get("metadata") or {})}
    act.books.not_due(intent["id"], HOLD)
    return received(act, intent, charge, amount)


def cancel(act: Act, params: Obj, ids: dict[str, str]) -> Obj:
    """Release the held money. Before there is a hold, a Checkout's intent is not cancelled."""
    intent = act.need("payment_intent", ids["intent"], "intent")
    if intent["status"] in ("canceled", "succeeded"):
        raise unexpected_state(intent, "canceled", "requires_capture")
    if intent["status"] != "requires_capture":
        raise StripeError(
            "This PaymentIntent belongs to a Checkout Session and holds no money yet: "
            "expire the Checkout Session instead.",
            code="payment_intent_unexpected_state",
            payment_intent=shown(intent),
        )
    return release(act, intent, params.get("cancellation_reason"))


def abandon(act: Act, intent: Obj) -> None:
    """Cancel the unpaid intent of a session that expired."""
    if intent["status"] in ("requires_payment_method", "requires_action"):
        release(act, intent, "expired")


def lapse(act: Act, intent: Obj) -> None:
    """Let a hold run out that nobody captured in time."""
    if intent["status"] == "requires_capture":
        act.emit("charge.expired", act.need("charge", intent["latest_charge"], "charge"))
        release(act, intent, "automatic")


def _amount_to_capture(intent: Obj, params: Obj) -> int:
    held: int = intent["amount_capturable"]
    amount = int(params.get("amount_to_capture", held))
    if amount < 1:
        raise StripeError(
            "The amount to capture must be at least 1.",
            code="parameter_invalid_integer",
            param="amount_to_capture",
        )
    if amount > held:
        raise StripeError(
            f"No more than the held {money.text(held, intent['currency'])} can be captured.",
            code="amount_too_large",
            param="amount_to_capture",
        )
    money.check_total(amount, intent["currency"])
    return amount


def _failed_capture(act: Act, intent: Obj, charge: Obj, method: Obj) -> StripeError:
    """Let the bank go back on its word; what that changed stays changed."""
    act.books.not_due(intent["id"], HOLD)
    if behaviour(method).does == "loses_hold":
        lapse(act, intent)
        return StripeError(
            "The bank let the authorization go; there is nothing left to capture.",
            code="charge_expired_for_capture",
            charge=charge["id"],
            keeps=True,
        )
    intent["amount_capturable"] = 0
    intent = decline(act, intent, method)
    error: Obj = intent["last_payment_error"]
    return StripeError(
        error["message"],
        status=402,
        kind="card_error",
        code=error["code"],
        keeps=True,
        decline_code=error["decline_code"],
        charge=error["charge"],
        payment_intent=shown(intent),
    )
