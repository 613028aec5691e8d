"""Facts for views: name only what matters, the rest is ordinary."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid5

from bot.domain.ids import BookingId, ExpertId, LearnerId, SessionId, SlotId
from bot.locales import Speech
from db.queries.bookings import BookingCard
from db.queries.browse import Alternative, FreeDay, FreeTime, Offer, SessionCard, SlotSummary, Topic

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
START = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
_SPACE = UUID(int=7)

SHORT, LONG = "Maria K.", "Maximiliana-Konstantina von und zu Hohenlohe-Schillingsfürst"
HTML, RTL = '<b>Bobby</b> & "Co" <script>', "مريم 👩🏽‍🏫 الخوارزمي"
NAMES = {"short": SHORT, "sixty letters": LONG, "html": HTML, "right to left": RTL}


def an_id(number: int) -> UUID:
    return uuid5(_SPACE, str(number))


def speech(language: str = "en", zone: str = "Europe/Copenhagen") -> Speech:
    return Speech(language, zone, NOW)


def a_card(**more: Any) -> BookingCard:
    """A pending, unpaid booking of tomorrow 16:00 in Copenhagen, with an expert in New York."""
    card = BookingCard(
        booking_id=BookingId(an_id(1)),
        side="learner",
        status="pending",
        payment_status="pending",
        price_cents=45000,
        amount_authorized=0,
        amount_captured=0,
        amount_refunded=0,
        refund_due=None,
        currency="DKK",
        start_at=START,
        end_at=START + timedelta(hours=1),
        hold_expires_at=NOW + timedelta(minutes=31),
        respond_by=None,
        capture_before=None,
        created_at=NOW,
        confirmed_at=None,
        completed_at=None,
        cancelled_at=None,
        cancelled_by=None,
        cancellation_reason=None,
        cancellation_policy="moderate",
        refund_cents=45000,
        free_until=START - timedelta(hours=24),
        pay_url="https://checkout.example/c/pay/cs_test_1",
        pay_expires_at=NOW + timedelta(minutes=31),
        meeting_url=None,
        room=None,
        materials_url=None,
        learner_notes="I want to read CSV files.",
        expert_notes=None,
        session_id=SessionId(an_id(2)),
        slot_id=SlotId(an_id(3)),
        learner_id=LearnerId(an_id(4)),
        expert_id=ExpertId(an_id(5)),
        session_title="Python Basics",
        duration_minutes=60,
        session_level="BEGINNER",
        instant_booking=False,
        learner_name="Ann",
        learner_level="BEGINNER",
        learner_zone="Europe/Copenhagen",
        learner_language="en",
        learner_telegram_id=1001,
        expert_name=SHORT,
        expert_rating=Decimal("4.9"),
        expert_sessions=38,
        expert_zone="America/New_York",
        expert_language="en",
        expert_telegram_id=2001,
    )
    if more.get("status") in ("cancelled", "declined"):
        more = {"taken": 0, **more}
    return replace(card, **more)


ASKED: dict[str, Any] = {
    "payment_status": "authorized",
    "respond_by": START - timedelta(hours=2),
    "amount_authorized": 45000,
}
CONFIRMED: dict[str, Any] = {
    **ASKED,
    "status": "confirmed",
    "payment_status": "captured",
    "amount_captured": 45000,
    "confirmed_at": NOW,
    "meeting_url": "https://meet.example/room",
    "materials_url": "https://materials.example/",
}
_OVER: dict[str, Any] = {"status": "cancelled", "cancelled_by": "learner", "cancelled_at": NOW}
_FREE: dict[str, Any] = {
    "price_cents": 0,
    "refund_cents": 0,
    "amount_authorized": 0,
    "amount_captured": 0,
}
GROUP: dict[str, Any] = {"seats": 6, "taken": 3, "others": ["Bo", "Cal"]}
"""Two others are sure to come to the same slot."""
STATES: dict[str, dict[str, Any]] = {
    "preparing": {"pay_url": None},
    "held": {},
    "processing": {"payment_status": "processing"},
    "asked": ASKED,
    "asked, free": {**ASKED, **_FREE},
    "charging": {**ASKED, "status": "confirmed"},
    "confirmed": CONFIRMED,
    "confirmed, free": {**CONFIRMED, **_FREE},
    "completed": {**CONFIRMED, "status": "completed"},
    "completed, free": {**CONFIRMED, **_FREE, "status": "completed"},
    "let go": {**_OVER, "payment_status": "cancelled"},
    "ran out": {**_OVER, "payment_status": "cancelled", "cancelled_by": "system"},
    "withdrawn": {**ASKED, **_OVER},
    "withdrawn, free": {**ASKED, **_OVER, **_FREE, "payment_status": "cancelled"},
    "unanswered": {**ASKED, **_OVER, "cancelled_by": "system"},
    "unanswered, free": {
        **ASKED, **_OVER, **_FREE, "cancelled_by": "system", "payment_status": "cancelled",
    },
    "declined": {**ASKED, "status": "declined"},
    "declined, free": {**ASKED, **_FREE, "status": "declined", "payment_status": "cancelled"},
    "failed": {**_OVER, "payment_status": "failed", "cancelled_by": "system"},
    "cancelled, all back": {**CONFIRMED, **_OVER, "refund_due": 45000, "owed": 45000},
    "cancelled, half back": {**CONFIRMED, **_OVER, "refund_due": 22500, "owed": 22500},
    "cancelled, an admin pays": {
        **CONFIRMED, **_OVER, "refund_due": 45000, "owed": 45000, "sent_back": 3,
    },
    "cancelled, nothing back": {**CONFIRMED, **_OVER, "refund_due": 0},
    "cancelled before the charge": {**ASKED, **_OVER, "refund_due": 45000},
    "cancelled, half of a charge to come": {**ASKED, **_OVER, "refund_due": 22500},
    "cancelled by the expert": {
        **CONFIRMED, **_OVER, "cancelled_by": "expert", "refund_due": 45000, "owed": 45000,
    },
    "refunded": {
        **CONFIRMED, **_OVER, "payment_status": "refunded", "refund_due": 22500,
        "amount_refunded": 22500,
    },
    "cancelled, free": {**CONFIRMED, **_OVER, **_FREE, "refund_due": 0},
    "cancelled by the expert, free": {
        **CONFIRMED, **_OVER, **_FREE, "cancelled_by": "expert", "refund_due": 0,
    },
    "cancelled by the expert, unpaid": {
        **_OVER, "cancelled_by": "expert", "payment_status": "cancelled",
    },
}  # fmt: skip
"""Every end and every stop of a booking, as its card would hold it."""


def an_offer(number: int = 1, *, name: str = SHORT, title: str = "Python Basics") -> Offer:
    return Offer(
        session_id=SessionId(an_id(100 + number)),
        expert_id=ExpertId(an_id(5)),
        expert_name=name,
        rating=Decimal("4.9") if number % 2 else None,
        total_sessions=38,
        title=title,
        duration_minutes=60,
        price_cents=45000 * (number % 3),
        currency="DKK",
        level="BEGINNER",
        next_start=START + timedelta(days=number),
        total=200,
    )


def a_session(*, name: str = SHORT, title: str = "Python Basics", **more: Any) -> SessionCard:
    card = SessionCard(
        session_id=SessionId(an_id(2)),
        expert_id=ExpertId(an_id(5)),
        expert_name=name,
        rating=Decimal("4.9"),
        total_sessions=38,
        title=title,
        duration_minutes=60,
        price_cents=45000,
        currency="DKK",
        level="BEGINNER",
        next_start=START,
        description="From the first variable on.",
        bio="Data engineer, ten years of Python in production.",
        prerequisites="a laptop",
        max_participants=1,
        expert_zone="America/New_York",
        cancellation_policy="moderate",
        instant_booking=False,
        topics=["python"],
        is_open=True,
    )
    return replace(card, **more)


def a_slot(*, name: str = SHORT, title: str = "Python Basics", **more: Any) -> SlotSummary:
    card = a_session(name=name, title=title)
    given = {field: getattr(card, field) for field in SessionCard.__dataclass_fields__}
    slot = SlotSummary(
        **given,
        slot_id=SlotId(an_id(3)),
        start_at=START,
        end_at=START + timedelta(hours=1),
        seats_left=1,
        is_free=True,
        free_until=START - timedelta(hours=24),
        cancel_refund_cents=45000,
        answer_by=START - timedelta(hours=2),
        answer_moves=False,
    )
    return replace(slot, **more)


def free_days(count: int, first: date = date(2026, 11, 24)) -> list[FreeDay]:
    return [
        FreeDay(first + timedelta(days=n), 3, SlotId(an_id(n)), START + timedelta(days=n))
        for n in range(count)
    ]


def free_times(count: int, every: timedelta = timedelta(minutes=15)) -> list[FreeTime]:
    first = datetime(2026, 11, 23, 23, 0, tzinfo=UTC)
    return [
        FreeTime(SlotId(an_id(n)), first + every * n, first + every * (n + 1), 1)
        for n in range(count)
    ]


def alternatives(name: str = SHORT, count: int = 3) -> list[Alternative]:
    return [
        Alternative(
            slot_id=SlotId(an_id(n)),
            session_id=SessionId(an_id(2)),
            expert_name=name,
            title="Python Basics",
            start_at=START + timedelta(days=n),
            price_cents=45000 * n,
            currency="DKK",
            same_expert=n == 0,
        )
        for n in range(count)
    ]


def some_topics(count: int) -> list[Topic]:
    long = "the theory and practice of everything that has ever been learned by machines"
    return [Topic(f"{'python' if n % 2 else long} {n}", n + 1, 40) for n in range(count)]
