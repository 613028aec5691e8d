"""PaymentIntents: paid or declined at the Checkout, held, captured, cancelled, or let lapse."""

from __future__ import annotations

from bot.sandbox.stripe import money
from bot.sandbox.stripe.act import Act
from bot.sandbox.stripe.cards import Means, behaviour
from bot.sandbox.stripe.errors import StripeError, not_imitated, unexpected_state
from bot.sandbox.stripe.objects import DAY, HOLD_DAYS, new_charge, new_intent, new_method
from bot.sandbox.stripe.ports import Obj, shown

HOLD = "hold_expiry"
LATE = "late_payment"
DISPUTE = "dispute"
LATE_AFTER = 180
"""Seconds until a delayed method answers, as Stripe's own test accounts take."""

WORDS = {
    "card_declined": "The bank declined the card.",
    "insufficient_funds": "There is not enough money on the card.",
    "expired_card": "The card has expired.",
    "incorrect_cvc": "The security code is wrong.",
    "processing_error": "Something went wrong while the card was processed. Try again.",
    "test_mode_live_card": "No money moves here: use one of the test cards.",
    "payment_intent_authentication_failure": "The bank could not confirm that it is you.",
}


def submit(act: Act, session: Obj, means: Means, number: str, email: str | None) -> Obj:
    """Pay an open session with a card or account; return the intent as it stands then."""
    intent = act.books.get("payment_intent", session["payment_intent"] or "")
    if intent is None:
        intent = new_intent(act, session)
        session["payment_intent"] = intent["id"]
        act.books.put(session)
        act.emit("payment_intent.created", intent)
    method = new_method(act, means, number, email)
    act.books.put(method)
    intent |= {"payment_method": method["id"], "last_payment_error": None, "next_action": None}
    if means.does == "is_declined":
        return decline(act, intent, method)
    if means.does in ("asks", "asks_then_declines"):
        return _ask(act, intent, session)
    if means.does in ("pays_late", "fails_late"):
        return _wait(act, intent, session, method)
    return _succeed(act, intent, session, method)


def authenticate(act: Act, session: Obj, *, confirmed: bool) -> Obj:
    """Answer the bank's question (3-D Secure) for the intent of an open session."""
    intent = act.need("payment_intent", session["payment_intent"] or "", "intent")
    if intent["status"] != "requires_action":
        raise unexpected_state(intent, "confirmed", "requires_action")
    method = act.need("payment_method", intent["payment_method"], "payment_method")
    intent["next_action"] = None
    if not confirmed:
        return decline(act, intent, method, code="payment_intent_authentication_failure")
    if behaviour(method).does == "asks_then_declines":
        return decline(act, intent, method)
    return _succeed(act, intent, session, method)


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
    return _received(act, intent, charge, amount)


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
    return _cancel(act, intent, params.get("cancellation_reason"))


def abandon(act: Act, intent: Obj) -> None:
    """Cancel the unpaid intent of a session that expired."""
    if intent["status"] in ("requires_payment_method", "requires_action"):
        _cancel(act, intent, "expired")


def lapse(act: Act, intent: Obj) -> None:
    """Let a hold run out that nobody captured in time."""
    if intent["status"] == "requires_capture":
        act.emit("charge.expired", act.need("charge", intent["latest_charge"], "charge"))
        _cancel(act, intent, "automatic")


def arrive(act: Act, intent: Obj) -> None:
    """Let a delayed method answer, well or badly."""
    if intent["status"] != "processing":
        return
    session = act.need("checkout.session", intent["_session"], "session")
    method = act.need("payment_method", intent["payment_method"], "payment_method")
    if behaviour(method).does == "pays_late":
        _succeed(act, intent, session, method)
        act.emit("checkout.session.async_payment_succeeded", session)
        return
    act.books.put({**act.need("charge", intent["latest_charge"], "charge"), "status": "failed"})
    decline(act, intent, method)
    act.emit("checkout.session.async_payment_failed", session)


def _ask(act: Act, intent: Obj, session: Obj) -> Obj:
    url = f"{act.base}/checkout/{session['id']}"
    intent |= {
        "status": "requires_action",
        "next_action": {"type": "redirect_to_url", "redirect_to_url": {"url": url}},
    }
    act.books.put(intent)
    act.emit("payment_intent.requires_action", intent)
    return intent


def _wait(act: Act, intent: Obj, session: Obj, method: Obj) -> Obj:
    charge = new_charge(act, intent, method, status="pending", captured=False)
    act.books.put(charge)
    intent |= {"status": "processing", "latest_charge": charge["id"]}
    act.books.put(intent)
    act.books.due(intent["id"], LATE, act.now + LATE_AFTER)
    act.emit("charge.pending", charge)
    act.emit("payment_intent.processing", intent)
    _complete(act, session, method)
    return intent


def _succeed(act: Act, intent: Obj, session: Obj, method: Obj) -> Obj:
    manual = intent["capture_method"] == "manual"
    charge = new_charge(act, intent, method, status="succeeded", captured=not manual)
    intent |= {"latest_charge": charge["id"], "last_payment_error": None, "next_action": None}
    act.books.put(charge)
    act.emit("charge.succeeded", charge)
    if manual:
        intent |= {"status": "requires_capture", "amount_capturable": intent["amount"]}
        act.books.put(intent)
        act.books.due(intent["id"], HOLD, act.now + HOLD_DAYS * DAY)
        act.emit("payment_intent.amount_capturable_updated", intent)
    else:
        intent = _received(act, intent, charge, intent["amount"])
        session["payment_status"] = "paid"
    _complete(act, session, method)
    return intent


def _complete(act: Act, session: Obj, method: Obj) -> None:
    """Close the session as paid for, once: a delayed method completed it long ago."""
    announce = session["status"] == "open"
    session |= {"status": "complete", "url": None}
    session["customer_details"] = {**method["billing_details"], "tax_exempt": "none", "tax_ids": []}
    act.books.put(session)
    act.books.not_due(session["id"], "checkout_expiry")
    if announce:
        act.emit("checkout.session.completed", session)


def _received(act: Act, intent: Obj, charge: Obj, amount: int) -> Obj:
    intent |= {"status": "succeeded", "amount_capturable": 0, "amount_received": amount}
    act.books.put(charge)
    act.books.put(intent)
    session = act.need("checkout.session", intent["_session"], "session")
    act.books.put({**session, "payment_status": "paid"})
    if intent["capture_method"] == "manual":
        act.emit("charge.captured", charge)
    act.emit("payment_intent.succeeded", intent)
    method = act.books.get("payment_method", charge["payment_method"])
    if behaviour(method).does == "is_disputed":
        act.books.due(charge["id"], DISPUTE, act.now + 60)
    return intent


def _cancel(act: Act, intent: Obj, reason: str | None) -> Obj:
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
