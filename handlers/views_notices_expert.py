"""What others do and what time does, told to the expert; and what both hear alike. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

from bot.locales import Html, Speech, lines
from bot.telegram.screens import Button, Screen
from db.queries.bookings import BookingCard
from db.queries.browse import Alternative
from handlers import views_bookings, views_expert
from handlers.callbacks import Card, Requests, Schedule
from handlers.keyboards import rows, tap
from handlers.views import first_name, meeting_link, moment, names
from handlers.views_calendar import invitation, withdrawal
from handlers.views_ending import state
from handlers.views_notices import Notice


def request(speech: Speech, booking: BookingCard, _: Sequence[Alternative]) -> Screen | None:
    """Somebody asks; Accept and Decline."""
    return views_expert.request(speech, booking) if state(booking) == "asked" else None


def changed(speech: Speech, booking: BookingCard, _: Sequence[Alternative]) -> Screen:
    """The expert did something outside the chat: their card follows."""
    gone = withdrawal(speech, booking, booking.learner_name)
    return replace(views_expert.card(speech, booking), document=gone)


def charged(speech: Speech, booking: BookingCard, _: Sequence[Alternative]) -> Screen | None:
    """The money is there: the request becomes the session's card, with its calendar file."""
    if state(booking) != "confirmed":
        return None
    shown = views_expert.card(speech, booking)
    return replace(shown, document=invitation(speech, booking, booking.learner_name))


def _words(speech: Speech, booking: BookingCard) -> dict[str, str]:
    return {
        "name": first_name(booking.learner_name),
        "title": booking.session_title,
        "when": moment(speech, booking.start_at),
    }


def _said(speech: Speech, way: Schedule | Requests, *sentences: Html | None) -> Screen:
    """One line that says all of it, with the way to what is left."""
    label = "label-schedule" if isinstance(way, Schedule) else "label-requests"
    text = Html(" ".join(each for each in sentences if each))
    return Screen(text, rows(tap(speech.plain(label), way)))


def _freed(speech: Speech, booking: BookingCard) -> Html | None:
    """What became free: the time, or a seat of a group; nothing where it is not offered again."""
    others = booking.others or ()
    if others:
        key = "freed-seat-with" if booking.reopens else "freed-nothing-with"
        return speech.t(key, who=names(speech, others), n=len(others))
    if not booking.reopens:
        return None
    return speech.t("freed-seat" if booking.taken else "freed-time")


def learner_cancelled(speech: Speech, booking: BookingCard, _: Sequence[Alternative]) -> Screen:
    """A learner does not come; what that leaves of the money, and of the group."""
    told = speech.t("enotice-learner-cancelled", **_words(speech, booking))
    left = views_expert.kept(speech, booking)
    said = _said(speech, Schedule(0), told, _freed(speech, booking), left)
    return replace(said, document=withdrawal(speech, booking, booking.learner_name))


def capture_failed(speech: Speech, booking: BookingCard, _: Sequence[Alternative]) -> Screen:
    """The bank refused; of a group only this learner stays away."""
    group = "-group" if booking.others else ""
    told = speech.t(f"enotice-capture-failed{group}", **_words(speech, booking))
    return _said(speech, Schedule(0), told, _freed(speech, booking))


def request_withdrawn(speech: Speech, booking: BookingCard, _: Sequence[Alternative]) -> Screen:
    """Nothing is left to answer."""
    return _said(
        speech, Requests(0), speech.t("enotice-request-withdrawn", **_words(speech, booking))
    )


def request_ran_out(speech: Speech, booking: BookingCard, _: Sequence[Alternative]) -> Screen:
    """It was not answered in time."""
    told = speech.t("enotice-request-ran-out", **_words(speech, booking))
    released = speech.t("enotice-released") if booking.price_cents else None
    return _said(speech, Requests(0), told, released, _freed(speech, booking))


def completed(speech: Speech, booking: BookingCard, _: Sequence[Alternative]) -> Screen:
    """It is over, and what it earned."""
    name, title = first_name(booking.learner_name), booking.session_title
    text = views_expert.earned(speech, booking, "enotice-completed", name=name, title=title)
    return Screen(text, rows(tap(speech.plain("label-schedule"), Schedule(0))))


def _reminder(side: str, kind: str) -> Notice:
    """A reminder; `side` is '' for the learner and 'e' for the expert."""

    def notice(speech: Speech, booking: BookingCard, _: Sequence[Alternative]) -> Screen | None:
        name = _comes(speech, booking) if side else first_name(booking.expert_name)
        sure = state(booking) == "confirmed" or side
        if not name or not sure or booking.start_at <= speech.now:
            return None
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
        known = [] if side else views_bookings.cancelling(speech, booking)
        return Screen(lines(lead, meet, *known), rows(_reminder_actions(speech, booking)))

    return notice


def _comes(speech: Speech, booking: BookingCard) -> str:
    """Who is sure to come, by name; of a slot one reminder goes out, for everybody in it. Nobody,
    where that has been overtaken.
    """
    sure = [booking.learner_name] if state(booking) == "confirmed" else []
    who = [*sure, *(booking.others or ())]
    return first_name(who[0]) if len(who) == 1 else names(speech, who) if who else ""


def _reminder_actions(speech: Speech, booking: BookingCard) -> tuple[Button, ...]:
    details = tap(speech.plain("label-details"), Card(booking.booking_id))
    if booking.side == "expert" and (booking.taken > 1 or booking.others):
        return (views_expert.everybody(speech, booking),)
    return (details, *views_bookings.confirmed_actions(speech, booking)[-1:])


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _away(card: Callable[[Speech, BookingCard], Screen]) -> Notice:
    """Stripe gives no answer: what is waited for comes by itself."""

    def notice(speech: Speech, booking: BookingCard, _: Sequence[Alternative]) -> Screen | None:
        now = state(booking)
        if now not in ("held", "charging") or booking.pay_url:
            return None
        shown = card(speech, booking)
        return replace(shown, text=lines(shown.text, speech.t(f"notice-stripe-away-{now}")))

    return notice


EXPERT: dict[str, Notice] = {
    "request": request,
    "changed": changed,
    "charged": charged,
    "capture_failed": capture_failed,
    "learner_cancelled": learner_cancelled,
    "request_withdrawn": request_withdrawn,
    "request_ran_out": request_ran_out,
    "completed": completed,
    "reminder_24h": _reminder("e", "day"),
    "reminder_1h": _reminder("e", "hour"),
    "stripe_away": _away(views_expert.card),
}
"""The notices to an expert, by the name that app.transitions and the workers give them."""

LEARNER_ALIKE: dict[str, Notice] = {
    "reminder_24h": _reminder("", "day"),
    "reminder_1h": _reminder("", "hour"),
    "stripe_away": _away(views_bookings.card),
}
