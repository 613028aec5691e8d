"""The ends a PaymentIntent can come to, whoever brings them about."""

from __future__ import annotations

from bot.sandbox.stripe.act import Act
from bot.sandbox.stripe.cards import behaviour
from bot.sandbox.stripe.objects import new_charge
from bot.sandbox.stripe.ports import Obj, shown

HOLD = "hold_expiry"
LATE = "late_payment"
DISPUTE = "dispute"
DISPUTED_AFTER = 60
"""Seconds from the capture until a disputed card's owner complains."""

WORDS = {
    "card_declined": "The bank declined the card.",
    "insufficient_funds": "There is not enough money on the card.",
    "expired_card": "The card has expired.",
    "incorrect_cvc": "The security code is wrong.",
    "processing_error": "Something went wrong while the card was processed. Try again.",
    "test_mode_live_card": "No money moves here: use one of the test cards.",
    "payment_intent_authentication_failure": "The bank could not confirm that it is you.",
}


def decline(act: Act, intent: Obj, method: Obj, code: str | None = None) -> Obj:
    """Record a payment that the bank refused; the intent can be tried again."""
    means = behaviour(method)
    error: Obj = {"type": "card_error", "code": code or means.code, "payment_method": shown(method)}
    error["message"] = WORDS.get(error["code"], "")
    if code is None:
        error["decline_code"] = means.decline_code
        error["message"] = WORDS.get(means.decline_code, WORDS[means.code])
        charge = new_charge(act, intent, method, status="failed", captured=False)
        charge |= {"failure_code": means.code, "failure_message": error["message"]}
        error["charge"] = charge["id"]
        intent["latest_charge"] = charge["id"]
        act.books.put(charge)
        act.emit("charge.failed", charge)
    intent |= {
        "status": "requires_payment_method",
        "payment_method": None,
        "last_payment_error": error,
    }
    act.books.put(intent)
    act.emit("payment_intent.payment_failed", intent)
    return intent


def received(act: Act, intent: Obj, charge: Obj, amount: int) -> Obj:
    """Record that `amount` of the charge is ours, at once or by a capture."""
    intent |= {"status": "succeeded", "amount_capturable": 0, "amount_received": amount}
    intent["_captured_at"] = act.now
    act.books.put(charge)
    act.books.put(intent)
    session = act.need("checkout.session", intent["_session"], "session")
    act.books.put({**session, "payment_status": "paid"})
    if intent["capture_method"] == "manual":
        act.emit("charge.captured", charge)
    act.emit("payment_intent.succeeded", intent)
    method = act.books.get("payment_method", charge["payment_method"])
    if behaviour(method).does == "is_disputed":
        act.books.due(charge["id"], DISPUTE, act.now + DISPUTED_AFTER)
    return intent


def release(act: Act, intent: Obj, reason: str | None) -> Obj:
    """Cancel the intent for good; what it held is the learner's again."""
    intent |= {
        "status": "canceled",
        "amount_capturable": 0,
        "canceled_at": act.now,
        "cancellation_reason": reason,
        "next_action": None,
    }
    act.books.put(intent)
    for what in (HOLD, LATE):
        act.books.not_due(intent["id"], what)
    act.emit("payment_intent.canceled", intent)
    return intent
