"""What others do and what time does, as new messages: one function a notice. Pure.

A notice is put into words when it is delivered, from the booking as it is then. One that has been
overtaken says nothing (None): the message about what overtook it is on its way.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.locales import Html, Speech, lines
from bot.telegram.screens import Screen
from db.queries.bookings import BookingCard
from db.queries.browse import Alternative
from handlers import views_bookings
from handlers.callbacks import Withdraw
from handlers.keyboards import rows, tap
from handlers.views import first_name, meeting_link, moment, price, until
from handlers.views_alternatives import alternatives, instead, other_times
from handlers.views_bookings import held_actions, same_time, slot_again
from handlers.views_calendar import invitation, withdrawal
from handlers.views_ending import back, late, said_why, state

Notice = Callable[[Speech, BookingCard, Sequence[Alternative]], Screen | None]

CELEBRATION = "5046509860389126442"
"""Telegram's 🎉 message effect; plays once, on new messages in private chats."""


def _words(speech: Speech, booking: BookingCard) -> dict[str, str]:
    """The arguments that most messages need, from the learner's side."""
    return {
        "name": first_name(booking.expert_name),
        "title": booking.session_title,
        "when": moment(speech, booking.start_at),
        "price": price(speech, booking.price_cents, booking.currency),
    }


def _pick(words: dict[str, str], *names: str) -> dict[str, str]:
    return {name: words[name] for name in names}


# To the learner ------------------------------------------------------------------------------


def held(speech: Speech, booking: BookingCard, _: Sequence[Alternative]) -> Screen | None:
    """The pay link is there."""
    return views_bookings.card(speech, booking) if state(booking) == "held" else None


def changed(speech: Speech, booking: BookingCard, _: Sequence[Alternative]) -> Screen:
    """The learner did something outside the chat: their card follows."""
    gone = withdrawal(speech, booking, booking.expert_name)
    return replace(views_bookings.card(speech, booking), document=gone)


def released(speech: Speech, booking: BookingCard, _: Sequence[Alternative]) -> Screen | None:
    """The hold is off the card, or money went back: the card says so. Whoever did not end it
    themselves has a newer message, of its end, with what is free instead: that one stays.
    """
    if booking.status in ("cancelled", "declined") and booking.cancelled_by != "learner":
        return None
    return views_bookings.card(speech, booking)


def card_declined(speech: Speech, booking: BookingCard, _: Sequence[Alternative]) -> Screen | None:
    """The bank said no; the seat and the link are as they were."""
    if state(booking) != "held" or booking.hold_expires_at is None:
        return None
    text = lines(
        *views_bookings.head(speech, booking),
        speech.t("notice-card-declined", until=until(speech, booking.hold_expires_at)),
    )
    return Screen(text, rows(held_actions(speech, booking, "label-try-again")))


def hold_ran_out(speech: Speech, booking: BookingCard, _: Sequence[Alternative]) -> Screen:
    """Nothing was paid in time."""
    ended = booking.hold_expires_at or speech.now
    said = _pick(_words(speech, booking), "when", "name")
    text = speech.t("notice-hold-ran-out", until=speech.time(ended), **said)
    return Screen(text, rows(slot_again(speech, booking)))


def authorized(speech: Speech, booking: BookingCard, _: Sequence[Alternative]) -> Screen | None:
    """The card is good for it, and the expert was asked."""
    if state(booking) != "asked":
        return None
    due = moment(speech, booking.respond_by or booking.start_at)
    said = _pick(_words(speech, booking), "name", "price")
    free = "" if booking.price_cents else "-free"
    text = lines(
        *views_bookings.head(speech, booking),
        speech.t(f"notice-authorized{free}", until=due, **said),
    )
    withdraw = tap(speech.plain("label-withdraw"), Withdraw(booking.booking_id))
    return Screen(text, rows(withdraw))


def accepted(speech: Speech, booking: BookingCard, _: Sequence[Alternative]) -> Screen | None:
    """Charged, with the place to meet and the file for the calendar."""
    if state(booking) != "confirmed":
        return None
    words = _words(speech, booking)
    key = "notice-confirmed" if booking.instant_booking else "notice-accepted"
    link = meeting_link(booking.meeting_url)
    meet = (
        speech.t("notice-charged-meet", price=words["price"], link=link)
        if booking.price_cents
        else speech.t("notice-meet", link=link)
    )
    return Screen(
        lines(
            speech.t(key, **_pick(words, "name", "title")),
            views_bookings.when_of(speech, booking),
            meet,
            *views_bookings.cancelling(speech, booking),
        ),
        rows(views_bookings.confirmed_actions(speech, booking)),
        document=invitation(speech, booking, booking.expert_name),
        effect=CELEBRATION,
    )


