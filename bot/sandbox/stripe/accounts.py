"""The one account of the local Stripe, and what lies on it."""

from __future__ import annotations

from collections import defaultdict

from bot.sandbox.stripe import disputes
from bot.sandbox.stripe.act import Act
from bot.sandbox.stripe.ports import Obj

NAME = "Tutorline sandbox"
_SUMMED = ("held", "captured", "refunded", "disputed", "lost")


def account(act: Act, params: Obj, ids: dict[str, str]) -> Obj:
    """Return the account whose key was sent."""
    del act, params, ids
    return {
        "id": "acct_1LocalSandbox00",
        "object": "account",
        "business_profile": {"name": NAME, "url": None},
        "business_type": "individual",
        "capabilities": {"card_payments": "active", "transfers": "active"},
        "charges_enabled": True,
        "country": "DK",
        "default_currency": "dkk",
        "details_submitted": True,
        "email": "owner@example.com",
        "metadata": {},
        "payouts_enabled": True,
        "settings": {"dashboard": {"display_name": NAME, "timezone": "Etc/UTC"}},
        "type": "standard",
    }


def balance(act: Act, params: Obj, ids: dict[str, str]) -> Obj:
    """Return, per currency, what was captured and neither given back nor taken by a dispute.

    Nothing is ever paid out.
    """
    del params, ids
    kept: dict[str, int] = defaultdict(int)
    for charge in act.books.find("charge", [("json_extract(body, '$.captured') = ?", 1)]):
        kept[charge["currency"]] += charge["amount_captured"] - charge["amount_refunded"]
    for dispute in act.books.find("dispute"):
        kept[dispute["currency"]] -= disputes.withdrawn(dispute)
    available = [
        {"amount": amount, "currency": currency, "source_types": {"card": amount}}
        for currency, amount in sorted(kept.items())
    ]
    pending = [{"amount": 0, "currency": currency} for currency in sorted(kept)]
    return {
        "object": "balance",
        "available": available or [{"amount": 0, "currency": "dkk"}],
        "livemode": False,
        "pending": pending or [{"amount": 0, "currency": "dkk"}],
    }


def totals(act: Act) -> Obj:
    """Return the books for a proof: per currency what is held, captured and refunded, and rows.

    Amounts are minor units. `payments` has one row an intent, oldest first, with the session's
    `client_reference_id` and the metadata of both.
    """
    currencies: dict[str, dict[str, int]] = {}
    rows: list[Obj] = []
    for intent in act.books.find("payment_intent", order="asc"):
        session = act.need("checkout.session", intent["_session"], "session")
        charge = act.books.get("charge", intent["latest_charge"] or "") or {}
        row = {
            "payment_intent": intent["id"],
            "checkout_session": session["id"],
            "client_reference_id": session["client_reference_id"],
            "metadata": {**session["metadata"], **intent["metadata"]},
            "status": intent["status"],
            "currency": intent["currency"],
            "amount": intent["amount"],
            "held": intent["amount_capturable"],
            "captured": intent["amount_received"],
            "refunded": charge.get("amount_refunded", 0),
            **_disputed(act, charge.get("id", "")),
        }
        rows.append(row)
        sums = currencies.setdefault(
            intent["currency"], {"payments": 0, **dict.fromkeys(_SUMMED, 0)}
        )
        sums["payments"] += 1
        for name in _SUMMED:
            sums[name] += row[name]
    return {"currencies": currencies, "sessions": _by_status(act), "payments": rows}


def _disputed(act: Act, charge_id: str) -> dict[str, int]:
    """What disputes have taken for now, and what they have taken for good."""
    taken = {"disputed": 0, "lost": 0}
    for dispute in disputes.of_charge(act, charge_id):
        taken["lost" if dispute["status"] == "lost" else "disputed"] += disputes.withdrawn(dispute)
    return taken


def _by_status(act: Act) -> dict[str, int]:
    counts = {"open": 0, "complete": 0, "expired": 0}
    for session in act.books.find("checkout.session"):
        counts[session["status"]] += 1
    return counts
