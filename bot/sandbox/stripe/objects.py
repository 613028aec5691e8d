"""New Stripe objects, with every field the contract asks for and the ones the bot may read."""

from __future__ import annotations

from bot.sandbox.stripe.act import Act, new_id
from bot.sandbox.stripe.cards import Means
from bot.sandbox.stripe.ports import Obj

HOLD_DAYS = 7
DAY = 86_400


def new_intent(act: Act, session: Obj) -> Obj:
    """Return the PaymentIntent that a Checkout makes when the learner first pays."""
    data: Obj = session["_payment_intent_data"]
    intent_id = new_id("pi_3", 23)
    return {
        "id": intent_id,
        "object": "payment_intent",
        "amount": session["amount_total"],
        "amount_capturable": 0,
        "amount_received": 0,
        "application": None,
        "application_fee_amount": None,
        "automatic_payment_methods": None,
        "canceled_at": None,
        "cancellation_reason": None,
        "capture_method": data.get("capture_method", "automatic_async"),
        "client_secret": f"{intent_id}_secret_{new_id('', 25)}",
        "confirmation_method": "automatic",
        "created": act.now,
        "currency": session["currency"],
        "customer": None,
        "description": data.get("description"),
        "last_payment_error": None,
        "latest_charge": None,
        "livemode": False,
        "metadata": data.get("metadata", {}),
        "next_action": None,
        "on_behalf_of": None,
        "payment_method": None,
        "payment_method_options": {},
        "payment_method_types": session["payment_method_types"],
        "processing": None,
        "receipt_email": data.get("receipt_email"),
        "review": None,
        "setup_future_usage": None,
        "shipping": None,
        "statement_descriptor": data.get("statement_descriptor"),
        "statement_descriptor_suffix": data.get("statement_descriptor_suffix"),
        "status": "requires_payment_method",
        "transfer_data": None,
        "transfer_group": None,
        "_session": session["id"],
    }


def new_method(act: Act, means: Means, number: str, email: str | None) -> Obj:
    """Return the PaymentMethod for what the learner typed; the number itself stays here."""
    plain = "".join(number.split())
    details: Obj = {"last4": plain[-4:]}
    if means.type == "card":
        details |= {"brand": means.brand, "exp_month": 12, "exp_year": 2034, "funding": "credit"}
        details |= {"country": "US"}
    return {
        "id": new_id("pm_1", 23),
        "object": "payment_method",
        "billing_details": {"address": None, "email": email, "name": None, "phone": None},
        "created": act.now,
        "customer": None,
        "livemode": False,
        "metadata": {},
        "type": means.type,
        means.type: details,
        "_number": means.number,
    }


def new_charge(act: Act, intent: Obj, method: Obj, *, status: str, captured: bool) -> Obj:
    """Return a Charge of the intent's whole amount; a hold where it is not `captured`."""
    charge_id = new_id("ch_3", 23)
    details = dict(method[method["type"]])
    if method["type"] == "card" and status == "succeeded" and not captured:
        details["capture_before"] = act.now + HOLD_DAYS * DAY
    paid = status == "succeeded"
    return {
        "id": charge_id,
        "object": "charge",
        "amount": intent["amount"],
        "amount_captured": intent["amount"] if paid and captured else 0,
        "amount_refunded": 0,
        "application": None,
        "application_fee": None,
        "application_fee_amount": None,
        "balance_transaction": new_id("txn_3", 23) if paid and captured else None,
        "billing_details": method["billing_details"],
        "calculated_statement_descriptor": "TUTORLINE SANDBOX",
        "captured": paid and captured,
        "created": act.now,
        "currency": intent["currency"],
        "customer": None,
        "description": intent["description"],
        "disputed": False,
        "failure_code": None,
        "failure_message": None,
        "fraud_details": {},
        "livemode": False,
        "metadata": intent["metadata"],
        "on_behalf_of": None,
        "outcome": _outcome(status),
        "paid": paid,
        "payment_intent": intent["id"],
        "payment_method": method["id"],
        "payment_method_details": {"type": method["type"], method["type"]: details},
        "receipt_email": intent["receipt_email"],
        "receipt_number": None,
        "receipt_url": f"{act.base}/receipts/{charge_id}" if paid else None,
        "refunded": False,
        "review": None,
        "shipping": None,
        "statement_descriptor": intent["statement_descriptor"],
        "statement_descriptor_suffix": intent["statement_descriptor_suffix"],
        "status": status,
        "transfer_data": None,
        "transfer_group": None,
    }