def _refused(key: str) -> Notice:
    """Declined or unanswered: the hold is released, and this is free instead."""

    def notice(speech: Speech, booking: BookingCard, other: Sequence[Alternative]) -> Screen:
        words = _pick(_words(speech, booking), "name", "when")
        free = "" if booking.price_cents else "-free"
        text = lines(
            speech.t(f"{key}{free}", **words),
            *said_why(speech, booking),
            *instead(speech, other),
        )
        return Screen(text, alternatives(speech, booking, other))

    return notice


def _ended(key: str, *names: str) -> Notice:
    """An ending of which the message says all; the session's alternatives follow."""

    def notice(speech: Speech, booking: BookingCard, other: Sequence[Alternative]) -> Screen:
        text = lines(
            speech.t(key, **_pick(_words(speech, booking), *names)), *instead(speech, other)
        )
        # The same time, with another card.
        first = same_time(speech, booking) if booking.payment_status == "failed" else ()
        return Screen(text, alternatives(speech, booking, other, first))

    return notice


def capture_failed(
    speech: Speech, booking: BookingCard, other: Sequence[Alternative]
) -> Screen | None:
    """The bank refused; who books without asking has accepted nothing."""
    instant = "-instant" if booking.instant_booking else ""
    return _ended(f"notice-capture-failed{instant}", "name", "when")(speech, booking, other)


def paid_too_late(
    speech: Speech, booking: BookingCard, other: Sequence[Alternative]
) -> Screen | None:
    """A card's hold that came in the last second, or a bank's payment days later: it goes back."""
    if not booking.late_payment:
        return _ended("notice-paid-too-late", "name", "when", "price")(speech, booking, other)
    words = _pick(_words(speech, booking), "name", "when", "price")
    by = booking.cancelled_by or "system"
    text = speech.t("notice-paid-too-late-bank", by=by, **words)
    return Screen(lines(text, *instead(speech, other)), alternatives(speech, booking, other))


def expert_cancelled(speech: Speech, booking: BookingCard, other: Sequence[Alternative]) -> Screen:
    """The expert had to cancel, or took one off a group; everything comes back, or was never
    taken.
    """
    words = _words(speech, booking)
    key = "notice-taken-off" if booking.others_stayed else "notice-expert-cancelled"
    text = speech.t(key, **_pick(words, "name", "when", "title"))
    if booking.late_payment:
        text = lines(text, *late(speech, booking))
    gone, due = booking.amount_refunded + booking.amount_lost, booking.owed
    if booking.disputed:
        text = lines(text, *back(speech, booking))
    elif gone and due:
        left, before = (speech.money(each, booking.currency) for each in (due, gone))
        text = Html(f"{text} {speech.t('notice-rest-back', due=left, gone=before)}")
    elif gone:
        text = lines(text, *back(speech, booking))
    elif booking.price_cents and booking.payment_status in ("captured", "refunded"):
        text = Html(f"{text} {speech.t('notice-all-back', price=words['price'])}")
    elif booking.amount_authorized:
        text = lines(text, speech.t("card-releasing", price=words["price"]))
    return Screen(
        lines(text, *instead(speech, other)),
        alternatives(speech, booking, other),
        document=withdrawal(speech, booking, booking.expert_name),
    )


def completed(speech: Speech, booking: BookingCard, _: Sequence[Alternative]) -> Screen:
    """It is over."""
    text = speech.t("notice-completed", **_pick(_words(speech, booking), "title", "name"))
    return Screen(text, rows(other_times(speech, booking, "label-book-again")))


LEARNER: dict[str, Notice] = {
    "held": held,
    "changed": changed,
    "card_declined": card_declined,
    "hold_ran_out": hold_ran_out,
    "authorized": authorized,
    "accepted": accepted,
    "declined": _refused("notice-declined"),
    "unanswered": _refused("notice-unanswered"),
    "capture_failed": capture_failed,
    "payment_failed": _ended("notice-payment-failed", "name", "when"),
    "paid_too_late": paid_too_late,
    "expert_cancelled": expert_cancelled,
    "released": released,
    "completed": completed,
}
"""The notices to a learner, by the name that app.transitions and the workers give them."""

ALTERNATIVES = frozenset(
    [
        "declined",
        "unanswered",
        "capture_failed",
        "payment_failed",
        "paid_too_late",
        "expert_cancelled",
    ]
)
"""Notices that say what is free instead."""
