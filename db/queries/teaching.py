"""What an expert has told of themselves and offers; and applications, for admins."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from bot.domain.ids import ExpertId, SessionId
from db.session import Transaction


@dataclass(frozen=True, slots=True)
class Profile:
    """The acting expert's own profile; `rate_cents` are minor units of `currency` an hour.

    `status` is 'pending', 'verified' or 'rejected', `note` the reason of the last rejection.
    `sessions` are all of theirs, `open_sessions` those that can be booked; `has_windows`: they
    said when; `currency_stays`: bookings were made in it.
    """

    expert_id: ExpertId
    bio: str | None
    areas: list[str]
    rate_cents: int | None
    currency: str
    meeting_url: str | None
    is_available: bool
    status: str
    note: str | None
    sessions: int
    open_sessions: int
    has_windows: bool
    currency_stays: bool


@dataclass(frozen=True, slots=True)
class Offering:
    """A session of the acting expert's own; `free_times` are those that can be booked now: no
    sooner than their notice allows.
    """

    session_id: SessionId
    title: str
    description: str | None
    duration_minutes: int
    price_cents: int
    currency: str
    level: str | None
    topics: list[str]
    prerequisites: str | None
    materials_url: str | None
    seats: int
    is_active: bool
    free_times: int
    total: int


@dataclass(frozen=True, slots=True)
class Application:
    """What somebody who wants to offer sessions has told, as an admin sees it.

    `note` is the reason of the last rejection, also while they have applied once more.
    """

    expert_id: UUID
    name: str
    bio: str | None
    areas: list[str]
    rate_cents: int | None
    currency: str
    meeting_url: str | None
    status: str
    note: str | None


@dataclass(frozen=True, slots=True)
class Applicant:
    """A line of the list of applications, or of experts; `total` counts the whole list."""

    expert_id: UUID
    name: str
    areas: list[str]
    total: int


@dataclass(frozen=True, slots=True)
class ToCome:
    """An expert's bookings that are not over: confirmed, and waiting for payment or an answer."""

    confirmed: int
    waiting: int


_PROFILE = (
    "select e.id as expert_id, e.bio, e.expertise_areas as areas,"
    " e.hourly_rate_cents as rate_cents, e.currency, e.meeting_url, e.is_available,"
    " e.verification_status as status, e.verification_note as note,"
    " (select count(*) from public.sessions s where s.expert_id = e.id) as sessions,"
    " (select count(*) from public.sessions s where s.expert_id = e.id and s.is_active)"
    " as open_sessions,"
    " exists (select from public.availability_windows w"
    " where w.expert_id = e.id and w.is_active) as has_windows,"
    " app.currency_stays(e.id) as currency_stays"
    " from public.expert_profiles e where e.id = "
)


async def profile(tx: Transaction) -> Profile | None:
    """The acting person's expert profile; None for who has none."""
    row = await tx.first(f"{_PROFILE} (select app.my_expert_id())")
    return Profile(**row._mapping) if row else None


async def profile_of(tx: Transaction, expert_id: UUID) -> Profile | None:
    """An expert's profile, for the service; None where there is none."""
    row = await tx.first(f"{_PROFILE} :expert", expert=expert_id)
    return Profile(**row._mapping) if row else None


_OFFERING = """
select s.id as session_id, s.title, s.description, s.duration_minutes, s.price_cents, s.currency,
       s.level, s.topic_tags as topics, s.prerequisites, s.materials_url,
       s.max_participants as seats, s.is_active,
       (select count(*) from public.bookable_slots t
         where t.session_id = s.id and t.is_available
           and t.start_time >= (select app.bookable_from(e.minimum_notice_minutes))) as free_times,
       count(*) over () as total
  from public.sessions s
  join public.expert_profiles e on e.id = s.expert_id
 where s.expert_id = (select app.my_expert_id())
"""


async def offerings(tx: Transaction, *, limit: int, offset: int) -> list[Offering]:
    """The acting expert's sessions, open ones first, the newest first."""
    rows = await tx.all(
        f"{_OFFERING} order by s.is_active desc, s.created_at desc, s.id"
        " limit :limit offset :offset",
        limit=limit,
        offset=offset,
    )
    return [Offering(**row._mapping) for row in rows]


async def offering(tx: Transaction, session_id: SessionId) -> Offering | None:
    """One of the acting expert's sessions; None where it is not theirs."""
    row = await tx.first(f"{_OFFERING} and s.id = :session", session=session_id)
    return Offering(**row._mapping) if row else None


async def application(tx: Transaction, expert_id: UUID) -> Application | None:
    """An application, for an admin or the service; None where there is none."""
    row = await tx.first("select * from app.application(:expert)", expert=expert_id)
    return Application(**row._mapping) if row else None


async def applications(tx: Transaction, *, limit: int, offset: int) -> list[Applicant]:
    """Applications that wait, the oldest first, for an admin."""
    rows = await tx.all(
        "select * from app.applications(:limit, :offset)", limit=limit, offset=offset
    )
    return [Applicant(**row._mapping) for row in rows]


async def verified_experts(tx: Transaction, *, limit: int, offset: int) -> list[Applicant]:
    """Experts who are verified, by name, for an admin."""
    rows = await tx.all(
        "select * from app.verified_experts(:limit, :offset)", limit=limit, offset=offset
    )
    return [Applicant(**row._mapping) for row in rows]


async def to_come(tx: Transaction, expert_id: UUID) -> ToCome:
    """What an expert still has to do, for an admin."""
    row = await tx.one("select * from app.bookings_to_come(:expert)", expert=expert_id)
    return ToCome(row.confirmed, row.waiting)
