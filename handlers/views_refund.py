"""An admin gives money back: how much, why, and what comes of it, before it is done. Pure."""

from __future__ import annotations

from bot.locales import Html, Speech, lines
from bot.telegram.screens import Screen
from db.queries.records import Record
from handlers.callbacks_operations import (
    AskElsewhere,
    AskRefund,
    Elsewhere,
    Refund,
    RefundAll,
    RefundOther,
)
from handlers.callbacks_operations import Record as ShowRecord
from handlers.keyboards import back, rows, tap
from handlers.views import first_name
from handlers.views_record import what_line

_BRINGS = ("confirmed", "completed")
"""Of a session that will be or was, a refund takes from what it brings its expert, who is told."""


def choose(speech: Speech, found: Record) -> Screen:
    """What was charged, what went back, what can still be; all of it, or a typed amount."""
    left = speech.money(found.refundable, found.currency)
    return Screen(
        lines(
            speech.t("refund-title"),
            what_line(speech, found),
            _sums(speech, found),
            speech.t("refund-how-much", example=_half(speech, found)),
        ),
        rows(
            tap(
                speech.plain("label-refund-all", amount=left),
                RefundAll(found.booking_id, found.refundable),
            ),
            back(speech, ShowRecord(found.booking_id)),
        ),
    )


def _sums(speech: Speech, found: Record) -> Html:
    """What was charged, what went back of it, and what still can."""
    return speech.t(
        "refund-money",
        charged=speech.money(found.amount_captured, found.currency),
        returned=speech.money(found.amount_refunded + found.amount_elsewhere, found.currency),
        left=speech.money(found.refundable, found.currency),
    )


def _half(speech: Speech, found: Record) -> str:
    """An amount that one may type, as an example."""
    return speech.money((found.refundable + 1) // 2, found.currency)


def ask_amount(speech: Speech, found: Record) -> Screen:
    """How much, typed."""
    half = _half(speech, found)
    left = speech.money(found.refundable, found.currency)
    return Screen(
        lines(what_line(speech, found), speech.t("refund-ask-amount", left=left, example=half)),
        rows(back(speech, AskRefund(found.booking_id))),
    )


def ask_reason(speech: Speech, found: Record, cents: int) -> Screen:
    """Why, typed, under the sum that is to go back and what it is a part of."""
    amount = speech.money(cents, found.currency)
    return Screen(
        lines(
            speech.t("refund-summary", amount=amount),
            what_line(speech, found),
            _sums(speech, found),
            "",
            speech.t("refund-ask-reason"),
        ),
        rows(back(speech, AskRefund(found.booking_id))),
    )


def summary(speech: Speech, found: Record, cents: int, reason: str) -> Screen:
    """All of it once more, and who will be told; nothing has been done yet."""
    amount = speech.money(cents, found.currency)
    told = [
        speech.t("refund-tells-learner", name=first_name(found.learner))
        if found.learner_told
        else speech.t("refund-tells-nobody", name=first_name(found.learner)),
        _tells_expert(speech, found),
    ]
    return Screen(
        lines(
            speech.t("refund-summary", amount=amount),
            what_line(speech, found),
            speech.t("refund-reason", reason=reason),
            "",
            *told,
            speech.t("refund-reason-kept"),
        ),
        rows(
            tap(
                speech.plain("label-refund-do", amount=amount),
                Refund(found.booking_id, cents),
                "danger",
            ),
            tap(speech.plain("label-refund-other"), RefundOther(found.booking_id)),
            back(speech, ShowRecord(found.booking_id)),
        ),
    )


def _tells_expert(speech: Speech, found: Record) -> Html | None:
    """That the expert is told as well; that the session stands only where it is not over."""
    if not found.expert_told or found.status not in _BRINGS:
        return None
    stands = found.status == "confirmed" and found.end_at > speech.now
    key = "refund-tells-expert" if stands else "refund-tells-expert-over"
    return speech.t(key, name=first_name(found.expert))


def ask_how(speech: Speech, found: Record) -> Screen:
    """How it was paid, typed."""
    amount = speech.money(found.elsewhere, found.currency)
    return Screen(
        lines(what_line(speech, found), speech.t("elsewhere-ask", amount=amount)),
        rows(back(speech, ShowRecord(found.booking_id))),
    )


def paid_summary(speech: Speech, found: Record, how: str) -> Screen:
    """What will be recorded, and who will be told; nothing has been yet."""
    amount = speech.money(found.elsewhere, found.currency)
    learner = first_name(found.learner)
    told = "elsewhere-tells-learner" if found.learner_told else "elsewhere-tells-nobody"
    return Screen(
        lines(
            speech.t("elsewhere-summary", amount=amount, name=learner),
            what_line(speech, found),
            speech.t("elsewhere-how", how=how),
            "",
            speech.t(told, name=learner),
            _tells_expert(speech, found) if found.elsewhere_is_news else None,
            speech.t("elsewhere-final"),
        ),
        rows(
            tap(
                speech.plain("label-elsewhere-do", amount=amount),
                Elsewhere(found.booking_id, found.elsewhere),
                "danger",
            ),
            tap(speech.plain("label-elsewhere-how"), AskElsewhere(found.booking_id)),
            back(speech, ShowRecord(found.booking_id)),
        ),
    )
