"""Reading bookings: one card's facts, and the lists of a learner and of an expert."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from bot.domain.ids import BookingId, ExpertId, LearnerId, SessionId, SlotId
from db.session import Transaction


@dataclass(frozen=True, slots=True)
class BookingCard:
    """Every fact a message about a booking needs; money in minor units of `currency`.

    `side` is the side of who asks (None for the service). `pay_url` is given to the learner and
    the service, the Telegram ids to the service only, `meeting_url` (the expert's own link, else
    None), `room` (for a room made from the template) and `materials_url` once it is confirmed.
    `refund_cents` is what cancelling now would return, all of it until `free_until`; `refund_due`
    what a cancellation stored, `amount_lost` what the learner's bank took back for good,
    `amount_elsewhere` what an admin paid back another way, `owed` what is still to go back of what
    was charged, `sent_back` how often the learner's bank sent a refund back, and `disputed` whether
    it is deciding about the charge now. `seats` and
    `taken` count those of the slot, `others` names who else is sure to come and `others_asked`
    counts who else waits for an answer (None for a learner), `reopens`: a seat given back can be
    booked again, `shut`: the expert closed the slot. `others_stayed`: others kept theirs when the
    expert cancelled this one. `late_payment`: of a payment that a bank was at when the seat was
    given up, 'awaited' or 'late' (`card` alone reads it).
    """

    booking_id: BookingId
    side: str | None
    status: str
    payment_status: str
    price_cents: int
    amount_authorized: int
    amount_captured: int
    amount_refunded: int
    refund_due: int | None
    currency: str
    start_at: datetime
    end_at: datetime
    hold_expires_at: datetime | None
    respond_by: datetime | None
    capture_before: datetime | None
    created_at: datetime
    confirmed_at: datetime | None
    completed_at: datetime | None
    cancelled_at: datetime | None
    cancelled_by: str | None
    cancellation_reason: str | None
    cancellation_policy: str
    refund_cents: int
    free_until: datetime
    pay_url: str | None
    pay_expires_at: datetime | None
    meeting_url: str | None
    room: str | None
    materials_url: str | None
    learner_notes: str | None
    expert_notes: str | None
    session_id: SessionId
    slot_id: SlotId
    learner_id: LearnerId
    expert_id: ExpertId
    session_title: str
    duration_minutes: int
    session_level: str | None
    instant_booking: bool
    learner_name: str
    learner_level: str | None
    learner_zone: str | None
    learner_language: str | None
    learner_telegram_id: int | None
    expert_name: str
    expert_rating: Decimal | None
    expert_sessions: int
    expert_zone: str | None
    expert_language: str | None
    expert_telegram_id: int | None
    receipt_url: str | None = None
    fee_bps: int | None = None
    amount_lost: int = 0
    amount_elsewhere: int = 0
    owed: int = 0
    sent_back: int = 0
    disputed: bool = False
    seats: int = 1
    taken: int = 1
    others: Sequence[str] | None = None
    others_asked: int | None = None
    others_stayed: bool = False
    reopens: bool = True
    shut: bool = False
    late_payment: str | None = None


_ONE = """
select c.*, app.late_payment(c.booking_id) as late_payment from app.booking_card(:booking) c
"""
_MINE = """
select c.*
  from public.bookings b
  cross join lateral app.booking_card(b.id) c
"""


async def card(tx: Transaction, booking_id: UUID) -> BookingCard | None:
    """The booking's facts, or None where it is not the actor's to see."""
    row = await tx.first(_ONE, booking=booking_id)
    return BookingCard(**row._mapping) if row else None


async def upcoming(tx: Transaction) -> list[BookingCard]:
    """What the person has booked and not had yet, soonest first."""
    return await _cards(
        tx,
        " where b.learner_id = (select app.my_learner_id())"
        " and b.status in ('pending', 'confirmed') and b.end_at > app.now()"
        " order by b.start_at, b.created_at, b.id",
    )


async def past(tx: Transaction, limit: int = 200) -> list[BookingCard]:
    """What the person has booked and is over, latest first; at most `limit`."""
    return await _cards(
        tx,
        " where b.learner_id = (select app.my_learner_id())"
        " and not (b.status in ('pending', 'confirmed') and b.end_at > app.now())"
        f" order by b.start_at desc, b.created_at desc, b.id limit {int(limit)}",
    )


async def requests(tx: Transaction) -> list[BookingCard]:
    """What waits for the expert's answer, most urgent first."""
    return await _cards(
        tx,
        " where b.expert_id = (select app.my_expert_id())"
        " and b.status = 'pending' and b.payment_status = 'authorized'"
        " order by b.respond_by, b.start_at",
    )


async def schedule(tx: Transaction) -> list[BookingCard]:
    """The expert's confirmed sessions to come, soonest first."""
    return await _cards(
        tx,
        " where b.expert_id = (select app.my_expert_id())"
        " and b.status = 'confirmed' and b.end_at > app.now()"
        " order by b.start_at, b.created_at, b.id",
    )


async def of_slot(tx: Transaction, slot_id: UUID) -> list[BookingCard]:
    """What is booked in a slot of the expert's and not over, who is sure to come first."""
    return await _cards(
        tx,
        " where b.slot_id = :slot and b.expert_id = (select app.my_expert_id())"
        " and b.status in ('pending', 'confirmed') and b.end_at > app.now()"
        " order by b.status, b.payment_status, b.created_at, b.id",
        slot=slot_id,
    )


async def _cards(tx: Transaction, which: str, **params: object) -> list[BookingCard]:
    return [BookingCard(**row._mapping) for row in await tx.all(_MINE + which, **params)]
