"""When both sides are reminded of a confirmed booking, as a table.

The rows themselves are written by Postgres when a booking is confirmed (app.reminders); a test
holds the two together.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Reminder:
    """A kind of reminder (`app.reminders.kind`, and its notice) and how long before the start."""

    kind: str
    before: timedelta


REMINDERS = (
    Reminder("reminder_24h", timedelta(hours=24)),
    Reminder("reminder_1h", timedelta(hours=1)),
)
AUDIENCES = ("learner", "expert")


def due(start: datetime, confirmed: datetime) -> dict[str, datetime]:
    """Kind → when, for a booking that starts and was confirmed then (aware).

    What would be due before the confirmation is left out: nobody is reminded of the past.
    """
    times = {each.kind: start - each.before for each in REMINDERS}
    return {kind: at for kind, at in times.items() if at > confirmed}
