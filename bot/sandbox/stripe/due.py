"""What happens by itself when its time comes."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from bot.sandbox.stripe import captures, checkout, disputes, outcomes, payments, refunds
from bot.sandbox.stripe.act import Act
from bot.sandbox.stripe.books import Due
from bot.sandbox.stripe.ports import Obj


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
    # Whoever disputed it by hand meanwhile was faster than the card's owner.
    with suppress(disputes.DisputeError):
        disputes.begin(act, charge)


def _decide(act: Act, dispute: Obj) -> None:
    if dispute["status"] == "needs_response":
        disputes.lose(act, dispute)


def _fade(act: Act, dispute: Obj) -> None:
    if disputes.is_open(dispute):
        disputes.fade(act, dispute)


_WORK: dict[str, tuple[str, Callable[[Act, Obj], None]]] = {
    checkout.EXPIRY: ("checkout.session", _expire),
    outcomes.HOLD: ("payment_intent", captures.lapse),
    outcomes.LATE: ("payment_intent", payments.arrive),
    outcomes.DISPUTE: ("charge", _dispute),
    refunds.LATE: ("refund", refunds.settle_late),
    refunds.FAILS: ("refund", refunds.fail),
    disputes.ENDS: ("dispute", _decide),
    disputes.FADES: ("dispute", _fade),
}
