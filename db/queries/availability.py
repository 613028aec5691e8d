"""Reading what an expert has set: their windows, zone and rules."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.ids import ExpertId
from db.functions import WindowRow
from db.session import Transaction


@dataclass(frozen=True, slots=True)
class StoredWindow:
    """A weekly window: wall times "HH:MM" (an end may be "24:00") in `zone`; 0 is Sunday."""

    day: int
    start: str
    end: str
    zone: str

    def row(self) -> WindowRow:
        """The window as `db.functions.set_availability` takes it."""
        return {"day": self.day, "start": self.start, "end": self.end}


@dataclass(frozen=True, slots=True)
class ExpertRules:
    """What the expert's own profile says of how they may be booked."""

    expert_id: ExpertId
    currency: str
    buffer_minutes: int
    minimum_notice_minutes: int
    horizon_days: int
    instant_booking: bool
    cancellation_policy: str
    meeting_url: str | None
    is_available: bool
    verification_status: str


async def windows(tx: Transaction) -> list[StoredWindow]:
    """The acting expert's active windows, by day (from Sunday) and time."""
    rows = await tx.all(
        "select w.day_of_week as day, left(w.start_time::text, 5) as start,"
        ' left(w.end_time::text, 5) as "end", w.timezone as zone'
        " from public.availability_windows w"
        " where w.expert_id = (select app.my_expert_id()) and w.is_active"
        " order by w.day_of_week, w.start_time"
    )
    return [StoredWindow(**row._mapping) for row in rows]


async def rules(tx: Transaction) -> ExpertRules | None:
    """The acting expert's rules, or None for who is no expert."""
    row = await tx.first(
        "select e.id as expert_id, e.currency, e.buffer_minutes, e.minimum_notice_minutes,"
        " e.horizon_days, e.instant_booking, e.cancellation_policy, e.meeting_url,"
        " e.is_available, e.verification_status"
        " from public.expert_profiles e where e.id = (select app.my_expert_id())"
    )
    return ExpertRules(**row._mapping) if row else None
