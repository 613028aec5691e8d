"""What others do and what time does, told to the expert; and the reminders of both. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.locales import Speech, lines
from bot.telegram.screens import Button, Screen
from db.queries.bookings import BookingCard
from db.queries.browse import Alternative
from handlers import views_bookings, views_expert
from handlers.callbacks import Card, Requests, Schedule
from handlers.keyboards import rows, tap
from handlers.views import first_name, meeting_link, moment
from handlers.views_bookings import state
from handlers.views_notices import Notice, invitation


def request(speech: Speech, booking: BookingCard, _: Sequence[Alternative]) -> Screen | None:
    """Somebody asks; Accept and Decline."""
    return views_expert.request(speech, booking) if state(booking) == "asked" else None


def changed(speech: Speech, booking: BookingCard, _: Sequence[Alternative]) -> Screen:
    """The expert did something outside the chat: their card follows."""
    return views_expert.card(speech, booking)


def charged(speech: Speech, booking: BookingCard, _: Sequence[Alternative]) -> Screen | None:
    """The money is there: the request becomes the session's card, with its calendar file."""
    if state(booking) != "confirmed":
        return None
    shown = views_expert.card(speech, booking)
    return replace(shown, document=invitation(speech, booking, booking.learner_name))


def _told(key: str, *names: str, schedule: bool = True) -> Notice:
    """A message that says all of it, with the way to what is left."""

    def notice(speech: Speech, booking: BookingCard, _: Sequence[Alternative]) -> Screen:
        words = {
            "name": first_name(booking.learner_name),
            "title": booking.session_title,
            "when": moment(speech, booking.start_at),
            "kept": views_expert.kept(speech, booking),
        }
        text = speech.t(key, **{name: words[name] for name in names})
        way = (
            tap(speech.plain("label-schedule"), Schedule(0))
            if schedule
            else tap(speech.plain("label-requests"), Requests(0))
        )
        return Screen(text, rows(way))

    return notice


def completed(speech: Speech, booking: BookingCard, _: Sequence[Alternative]) -> Screen:
    """It is over, and what it earned."""
    name, title = first_name(booking.learner_name), booking.session_title
    if not booking.price_cents:
        text = speech.t("enotice-completed-free", name=name, title=title)
    else:
        earned = views_expert.earned(speech, booking)
        text = speech.t("enotice-completed", name=name, title=title, price=earned)
    return Screen(text, rows(tap(speech.plain("label-schedule"), Schedule(0))))


def _reminder(side: str, kind: str) -> Notice:
    """A reminder; `side` is '' for the learner and 'e' for the expert."""

    def notice(speech: Speech, booking: BookingCard, _: Sequence[Alternative]) -> Screen | None:
        if state(booking) != "confirmed" or booking.start_at <= speech.now:
            return None
        name = first_name(booking.learner_name if side else booking.expert_name)
        said = {"title": booking.session_title, "name": name}
        # Late (the bot was down), "in 1 hour" would be untrue: the day's wording says when it is.
        near = booking.start_at - speech.now <= timedelta(hours=1, minutes=5)
        if kind == "hour" and near and booking.start_at - speech.now >= timedelta(minutes=50):
            lead = speech.t(
                f"{side}notice-reminder-hour", time=speech.time(booking.start_at), **said
            )
        else:
            when = speech.when(booking.start_at)
            minutes = str(booking.duration_minutes)
            lead = speech.t(
                f"{side}notice-reminder-day", when=_capital(when), minutes=minutes, **said
            )
        link = meeting_link(booking.meeting_url)
        meet = speech.t("notice-meet-short", link=link) if link else None
        return Screen(lines(lead, meet), rows(_reminder_actions(speech, booking)))

    return notice


def _reminder_actions(speech: Speech, booking: BookingCard) -> tuple[Button, ...]:
    details = tap(speech.plain("label-details"), Card(booking.booking_id))
    return (details, *views_bookings.confirmed_actions(speech, booking)[-1:])


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


EXPERT: dict[str, Notice] = {
    "request": request,
    "changed": changed,
    "charged": charged,
    "capture_failed": _told("enotice-capture-failed", "name", "when", "title"),
    "learner_cancelled": _told("enotice-learner-cancelled", "name", "when", "title", "kept"),
    "request_withdrawn": _told(
        "enotice-request-withdrawn", "name", "when", "title", schedule=False
    ),
    "request_ran_out": _told("enotice-request-ran-out", "name", "when", "title", schedule=False),
    "completed": completed,
    "reminder_24h": _reminder("e", "day"),
    "reminder_1h": _reminder("e", "hour"),
}
"""The notices to an expert, by the name that app.transitions and the workers give them."""

LEARNER_REMINDERS: dict[str, Notice] = {
    "reminder_24h": _reminder("", "day"),
    "reminder_1h": _reminder("", "hour"),
}
