"""Browsing what is open: topics, sessions, days, times, and what else there is.

Days are counted in the zone that is given; instants are UTC. Money is minor units of `currency`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from bot.domain.ids import BookingId, ExpertId, SessionId, SlotId
from db.session import Transaction


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic with something free; `total` counts all such topics."""

    topic: str
    sessions: int
    total: int


@dataclass(frozen=True, slots=True)
class Offer:
    """A session with something free, in a list of `total`; a new expert's rating is None."""

    session_id: SessionId
    expert_id: ExpertId
    expert_name: str
    rating: Decimal | None
    total_sessions: int
    title: str
    duration_minutes: int
    price_cents: int
    currency: str
    level: str | None
    next_start: datetime
    total: int


@dataclass(frozen=True, slots=True)
class SessionCard:
    """All about a session; `next_start` is None where nothing is free."""

    session_id: SessionId
    expert_id: ExpertId
    expert_name: str
    rating: Decimal | None
    total_sessions: int
    title: str
    duration_minutes: int
    price_cents: int
    currency: str
    level: str | None
    next_start: datetime | None
    description: str | None
    bio: str | None
    prerequisites: str | None
    max_participants: int
    expert_zone: str
    cancellation_policy: str
    instant_booking: bool
    topics: list[str]
    is_open: bool


@dataclass(frozen=True, slots=True)
class SlotSummary(SessionCard):
    """A slot with its session, as the last screen before booking shows it.

    `is_free`: the actor could book it, but for their own calendar. `cancel_refund_cents` is what a
    cancellation now would return once it is charged, all of it until `free_until`. `answer_by`:
    when the expert's answer would be due if it were paid this moment (None where nobody is asked),
    which `answer_moves` on with the payment, or does not.
    """

    slot_id: SlotId
    start_at: datetime
    end_at: datetime
    seats_left: int
    is_free: bool
    free_until: datetime
    cancel_refund_cents: int
    answer_by: datetime | None
    answer_moves: bool | None


@dataclass(frozen=True, slots=True)
class Expert:
    """An expert as others see them; `is_open`: they take bookings now."""

    expert_id: ExpertId
    name: str
    bio: str | None
    rating: Decimal | None
    is_open: bool


@dataclass(frozen=True, slots=True)
class FreeDay:
    """A day with something free: how many times, and the first."""

    day: date
    times: int
    first_slot_id: SlotId
    first_start: datetime


@dataclass(frozen=True, slots=True)
class FreeTime:
    """A free slot and the seats it has left."""

    slot_id: SlotId
    start_at: datetime
    end_at: datetime
    seats_left: int


@dataclass(frozen=True, slots=True)
class Alternative:
    """A free slot near the time of a booking that came to nothing."""

    slot_id: SlotId
    session_id: SessionId
    expert_name: str
    title: str
    start_at: datetime
    price_cents: int
    currency: str
    same_expert: bool


async def topics(tx: Transaction, *, limit: int, offset: int = 0) -> list[Topic]:
    """Topics with something free, those with most sessions first."""
    rows = await tx.all(
        "select * from app.browse_topics(:limit, :offset)", limit=limit, offset=offset
    )
    return [Topic(**row._mapping) for row in rows]


async def sessions(tx: Transaction, topic: str, *, limit: int, offset: int = 0) -> list[Offer]:
    """Sessions of a topic with something free, soonest first."""
    rows = await tx.all(
        "select * from app.browse_sessions(:topic, :limit, :offset)",
        topic=topic,
        limit=limit,
        offset=offset,
    )
    return [Offer(**row._mapping) for row in rows]


async def expert(tx: Transaction, expert_id: ExpertId) -> Expert | None:
    """An expert, or None where they are not verified (nor the actor, nor booked by them)."""
    row = await tx.first(
        "select e.name, e.bio, e.rating, app.expert_is_open(:expert) as is_open"
        " from app.expert_public(:expert) e",
        expert=expert_id,
    )
    return Expert(expert_id, **row._mapping) if row else None


async def expert_sessions(
    tx: Transaction, expert_id: ExpertId, *, limit: int, offset: int = 0
) -> list[Offer]:
    """An expert's sessions with something free, soonest first."""
    rows = await tx.all(
        "select * from app.browse_expert(:expert, :limit, :offset)",
        expert=expert_id,
        limit=limit,
        offset=offset,
    )
    return [Offer(**row._mapping) for row in rows]


async def session_card(tx: Transaction, session_id: SessionId) -> SessionCard | None:
    """One session, or None where it is not open (nor the actor's, nor booked by them)."""
    row = await tx.first("select * from app.session_card(:session)", session=session_id)
    return SessionCard(**row._mapping) if row else None


async def free_days(
    tx: Transaction, session_id: SessionId, zone: str, first: date, last: date
) -> list[FreeDay]:
    """The days from `first` to `last`, both included, that have something free."""
    rows = await tx.all(
        "select * from app.free_days(:session, :zone, :first, :last)",
        session=session_id,
        zone=zone,
        first=first,
        last=last,
    )
    return [FreeDay(**row._mapping) for row in rows]


async def free_times(
    tx: Transaction, session_id: SessionId, zone: str, day: date
) -> list[FreeTime]:
    """The free slots of a day, in order."""
    rows = await tx.all(
        "select * from app.free_times(:session, :zone, :day)",
        session=session_id,
        zone=zone,
        day=day,
    )
    return [FreeTime(**row._mapping) for row in rows]


async def slot_summary(tx: Transaction, slot_id: SlotId) -> SlotSummary | None:
    """One slot with its session, or None where it is not the actor's to see."""
    row = await tx.first(
        "select s.*, a.* from app.slot_summary(:slot) s"
        " left join lateral app.slot_answer(s.slot_id) a on true",
        slot=slot_id,
    )
    return SlotSummary(**row._mapping) if row else None


async def alternatives(tx: Transaction, booking_id: BookingId, *, limit: int) -> list[Alternative]:
    """Free slots near the booking's time, for its learner or the service."""
    rows = await tx.all(
        "select * from app.alternatives(:booking, :limit)", booking=booking_id, limit=limit
    )
    return [Alternative(**row._mapping) for row in rows]
