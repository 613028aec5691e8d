"""Links, shared places and admins' pages, in both languages, with awkward names, in the limits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from bot.domain.ids import BookingId, ExpertId
from bot.locales import LANGUAGES, Speech
from bot.services.operations import Payments
from bot.telegram.screens import Screen
from db.queries.browse import Expert
from db.queries.disputes import Dispute
from db.queries.operations import FailedSettle, Letter
from db.queries.records import Entry, Record, Settling
from handlers import (
    views_book,
    views_linking,
    views_operations,
    views_payments,
    views_record,
    views_refund,
    views_start,
)
from tests.handlers.facts import NAMES, NOW, START, an_id, an_offer, speech
from tests.handlers.test_views import TITLES, held_to_limits

OUTCOMES = ("unknown", "used", "expired", "taken", "expert", "booked")
TOKEN = "A" * 43


def linking(s: Speech, name: str) -> Iterator[Screen]:
    for outcome in ("ready", "switch"):
        for who in (name, None):
            yield views_linking.ask(s, outcome, who, TOKEN)
    for outcome in (*OUTCOMES, "already", "done"):
        if outcome in OUTCOMES:
            yield views_linking.refused(s, outcome, expert=True)
        else:
            yield Screen(views_linking.joined(s, outcome, name))
    yield views_start.location_ask(s)


def experts(s: Speech, name: str, title: str) -> Iterator[Screen]:
    who = Expert(ExpertId(an_id(5)), name, "bio " * 200, Decimal("4.9"), True)
    yield views_book.expert(s, who, [], 0)
    offers = [an_offer(n, name=name, title=title) for n in range(8)]
    yield views_book.expert(s, who, offers, 3)
    yield views_book.expert(s, replace(who, bio=None, rating=None), offers[:1], 0)


def operations(s: Speech, name: str, title: str) -> Iterator[Screen]:
    first = Letter("update", 987654321, "callback_query", "#7F3K DataError 22P02", timedelta(), 30)
    second = Letter("message", 10**15, "x" * 90, "given up: " + "y" * 99, timedelta(days=40), 30)
    yield views_operations.letters(s, [], 0)
    yield views_operations.letters(s, [first, second] * 4, 2)
    yield views_operations.letter(s, first)
    yield views_operations.letter(s, second)
    booking = BookingId(an_id(1))
    failed = FailedSettle(booking, "z" * 99, 7, timedelta(hours=5), 99, "USD", 3, 30)
    yield views_operations.settles(s, [], 0)
    yield views_operations.settles(s, [failed] * 8, 1)
    yield views_operations.several(s, [booking] * 8)
    yield views_operations.nothing(s, "admin-booking-none")
    event = Letter("event", 5, "charge.dispute.funds_withdrawn", "22P02", timedelta(days=3), 30)
    disputed = [a_dispute(name, title, status) for status in STATUSES]
    yield views_payments.overview(s, Payments([], [], [], 2))
    yield views_payments.overview(
        s, Payments(disputed[:3], [failed] * 3, [first, second, event], 0)
    )
    yield views_payments.disputes(s, disputed[:8], 0)
    yield views_payments.event_told(s, event)
    for each in disputed:
        yield views_payments.dispute_told(s, each)


STATUSES = (
    "needs_response", "under_review", "won", "lost", "warning_needs_response",
    "warning_under_review", "warning_closed", "prevented", "new_word",
)  # fmt: skip
KINDS = ("RefundsFailed", "Rejected", "Unforeseen", "Unavailable", "Busy", "DataError 22P02")


def a_dispute(name: str, title: str, status: str) -> Dispute:
    due = None if status == "under_review" else NOW
    return Dispute(
        "dp_" + "1" * 24, BookingId(an_id(1)), 10**8, "DKK", "product_not_received", status, due,
        NOW, None, title, name, name, START, True, 30, 5,
    )  # fmt: skip


def records(s: Speech, name: str, title: str) -> Iterator[Screen]:
    at = ("pending/processing", "cancelled/authorized")
    none = (None, None, None, None)
    history = (
        Entry(NOW, "event", "hold", "learner", None, at[0], None, None, None),
        *[Entry(NOW, "given", *none, None, "Because " * 60, name)] * 12,
        *[Entry(NOW, "event", "learner_cancel", "expert", *at, None, None, None)] * 3,
        Entry(NOW, "event", None, "admin", *at, None, None, None),
        Entry(NOW, "opened", *none, 10**8, "product_not_received", None),
        *[Entry(NOW, kind, *none, 10**8, None, None) for kind in ("capture", "dispute")],
        *[Entry(NOW, "refund", *none, cents, None, None) for cents in (10**8, -(10**8))],
        *[Entry(NOW, "closed", *none, 10**8, status, None) for status in STATUSES[-3:]],
    )
    full = Record(
        BookingId(an_id(1)), "cancelled", "captured", 10**8, 10**8, 10**8, 0, 10**8, 10**8, 3,
        10**8, "DKK", START, START + timedelta(hours=1), NOW, "pi_" + "1" * 60, title, name, name,
        True, True, True, 10**8, True, None,
        tuple(a_dispute(name, title, each) for each in STATUSES[:3]), history,
    )  # fmt: skip
    yield views_record.record(s, full)
    plain = replace(full, disputes=(), history=history[:1], stripe_payment_intent_id=None)
    yield views_record.record(s, plain)
    told = replace(full, status="completed")
    yield views_refund.ask_how(s, told)
    yield views_refund.paid_summary(s, told, "<b>&" * 125)
    yield views_refund.paid_summary(s, replace(plain, learner_told=False), "x")
    for owed in (0, 10**8):
        done = Settling(True, False, 0, "?", timedelta(hours=2))
        yield views_record.record(s, replace(plain, owed=owed, settling=done))
    for sent_back, kind in enumerate(KINDS):
        failed = Settling(False, sent_back == 5, sent_back + 1, f"#YX9W {kind}", timedelta())
        yield views_record.stuck(s, replace(full, sent_back=sent_back, settling=failed))
    for status in ("confirmed", "cancelled"):
        stands = replace(plain, status=status, learner_told=status == "confirmed")
        yield views_refund.choose(s, stands)
        yield views_refund.ask_amount(s, stands)
        yield views_refund.ask_reason(s, stands, 10**8)
        yield views_refund.summary(s, stands, 10**8, "<b>&" * 125)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_every_screen_keeps_to_the_limits(language: str, name: str) -> None:
    said = speech(language)
    for screen in linking(said, name):
        held_to_limits(screen)
    for title in TITLES:
        shown = (experts, operations, records)
        for screen in (each for made in shown for each in made(said, name, title)):
            held_to_limits(screen)