def new_refund(act: Act, charge: Obj, amount: int, status: str, reason: str | None) -> Obj:
    """Return a Refund of `amount` minor units of the charge."""
    kind = charge["payment_method_details"]["type"]
    return {
        "id": new_id("re_3", 23),
        "object": "refund",
        "amount": amount,
        "balance_transaction": new_id("txn_3", 23),
        "charge": charge["id"],
        "created": act.now,
        "currency": charge["currency"],
        "destination_details": {"type": kind, kind: {"type": "refund"}},
        "metadata": {},
        "payment_intent": charge["payment_intent"],
        "reason": reason,
        "receipt_number": None,
        "source_transfer_reversal": None,
        "status": status,
        "transfer_reversal": None,
    }


EVIDENCE = (
    "access_activity_log", "billing_address", "cancellation_policy",
    "cancellation_policy_disclosure", "cancellation_rebuttal", "customer_communication",
    "customer_email_address", "customer_name", "customer_purchase_ip", "customer_signature",
    "duplicate_charge_documentation", "duplicate_charge_explanation", "duplicate_charge_id",
    "product_description", "receipt", "refund_policy", "refund_policy_disclosure",
    "refund_refusal_explanation", "service_date", "service_documentation", "shipping_address",
    "shipping_carrier", "shipping_date", "shipping_documentation", "shipping_tracking_number",
    "uncategorized_file", "uncategorized_text",
)  # fmt: skip
"""What can be told to the bank; nobody does so here."""


def new_dispute(
    act: Act, charge: Obj, amount: int, *, reason: str, status: str, due_by: int
) -> Obj:
    """Return a Dispute of `amount` minor units of the charge; `due_by` in Unix seconds."""
    asks = status.startswith("warning_")
    method: Obj = charge["payment_method_details"]
    card = {
        "brand": method.get("card", {}).get("brand", "visa"),
        "case_type": "inquiry" if asks else "chargeback",
        "network": method.get("card", {}).get("brand", "visa"),
        "network_reason_code": None,
    }
    return {
        "id": new_id("du_1", 23),
        "object": "dispute",
        "amount": amount,
        "balance_transactions": [],
        "charge": charge["id"],
        "created": act.now,
        "currency": charge["currency"],
        "enhanced_eligibility_types": [],
        "evidence": {**dict.fromkeys(EVIDENCE), "enhanced_evidence": {}},
        "evidence_details": {
            "due_by": due_by,
            "enhanced_eligibility": {},
            "has_evidence": False,
            "past_due": False,
            "submission_count": 0,
        },
        "is_charge_refundable": asks,
        "livemode": False,
        "metadata": {},
        "payment_intent": charge["payment_intent"],
        "payment_method_details": {"type": "card", "card": card},
        "reason": reason,
        "status": status,
    }


def new_withdrawal(act: Act, dispute: Obj, sign: int) -> Obj:
    """Return the BalanceTransaction of a dispute's money: taken (1) or given back (-1), no fee."""
    amount = -sign * dispute["amount"]
    taken = sign > 0
    return {
        "id": new_id("txn_1", 23),
        "object": "balance_transaction",
        "amount": amount,
        "available_on": act.now,
        "balance_type": "payments",
        "created": act.now,
        "currency": dispute["currency"],
        "description": f"Chargeback {'withdrawal' if taken else 'reversal'} "
        f"for {dispute['charge']}",
        "exchange_rate": None,
        "fee": 0,
        "fee_details": [],
        "net": amount,
        "reporting_category": "dispute" if taken else "dispute_reversal",
        "source": dispute["id"],
        "status": "available",
        "type": "adjustment",
    }


def _outcome(status: str) -> Obj | None:
    if status == "pending":
        return None
    good = status == "succeeded"
    return {
        "network_status": "approved_by_network" if good else "declined_by_network",
        "reason": None,
        "risk_level": "normal",
        "seller_message": "Payment complete." if good else "The bank said no.",
        "type": "authorized" if good else "issuer_declined",
    }
