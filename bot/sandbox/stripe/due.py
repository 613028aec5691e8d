"""What happens by itself when its time comes."""

from __future__ import annotations

from collections.abc import Callable

from bot.sandbox.stripe import captures, checkout, outcomes, payments, refunds
from bot.sandbox.stripe.act import Act, new_id
from bot.sandbox.stripe.books import Due
from bot.sandbox.stripe.ports import Obj

DISPUTE_ENDS = "dispute_lost"
DISPUTE_DAYS = 7


def happen(act: Act, due: Due) -> None:
    """Do what is due; an object that has moved on meanwhile is left alone."""
    act.books.not_due(due.id, due.what)
    kind, work = _WORK[due.what]
    found = act.books.get(kind, due.id)
    if found is not None:
        work(act, found)


def _expire(act: Act, session: Obj) -> None:
    if session["status"] == "open":
        checkout.close(act, session)


def _dispute(act: Act, charge: Obj) -> None:
    charge["disputed"] = True
    act.books.put(charge)
    dispute = {
        "id": new_id("du_1", 23),
        "object": "dispute",
        "amount": charge["amount_captured"],
        "charge": charge["id"],
        "created": act.now,
        "currency": charge["currency"],
        "is_charge_refundable": False,
        "livemode": False,
        "metadata": {},
        "payment_intent": charge["payment_intent"],
        "reason": "fraudulent",
        "status": "needs_response",
    }
    act.books.put(dispute)
    act.books.due(dispute["id"], DISPUTE_ENDS, act.now + DISPUTE_DAYS * 86_400)
    act.emit("charge.dispute.created", dispute)


def _lose(act: Act, dispute: Obj) -> None:
    dispute["status"] = "lost"
    act.books.put(dispute)
    act.emit("charge.dispute.closed", dispute)


_WORK: dict[str, tuple[str, Callable[[Act, Obj], None]]] = {
    checkout.EXPIRY: ("checkout.session", _expire),
    outcomes.HOLD: ("payment_intent", captures.lapse),
    outcomes.LATE: ("payment_intent", payments.arrive),
    outcomes.DISPUTE: ("charge", _dispute),
    refunds.LATE: ("refund", refunds.settle_late),
    refunds.FAILS: ("refund", refunds.fail),
    DISPUTE_ENDS: ("dispute", _lose),
}
