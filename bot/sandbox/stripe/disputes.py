"""Disputes: a cardholder complains to the bank, which asks first or takes the money at once.

An inquiry (status `warning_…`) only asks: no money moves and a refund is still possible. A dispute
takes its amount until it is won, and for good when it is lost.
"""

from __future__ import annotations

from bot.sandbox.stripe.act import Act
from bot.sandbox.stripe.objects import DAY, new_dispute, new_withdrawal
from bot.sandbox.stripe.ports import Obj

ENDS = "dispute_lost"
FADES = "inquiry_closed"
ANSWER_DAYS = 7
"""How long the stand-in waits for evidence; Stripe tells in `evidence_details.due_by` as well."""
INQUIRY_DAYS = 120

REASONS = (
    "bank_cannot_process", "check_returned", "credit_not_processed", "customer_initiated",
    "debit_not_authorized", "duplicate", "fraudulent", "general", "incorrect_account_details",
    "insufficient_funds", "noncompliant", "product_not_received", "product_unacceptable",
    "subscription_canceled", "unrecognized",
)  # fmt: skip

_ASKING = ("warning_needs_response", "warning_under_review")
_TAKEN = ("needs_response", "under_review")


class DisputeError(ValueError):
    """No bank would do this now; the message says why."""


def begin(
    act: Act,
    charge: Obj,
    *,
    reason: str = "fraudulent",
    amount: int | None = None,
    inquiry: bool = False,
) -> Obj:
    """Open a dispute of `amount` minor units (by default what was not refunded) on a charge."""
    if not charge["captured"]:
        raise DisputeError("Only what was captured can be disputed.")
    if reason not in REASONS:
        raise DisputeError(f"reason is one of {', '.join(REASONS)}")
    if any(is_open(each) or each["status"] == "lost" for each in of_charge(act, charge["id"])):
        raise DisputeError("This charge is disputed already.")
    left = charge["amount_captured"] - charge["amount_refunded"]
    wanted = left if amount is None else amount
    if not 1 <= wanted <= charge["amount_captured"]:
        raise DisputeError(f"The amount is between 1 and {charge['amount_captured']}.")
    status = "warning_needs_response" if inquiry else "needs_response"
    due_by = act.now + ANSWER_DAYS * DAY
    dispute = new_dispute(act, charge, wanted, reason=reason, status=status, due_by=due_by)
    act.books.put({**charge, "disputed": True})
    if inquiry:
        act.books.due(dispute["id"], FADES, act.now + INQUIRY_DAYS * DAY)
        act.books.put(dispute)
        act.emit("charge.dispute.created", dispute)
        return dispute
    _withdraw(act, dispute, due_by)
    act.books.put(dispute)
    act.emit("charge.dispute.created", dispute)
    act.emit("charge.dispute.funds_withdrawn", dispute)
    return dispute


def answer(act: Act, dispute: Obj) -> Obj:
    """Hand in evidence: from now on the bank reviews, and the deadline is met."""
    before = dispute["status"]
    if not before.endswith("needs_response"):
        raise DisputeError(f"Nothing is to be answered: the status is {before}.")
    dispute["status"] = before.replace("needs_response", "under_review")
    dispute["evidence_details"] |= {"has_evidence": True, "submission_count": 1}
    act.books.put(dispute)
    act.books.not_due(dispute["id"], ENDS)
    act.emit("charge.dispute.updated", dispute, {"status": before})
    return dispute


def escalate(act: Act, dispute: Obj) -> Obj:
    """Turn an inquiry into a dispute: now the money is taken."""
    before = dispute["status"]
    if before not in _ASKING:
        raise DisputeError(f"Only an inquiry escalates; the status is {before}.")
    dispute |= {"status": "needs_response", "is_charge_refundable": False}
    dispute["payment_method_details"]["card"]["case_type"] = "chargeback"
    dispute["evidence_details"]["due_by"] = act.now + ANSWER_DAYS * DAY
    act.books.not_due(dispute["id"], FADES)
    _withdraw(act, dispute, dispute["evidence_details"]["due_by"])
    act.books.put(dispute)
    act.emit("charge.dispute.updated", dispute, {"status": before})
    act.emit("charge.dispute.funds_withdrawn", dispute)
    return dispute


def win(act: Act, dispute: Obj) -> Obj:
    """Decide for us: an inquiry is closed, of a dispute the money comes back."""
    if dispute["status"] in _ASKING:
        return fade(act, dispute)
    if dispute["status"] == "needs_response":
        dispute = answer(act, dispute)
    _must_be_taken(dispute)
    dispute |= {"status": "won", "is_charge_refundable": True}
    dispute["balance_transactions"].append(new_withdrawal(act, dispute, -1))
    act.books.put(dispute)
    act.emit("charge.dispute.funds_reinstated", dispute)
    act.emit("charge.dispute.closed", dispute)
    return dispute


def lose(act: Act, dispute: Obj) -> Obj:
    """Decide for the cardholder: the money is gone."""
    _must_be_taken(dispute)
    dispute["evidence_details"]["past_due"] = dispute["status"] == "needs_response"
    dispute["status"] = "lost"
    act.books.not_due(dispute["id"], ENDS)
    act.books.put(dispute)
    act.emit("charge.dispute.closed", dispute)
    return dispute


def fade(act: Act, dispute: Obj) -> Obj:
    """Close an inquiry: answered, refunded in full, or never followed up."""
    if dispute["status"] not in _ASKING:
        raise DisputeError(f"This is no open inquiry; the status is {dispute['status']}.")
    dispute["status"] = "warning_closed"
    act.books.not_due(dispute["id"], FADES)
    act.books.put(dispute)
    act.emit("charge.dispute.closed", dispute)
    return dispute


def refunded(act: Act, charge: Obj) -> None:
    """Close the inquiries into a charge that was given back in full."""
    for dispute in of_charge(act, charge["id"]):
        if dispute["status"] in _ASKING:
            fade(act, dispute)


def of_charge(act: Act, charge_id: str) -> list[Obj]:
    """Return the disputes of a charge, oldest first."""
    return act.books.find(
        "dispute", [("json_extract(body, '$.charge') = ?", charge_id)], order="asc"
    )


def is_open(dispute: Obj) -> bool:
    """Whether a bank has yet to decide."""
    return dispute["status"] in _ASKING + _TAKEN


def withdrawn(dispute: Obj) -> int:
    """Return how many minor units a dispute has taken from the balance, as it stands."""
    taken = dispute["status"] in (*_TAKEN, "lost")
    return int(dispute["amount"]) if taken else 0


def _withdraw(act: Act, dispute: Obj, due_by: int) -> None:
    dispute["balance_transactions"].append(new_withdrawal(act, dispute, 1))
    act.books.due(dispute["id"], ENDS, due_by)


def _must_be_taken(dispute: Obj) -> None:
    if dispute["status"] not in _TAKEN:
        raise DisputeError(f"This is no open dispute; the status is {dispute['status']}.")


MOVES = {"answer": answer, "escalate": escalate, "win": win, "lose": lose}
"""What the desk can do to a dispute, by name."""
