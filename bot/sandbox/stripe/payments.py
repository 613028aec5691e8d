"""PaymentIntents at the Checkout: paid, declined, asked about, or on their way."""

from __future__ import annotations

from bot.sandbox.stripe.act import Act
from bot.sandbox.stripe.cards import Means, behaviour
from bot.sandbox.stripe.errors import unexpected_state
from bot.sandbox.stripe.objects import DAY, HOLD_DAYS, new_charge, new_intent, new_method
from bot.sandbox.stripe.outcomes import HOLD, LATE, decline, received
from bot.sandbox.stripe.ports import Obj

LATE_AFTER = 180
"""Seconds until a delayed method answers, as Stripe's own test accounts take."""


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
        intent = received(act, intent, charge, intent["amount"])
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
