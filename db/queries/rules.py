"""The rules that an expert's bookings are made by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from db.session import Transaction


@dataclass(frozen=True, slots=True)
class Policy:
    """What a learner gets back: all of it until `free_hours` before the start, then a share."""

    policy: str
    free_hours: int
    late_share_percent: int


@dataclass(frozen=True, slots=True)
class Rules:
    """The acting expert's rules; `policies` are those that there are to choose from.

    `instant`: who pays is booked at once. `notice_minutes` before its start a time is no longer
    offered; `buffer_minutes` are kept free after each session.
    """

    instant: bool
    policy: str
    notice_minutes: int
    buffer_minutes: int
    policies: Sequence[Policy]


async def rules(tx: Transaction) -> Rules | None:
    """The acting expert's; None for who is none."""
    row = await tx.first(
        "select e.instant_booking as instant, e.cancellation_policy as policy,"
        " e.minimum_notice_minutes as notice_minutes, e.buffer_minutes"
        " from public.expert_profiles e where e.id = (select app.my_expert_id())"
    )
    if row is None:
        return None
    known = await tx.all(
        "select p.policy, p.free_hours, p.late_share_percent"
        " from app.cancellation_policies p order by p.free_hours"
    )
    return Rules(**row._mapping, policies=[Policy(**each._mapping) for each in known])
