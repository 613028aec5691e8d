"""A booking as a calendar file (RFC 5545), for any calendar to open."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from icalendar import Calendar, Event

MIME = "text/calendar"
FILENAME = "tutorline.ics"
GONE = "tutorline-cancelled.ics"

# Line breaks and tabs are text; other control characters are refused by some calendars.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Meeting:
    """What goes into the file. `start`, `end` and `said_at` are aware; texts are plain."""

    booking_id: UUID
    start: datetime
    end: datetime
    title: str
    description: str
    place: str
    """The address of the room where they meet."""
    said_at: datetime
    """When this was so: a calendar keeps the latest."""


def invitation(meeting: Meeting) -> bytes:
    """The file that adds the booking to a calendar. Opened twice, it is still one entry."""
    return _file(meeting, "PUBLISH", "CONFIRMED", 0)


def cancellation(meeting: Meeting) -> bytes:
    """The file that takes the entry of `invitation` out again (RFC 5546, 3.2.5)."""
    return _file(meeting, "CANCEL", "CANCELLED", 1)


def _file(meeting: Meeting, method: str, status: str, sequence: int) -> bytes:
    """`sequence`: of two files with the same uid, a calendar goes by the higher."""
    event = Event()
    event.add("uid", f"{meeting.booking_id}@tutorline")
    event.add("sequence", sequence)
    event.add("dtstamp", meeting.said_at.astimezone(UTC))
    # UTC needs no VTIMEZONE and means the same instant in every calendar.
    event.add("dtstart", meeting.start.astimezone(UTC))
    event.add("dtend", meeting.end.astimezone(UTC))
    event.add("summary", _clean(meeting.title))
    event.add("description", _clean(meeting.description))
    if meeting.place:
        # An address has no spaces, and in this format no way of writing a line break.
        place = "".join(_clean(meeting.place).split())
        event.add("location", place)
        event.add("url", place)
    event.add("status", status)
    calendar = Calendar()
    calendar.add("prodid", "-//Tutorline//Booking//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _clean(text: str) -> str:
    return _CONTROL.sub("", text)
