"""The one account of the local Stripe, and what lies on it."""

from __future__ import annotations

from collections import defaultdict

from bot.sandbox.stripe import disputes
from bot.sandbox.stripe.act import Act
from bot.sandbox.stripe.ports import Obj

NAME = "Tutorline sandbox"


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
