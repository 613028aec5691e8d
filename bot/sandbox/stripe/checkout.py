"""Checkout sessions: made, read, expired."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from bot.sandbox.stripe import money
from bot.sandbox.stripe.act import Act, new_id
from bot.sandbox.stripe.captures import abandon
from bot.sandbox.stripe.errors import StripeError, bad_param, missing, no_such, not_imitated
from bot.sandbox.stripe.ports import Obj

SOONEST = 30 * 60
LATEST = 24 * 60 * 60
EXPIRY = "checkout_expiry"

_NOT_IMITATED = (
    "consent_collection", "custom_fields", "customer", "customer_account", "customer_update",
    "discounts", "invoice_creation", "managed_payments", "name_collection", "optional_items",
    "payment_method_configuration", "permissions", "return_url", "saved_payment_method_options",
    "setup_intent_data", "shipping_address_collection", "shipping_options", "subscription_data",
    "tax_id_collection",
)  # fmt: skip
_INTENT_NOT_IMITATED = (
    "application_fee_amount", "on_behalf_of", "setup_future_usage", "shipping", "transfer_data",
    "transfer_group",
)  # fmt: skip
_METADATA_KEYS, _METADATA_KEY, _METADATA_VALUE = 50, 40, 500


def create(act: Act, params: Obj, ids: dict[str, str]) -> Obj:
    """Open a session; StripeError for what Checkout refuses."""
    del ids
    _check_shape(params)
    currency, items = _line_items(act, params)
    total = sum(item["amount_total"] for item in items)
    money.check_total(total, currency)
    expires_at = _expiry(act, params)
    session_id = new_id("cs_test_a1", 58)
    methods = params.get("allowed_payment_method_types") or ["card", "sepa_debit"]
    excluded = params.get("excluded_payment_method_types", [])
    session = {
        **_frame(params),
        "id": session_id,
        "amount_subtotal": total,
        "amount_total": total,
        "created": act.now,
        "currency": currency,
        "expires_at": expires_at,
        "payment_method_types": [method for method in methods if method not in excluded],
        "total_details": {"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0},
        "url": f"{act.base}/checkout/{session_id}",
        "_line_items": items,
        "_payment_intent_data": _intent_data(params),
        "_branding": params.get("branding_settings", {}),
    }
    if "allowed_payment_method_types" in params:
        session["allowed_payment_method_types"] = params["allowed_payment_method_types"]
    act.books.put(session)
    act.books.due(session_id, EXPIRY, expires_at)
    return session


def expire(act: Act, params: Obj, ids: dict[str, str]) -> Obj:
    """Close an open session for good, and with it an intent that was never paid."""
    del params
    session = act.need("checkout.session", ids["session"], "session")
    if session["status"] != "open":
        raise StripeError(
            "Only an open Checkout Session can be expired; "
            f"the status of this one is {session['status']}."
        )
    return close(act, session)


def close(act: Act, session: Obj) -> Obj:
    """Expire an open session, whoever asks."""
    session |= {"status": "expired", "url": None}
    act.books.put(session)
    act.books.not_due(session["id"], EXPIRY)
    if session["payment_intent"]:
        intent = act.need("payment_intent", session["payment_intent"], "intent")
        abandon(act, intent)
    act.emit("checkout.session.expired", session)
    return session


def _frame(params: Obj) -> Obj:
    """What a session repeats from its parameters, and what is always so here."""
    return {
        "object": "checkout.session",
        "adaptive_pricing": params.get("adaptive_pricing", {"enabled": True}),
        "after_expiration": params.get("after_expiration"),
        "allow_promotion_codes": params.get("allow_promotion_codes"),
        "automatic_tax": {"enabled": False, "liability": None, "provider": None, "status": None},
        "billing_address_collection": params.get("billing_address_collection"),
        "cancel_url": params.get("cancel_url"),
        "client_reference_id": params.get("client_reference_id"),
        "client_secret": None,
        "consent": None,
        "consent_collection": None,
        "custom_fields": [],
        "custom_text": params.get("custom_text", {}),
        "customer": None,
        "customer_creation": params.get("customer_creation", "if_required"),
        "customer_details": None,
        "customer_email": params.get("customer_email"),
        "discounts": [],
        "invoice": None,
        "livemode": False,
        "locale": params.get("locale"),
        "metadata": _metadata(params.get("metadata", {}), "metadata"),
        "mode": "payment",
        "payment_intent": None,
        "payment_link": None,
        "payment_method_collection": "if_required",
        "payment_method_options": params.get("payment_method_options", {}),
        "payment_status": "unpaid",
        "phone_number_collection": {"enabled": False},
        "recovered_from": None,
        "setup_intent": None,
        "shipping_address_collection": None,
        "shipping_cost": None,
        "shipping_options": [],
        "status": "open",
        "submit_type": params.get("submit_type"),
        "subscription": None,
        "success_url": params["success_url"],
        "ui_mode": "hosted_page",
    }


def _check_shape(params: Obj) -> None:
    for name in ("mode", "line_items", "success_url"):
        if not params.get(name):
            raise missing(name)
    if params["mode"] != "payment":
        raise not_imitated(f"mode={params['mode']}")
    if params.get("ui_mode", "hosted_page") != "hosted_page":
        raise not_imitated(f"ui_mode={params['ui_mode']}")
    if params.get("automatic_tax", {}).get("enabled"):
        raise not_imitated("automatic_tax[enabled]")
    for name in _NOT_IMITATED:
        if name in params:
            raise not_imitated(name)
    _check_addresses(params)


def _check_addresses(params: Obj) -> None:
    for name in ("success_url", "cancel_url"):
        if name in params and not _is_url(params[name]):
            raise bad_param("Not a valid URL", name, "url_invalid")
    email = params.get("customer_email")
    if email is not None and "@" not in email.strip("@"):
        raise bad_param(f"Invalid email address: {email}", "customer_email", "email_invalid")


def _is_url(value: str) -> bool:
    parts = urlsplit(value)
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def _expiry(act: Act, params: Obj) -> int:
    expires_at = int(params.get("expires_at", act.now + LATEST))
    if expires_at < act.now + SOONEST:
        raise bad_param("`expires_at` must be at least 30 minutes from now.", "expires_at")
    if expires_at > act.now + LATEST:
        raise bad_param("`expires_at` must be at most 24 hours from now.", "expires_at")
    return expires_at


def _intent_data(params: Obj) -> Obj:
    data: Obj = dict(params.get("payment_intent_data", {}))
    for name in _INTENT_NOT_IMITATED:
        if name in data:
            raise not_imitated(f"payment_intent_data[{name}]")
    data["metadata"] = _metadata(data.get("metadata", {}), "payment_intent_data[metadata]")
    return data


def _metadata(values: dict[str, str], param: str) -> dict[str, str]:
    kept = {key: value for key, value in values.items() if value != ""}
    if len(kept) > _METADATA_KEYS:
        raise bad_param(f"Metadata can have up to {_METADATA_KEYS} keys.", param)
    for key, value in kept.items():
        if len(key) > _METADATA_KEY or len(value) > _METADATA_VALUE:
            raise bad_param(
                f"A metadata key has up to {_METADATA_KEY} characters, "
                f"its value up to {_METADATA_VALUE}.",
                f"{param}[{key}]",
            )
    return kept


def _line_items(act: Act, params: Obj) -> tuple[str, list[Obj]]:
    items = [_line_item(act, item, index) for index, item in enumerate(params["line_items"])]
    currencies = {item["currency"] for item in items}
    if len(currencies) > 1:
        raise bad_param("All line items must have the same currency.", "line_items")
    return currencies.pop(), items


def _line_item(act: Act, item: Obj, index: int) -> Obj:
    at = f"line_items[{index}]"
    if "price" in item:
        raise no_such("price", item["price"], f"{at}[price]", status=400)
    price: Any = item.get("price_data")
    if price is None:
        raise missing(f"{at}[price_data]")
    if "quantity" not in item:
        raise missing(f"{at}[quantity]")
    if "product" in price:
        raise no_such("product", price["product"], f"{at}[price_data][product]", status=400)
    if "product_data" not in price:
        raise missing(f"{at}[price_data][product_data]")
    for name in ("recurring", "unit_amount_decimal"):
        if name in price:
            raise not_imitated(f"{at}[price_data][{name}]")
    if "unit_amount" not in price:
        raise missing(f"{at}[price_data][unit_amount]")
    if price["unit_amount"] < 0 or item["quantity"] < 1:
        raise bad_param("Invalid amount or quantity.", at, "parameter_invalid_integer")
    amount = price["unit_amount"] * item["quantity"]
    return {
        "id": new_id("li_1", 23),
        "object": "item",
        "amount_discount": 0,
        "amount_subtotal": amount,
        "amount_tax": 0,
        "amount_total": amount,
        "currency": money.check_currency(price["currency"], f"{at}[price_data][currency]"),
        "description": price["product_data"]["name"],
        "metadata": item.get("metadata", {}),
        "quantity": item["quantity"],
        "_details": price["product_data"].get("description"),
    }
