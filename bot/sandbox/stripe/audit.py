"""The whole books for an auditor: every payment with all that became of it.

Nothing here is rounded, merged or guessed: a proof compares a booking with it, cent by cent, and
needs no other call and none of the bot's code.
"""

from __future__ import annotations

from bot.sandbox.stripe import disputes
from bot.sandbox.stripe.act import Act
from bot.sandbox.stripe.ports import Obj

_SUMMED = ("held", "captured", "refunded", "disputed", "lost")
_CHARGE = (
    "id", "status", "amount", "captured", "amount_captured", "amount_refunded", "refunded",
    "disputed", "created", "failure_code",
)  # fmt: skip
_REFUND = ("id", "charge", "amount", "status", "created", "metadata")
_DISPUTE = ("id", "charge", "amount", "status", "reason", "created", "is_charge_refundable")
_CHECKOUT = (
    "id", "status", "payment_status", "payment_intent", "client_reference_id", "metadata",
    "currency", "amount_total", "created", "expires_at",
)  # fmt: skip


def totals(act: Act) -> Obj:
    """Return the books: `currencies` (sums), `sessions` (counts by status), and the rows.

    `payments` has one row an intent and `checkouts` one a session, also those that nobody paid;
    both oldest first. Amounts are minor units, times Unix seconds.
    """
    currencies: dict[str, dict[str, int]] = {}
    checkouts = act.books.find("checkout.session", order="asc")
    sessions = {session["id"]: session for session in checkouts}
    rows = [
        _payment(act, intent, sessions[intent["_session"]])
        for intent in act.books.find("payment_intent", order="asc")
    ]
    for row in rows:
        sums = currencies.setdefault(row["currency"], {"payments": 0, **dict.fromkeys(_SUMMED, 0)})
        sums["payments"] += 1
        for name in _SUMMED:
            sums[name] += row[name]
    counts = {"open": 0, "complete": 0, "expired": 0}
    for session in checkouts:
        counts[session["status"]] += 1
    return {
        "currencies": currencies,
        "sessions": counts,
        "payments": rows,
        "checkouts": [_of(session, _CHECKOUT) for session in checkouts],
    }


def _payment(act: Act, intent: Obj, session: Obj) -> Obj:
    """One row: the intent, its session, and every charge, refund and dispute of it.

    `held`, `captured` and `refunded` are what they come to; failed refunds do not count. Disputes
    that are not lost count as `disputed` while they hold money back, lost ones as `lost`.
    """
    mine = [("json_extract(body, '$.payment_intent') = ?", intent["id"])]
    charges = act.books.find("charge", [*mine], order="asc")
    complaints = act.books.find("dispute", [*mine], order="asc")
    lost = sum(disputes.withdrawn(each) for each in complaints if each["status"] == "lost")
    return {
        "payment_intent": intent["id"],
        "checkout_session": session["id"],
        "checkout_status": session["status"],
        "client_reference_id": session["client_reference_id"],
        "description": session["_line_items"][0]["description"],
        "metadata": {**session["metadata"], **intent["metadata"]},
        "status": intent["status"],
        "currency": intent["currency"],
        "amount": intent["amount"],
        "amount_capturable": intent["amount_capturable"],
        "amount_received": intent["amount_received"],
        "created": intent["created"],
        "captured_at": intent.get("_captured_at"),
        "canceled_at": intent["canceled_at"],
        "charges": [_of(charge, _CHARGE) for charge in charges],
        "refunds": [_of(each, _REFUND) for each in act.books.find("refund", mine, order="asc")],
        "disputes": [_of(each, _DISPUTE) for each in complaints],
        "held": intent["amount_capturable"],
        "captured": intent["amount_received"],
        "refunded": sum(charge["amount_refunded"] for charge in charges),
        "disputed": sum(disputes.withdrawn(each) for each in complaints) - lost,
        "lost": lost,
    }


def _of(obj: Obj, names: tuple[str, ...]) -> Obj:
    return {name: obj[name] for name in names}
