"""Where the two meet: the expert's own link, or a room of the slot's own."""

from __future__ import annotations

from dataclasses import replace

from bot.config import Settings
from db.queries.bookings import BookingCard

_DEFAULT = str(Settings.model_fields["meeting_url_template"].default)
_template = _DEFAULT


def use_template(template: str) -> None:
    """Set once, at the start, what an address is made from: `{room}` is the slot's own name."""
    global _template  # noqa: PLW0603 - a setting of the process, known when it is composed
    _template = template


def with_place(booking: BookingCard) -> BookingCard:
    """The booking with an address to meet at, once it is confirmed."""
    if booking.meeting_url or not booking.room:
        return booking
    return replace(booking, meeting_url=_template.format(room=booking.room))
