"""What people must have been told of, by what happened to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import asyncpg

from tests.chaos_all.stage import ADMIN


@dataclass(frozen=True)
class Told:
    """A notice that somebody must have got: in whose chat, and how it reads."""

    chat: int
    pattern: str
    what: str


_TURNS = (
    ("asked", "expert", r"New request from {learner}\b", "a request"),
    ("accepted", "learner", r"\b{expert} accepted", "that it is accepted"),
    ("declined", "learner", r"\b{expert} can't make", "that it is declined"),
    ("cancelled_by_learner", "expert", r"\b{learner} cancelled", "a cancellation"),
    (
        "cancelled_by_expert",
        "learner",
        r"\b{expert} (had to cancel|took you off)",
        "that it is off",
    ),
    ("completed", "learner", r"That was All about {expert}\b", "that it is over"),
    ("completed", "expert", "All about {expert} with {learner} is done", "that it is done"),
)
"""What happened to a booking, who of the two hears of it, and how that reads."""
_OVERTAKEN = timedelta(minutes=2)
"""What is over so soon after the charge may be told as over at once: a notice is put into words
when it goes out, and Telegram may have held it up till then."""


async def notices(owner: asyncpg.Pool, rests: Sequence[datetime]) -> list[Told]:
    """What people must have been told of, by the bookings' histories.

    `rests` are the times of the domain at which all that was due had been taken up: a reminder
    counts where one of them lies after its time and before the next reminder's, or the start.
    """
    wanted = await _applications(owner)
    for row in await owner.fetch(_HISTORY):
        learner, expert = row["learner_name"], row["expert_name"]
        wanted += [
            Told(row[whose], pattern.format(learner=learner, expert=expert), what)
            for column, whose, pattern, what in _TURNS
            if row[column] and not (column == "accepted" and _overtaken(row))
        ]
        for before, start, end in ((24, ": ", r" \(60 min\)"), (1, "In 1 hour, at .*: ", r"\b")):
            if _reminded(row, timedelta(hours=before), rests):
                said = f"{start}All about {expert} with"
                wanted.append(Told(row["learner"], f"{said} {expert}{end}", f"{before} h ahead"))
                if row["alone"]:  # of a group its expert is reminded once, with everybody's name
                    wanted.append(
                        Told(row["expert"], f"{said} {learner}{end}", f"{before} h ahead")
                    )
    return wanted


async def _applications(owner: asyncpg.Pool) -> list[Told]:
    """Whoever applied in the chat, the admin was told of; who was verified, was told so."""
    wanted: list[Told] = []
    for row in await owner.fetch(_APPLIED):
        asks = rf"\b{row['name']} wants to offer sessions"
        wanted.append(Told(ADMIN, asks, f"that {row['name']} applied"))
        if row["verification_status"] == "verified":
            wanted.append(Told(row["telegram_id"], "You are verified", "that they are verified"))
    return wanted


_APPLIED = """
select a.telegram_id, p.display_name as name, e.verification_status
  from public.expert_profiles e
  join public.user_profiles p on p.id = e.user_profile_id
  join app.telegram_accounts a on a.user_id = p.user_id
 where e.bio is not null
"""


def _overtaken(row: asyncpg.Record) -> bool:
    """Whether its expert took it back before the acceptance must have gone out."""
    return bool(row["cancelled_by_expert"] and row["over_at"] - row["charged_at"] < _OVERTAKEN)


def _reminded(row: asyncpg.Record, before: timedelta, rests: Sequence[datetime]) -> bool:
    if row["charged_at"] is None:
        return False
    due = row["start_at"] - before
    last = row["start_at"] - (timedelta(hours=1) if before > timedelta(hours=1) else timedelta())
    last = min(last, row["over_at"] or last)
    return row["charged_at"] < due and any(due <= each < last for each in rests)


_HISTORY = """
select b.id, b.start_at, s.max_bookings = 1 as alone,
       l.telegram_id as learner, e.telegram_id as expert,
       lp.display_name as learner_name, ep.display_name as expert_name,
       exists (select from h where h.booking_id = b.id and h.event = 'authorize') as asked,
       exists (select from h where h.booking_id = b.id
                and (h.to_status, h.to_payment) = ('confirmed', 'captured')) as accepted,
       exists (select from h where h.booking_id = b.id and h.event = 'decline') as declined,
       exists (select from h where h.booking_id = b.id and h.event = 'complete') as completed,
       exists (select from h where h.booking_id = b.id and h.event = 'learner_cancel')
           as cancelled_by_learner,
       exists (select from h where h.booking_id = b.id and h.event = 'expert_cancel')
           as cancelled_by_expert,
       (select min(h.at) from h where h.booking_id = b.id
           and (h.to_status, h.to_payment) = ('confirmed', 'captured')) as charged_at,
       (select min(h.at) from h where h.booking_id = b.id and h.to_status = 'cancelled') as over_at
  from public.bookings b
  join public.bookable_slots s on s.id = b.slot_id
  join public.learner_profiles lr on lr.id = b.learner_id
  join public.user_profiles lp on lp.id = lr.user_profile_id
  join app.telegram_accounts l on l.user_id = lp.user_id
  join public.expert_profiles er on er.id = b.expert_id
  join public.user_profiles ep on ep.id = er.user_profile_id
  join app.telegram_accounts e on e.user_id = ep.user_id
""".replace("from h where", "from app.booking_events h where")
