"""The calendar files of a booking: the one that comes with its confirmation, and the one that takes
the entry out again. Pure.
"""

from __future__ import annotations

from bot.domain import calendar
from bot.locales import Speech
from bot.telegram.screens import Document
from db.queries.bookings import BookingCard


def invitation(speech: Speech, booking: BookingCard, other: str) -> Document:
    """The calendar file of a confirmed booking, in the words of one of the two."""
    content = calendar.invitation(_meeting(speech, booking, other))
    return Document(calendar.FILENAME, content, calendar.MIME)


def withdrawal(speech: Speech, booking: BookingCard, other: str) -> Document | None:
    """The file that takes it out of the calendar again; None where no invitation went before.

    That went once the session was charged (or was free), and a refund is fixed only where a
    confirmed one was cancelled.
    """
    charged = booking.payment_status in ("captured", "refunded")
    if booking.status != "cancelled" or booking.refund_due is None or not charged:
        return None
    content = calendar.cancellation(_meeting(speech, booking, other))
    caption = speech.plain("calendar-gone")
    return Document(calendar.GONE, content, calendar.MIME, caption=caption)


def _meeting(speech: Speech, booking: BookingCard, other: str) -> calendar.Meeting:
    link = booking.meeting_url or ""
    key = "calendar-about" if link else "calendar-about-no-link"
    return calendar.Meeting(
        booking_id=booking.booking_id,
        start=booking.start_at,
        end=booking.end_at,
        title=speech.plain("calendar-title", title=booking.session_title, name=other),
        description=speech.plain(key, **({"link": link} if link else {})),
        place=link,
        said_at=speech.now,
    )
