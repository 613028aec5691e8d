"""What an admin reads of a booking: its state in words, its times with their zone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.ids import BookingId
from bot.locales import LANGUAGES
from db.queries.records import Entry, Record
from handlers import views_record
from tests.handlers.facts import NOW, START, an_id, speech
from tests.handlers.phone import visible


def a_record(**more: Any) -> Record:
    """Ann's session with Maria, confirmed and charged, 450 kr."""
    plain = Record(
        BookingId(an_id(1)), "confirmed", "captured", 45000, 45000, 45000, 0, 0, 45000, 0, 0, "DKK",
        START, START + timedelta(hours=1), NOW, None, "Python Basics", "Ann", "Maria", True, True,
        True,
    )  # fmt: skip
    return replace(plain, **more)


def said(language: str = "en", **more: Any) -> str:
    return visible(views_record.record(speech(language), a_record(**more)).text)


PART: dict[str, Any] = {"payment_status": "refunded", "amount_refunded": 10000}


@pytest.mark.parametrize(
    ("facts", "english", "danish"),
    [
        ({}, "confirmed, charged", "bekræftet, trukket"),
        (PART, "confirmed, partly refunded", "bekræftet, delvis betalt tilbage"),
        (
            {**PART, "status": "completed", "amount_refunded": 45000},
            "completed, refunded", "afholdt, betalt tilbage",
        ),
        (
            {**PART, "amount_refunded": 0, "owed": 10000},
            "confirmed, refund sent back by the bank",
            "bekræftet, tilbagebetalingen kom retur fra banken",
        ),
        (
            {**PART, "amount_refunded": 0},
            "confirmed, returned without Stripe", "bekræftet, givet tilbage uden om Stripe",
        ),
        (
            {"status": "cancelled", "amount_captured": 22500},
            "cancelled, partly charged", "aflyst, delvis trukket",
        ),
        ({"price_cents": 0}, "confirmed, free of charge", "bekræftet, gratis"),
    ],
)  # fmt: skip
def test_the_state_is_said_by_what_became_of_the_money(
    facts: dict[str, Any], english: str, danish: str
) -> None:
    assert f"State: {english}\n" in said(**facts)
    assert f"Tilstand: {danish}\n" in said("da", **facts)


STATES = {
    "pending": ("pending", "processing", "authorized"),
    "confirmed": ("authorized", "captured", "refunded"),
    "completed": ("captured", "refunded"),
    "cancelled": ("authorized", "captured", "refunded", "cancelled", "failed"),
    "declined": ("authorized", "captured", "refunded", "cancelled"),
}
"""Every state that app.transitions leads to."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_state_now_or_in_the_history_is_a_word_of_the_database(language: str) -> None:
    seen = set()
    for status, payments in STATES.items():
        for payment in payments:
            moved = Entry(
                NOW, "event", "move", "system", None, f"{status}/{payment}", None, None, None
            )
            text = said(language, status=status, payment_status=payment, history=(moved,), owed=1)
            assert f"{status}/{payment}" not in text
            seen.add(text.splitlines()[-1])
            if language == "da":
                assert payment not in text
    assert len(seen) == sum(map(len, STATES.values())), "each in words of its own"


def test_what_had_gone_back_by_then_is_not_guessed_in_the_history() -> None:
    moved = Entry(
        NOW, "event", "refund", "system", "confirmed/captured", "confirmed/refunded", None, None,
        None,
    )  # fmt: skip
    assert "confirmed, charged → money returned" in said(history=(moved,))
    free = said(price_cents=0, history=(moved,))
    assert "confirmed, free of charge → confirmed, free of charge" in free


def test_a_part_that_went_back_is_told_from_all_of_it_in_the_history() -> None:
    none = (None, None, None, None)
    moved = Entry(
        NOW, "event", "refund", "system", "confirmed/captured", "confirmed/refunded", None, None,
        None,
    )  # fmt: skip
    over = replace(moved, event="learner_cancel", actor="learner", before="confirmed/refunded")
    over = replace(over, after="cancelled/refunded")

    def told(*back: int, language: str = "en") -> list[str]:
        money = [("capture", 45000), *[("refund", cents) for cents in back]]
        entries = [Entry(NOW, kind, *none, cents, None, None) for kind, cents in money]
        return said(language, history=(*entries, moved, over)).splitlines()[-2:]

    part, cancelled = told(10000)
    assert part.endswith("money went back · confirmed, charged → partly refunded")
    assert cancelled.endswith("confirmed, partly refunded → cancelled, partly refunded")
    assert told(10000, 35000)[0].endswith("confirmed, charged → refunded")
    assert told(45000, -45000, 10000)[0].endswith("→ partly refunded")
    assert told(10000, language="da")[0].endswith("bekræftet, trukket → delvis betalt tilbage")


@pytest.mark.parametrize(("language", "zone"), [("en", "(Copenhagen)"), ("da", "(København)")])
def test_a_booking_that_needs_an_admin_says_whose_time_it_is(language: str, zone: str) -> None:
    text = visible(views_record.stuck(speech(language), a_record()).text)
    assert zone in next(line for line in text.splitlines() if line.startswith("🕑"))
