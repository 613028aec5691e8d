"""A learner's bookings: the living card of each, and what can be done about it. Pure."""

from __future__ import annotations

from bot.locales import Html, Speech, lines
from bot.telegram.screens import Button, Screen
from db.queries.bookings import BookingCard
from handlers.callbacks import (
    Again,
    AskCancel,
    Bookings,
    Days,
    LetGo,
    Withdraw,
)
from handlers.keyboards import fit, link, rows, tap
from handlers.views import (
    first_name,
    meeting_link,
    moment,
    price,
    until,
    when_line,
)
from handlers.views_book import FIRST
from handlers.views_ending import back, ended, may_return, over, state
from handlers.views_summary import terms


def card(speech: Speech, booking: BookingCard) -> Screen:
    """The booking as it is now, with what the learner can do about it."""
    text = lines(
        *head(speech, booking),
        *_state_lines(speech, booking),
        _note(speech, booking),
    )
    return Screen(text, rows(*_actions(speech, booking)))


def head(speech: Speech, booking: BookingCard) -> tuple[Html, Html]:
    """What it is, with whom, and when: the first two lines of a learner's card."""
    title = speech.t("card-head", title=booking.session_title, name=booking.expert_name)
    return title, when_of(speech, booking)


def when_of(speech: Speech, booking: BookingCard) -> Html:
    """The 🕑 line, with the expert's clock where it shows something else."""
    name, zone = booking.expert_name, booking.expert_zone
    return when_line(speech, booking.start_at, booking.end_at, name, zone)


def _note(speech: Speech, booking: BookingCard) -> Html | None:
    if not booking.learner_notes or over(booking):
        return None
    return speech.t("summary-note", note=fit(booking.learner_notes, 500))


def _state_lines(speech: Speech, booking: BookingCard) -> list[Html]:
    now = state(booking)
    name = first_name(booking.expert_name)
    amount = price(speech, booking.price_cents, booking.currency)
    free = "" if booking.price_cents else "-free"
    if now == "held":
        if not booking.pay_url or booking.hold_expires_at is None:
            return [speech.t("card-preparing")]
        key = "card-held-instant" if booking.instant_booking else "card-held"
        return [speech.t(key, until=until(speech, booking.hold_expires_at), name=name)]
    if now == "asked":
        due = moment(speech, booking.respond_by or booking.start_at)
        return [speech.t(f"card-asked{free}", price=amount, name=name, until=due)]
    if now in ("confirmed", "completed"):
        lead = [speech.t(f"card-{now}{free}", price=amount), *back(speech, booking)]
        return lead + (_to_come(speech, booking) if now == "confirmed" else [])
    if now in ("processing", "charging"):
        return [speech.t(f"card-{now}", price=amount, name=name)]
    return ended(speech, booking, name)


def _to_come(speech: Speech, booking: BookingCard) -> list[Html]:
    """Where to meet, and until when it is cancelled for free."""
    link = meeting_link(booking.meeting_url)
    meet = [speech.t("card-meet", link=link)] if link else []
    return meet + cancelling(speech, booking)


def cancelling(speech: Speech, booking: BookingCard) -> list[Html]:
    """What cancelling returns, of what was paid for and has not begun."""
    if not booking.price_cents or booking.refund_due or booking.start_at <= speech.now:
        return []
    return [terms(speech, booking)]


def _actions(speech: Speech, booking: BookingCard) -> list[tuple[Button, ...]]:
    """What can be done now; a booking that is over offers the same session again."""
    now = state(booking)
    mine = tap(speech.plain("label-my-bookings"), Bookings(int(over(booking)), 0))
    made: list[tuple[Button, ...]] = []
    if now == "held":
        made += [held_actions(speech, booking, "label-pay")]
    elif now == "processing":
        made += [(tap(speech.plain("label-let-go"), LetGo(booking.booking_id), "danger"),)]
    elif now == "asked":
        made += [(tap(speech.plain("label-withdraw"), Withdraw(booking.booking_id)),)]
    elif now == "confirmed":
        made += [confirmed_actions(speech, booking)]
    elif may_return(booking):
        made += [slot_again(speech, booking)]
    elif over(booking):
        label = "label-book-again" if now == "completed" else "label-other-times"
        made += [(tap(speech.plain(label), Days(booking.session_id, FIRST, "")),)]
    return [*made, (mine,)]


def held_actions(speech: Speech, booking: BookingCard, label: str) -> tuple[Button, ...]:
    """Pay (once there is a link) and let go; `label` is 'label-pay' or 'label-try-again'."""
    go = tap(speech.plain("label-let-go"), LetGo(booking.booking_id), "danger")
    if not booking.pay_url:
        return (go,)
    amount = price(speech, booking.price_cents, booking.currency)
    return (link(speech.plain(label, price=amount), booking.pay_url, "primary"), go)


def confirmed_actions(speech: Speech, booking: BookingCard) -> tuple[Button, ...]:
    """Materials, where there are any, and Cancel until it starts."""
    made: list[Button] = []
    # Anything else in a button's address and Telegram refuses the whole message.
    if booking.materials_url and booking.materials_url.startswith(("https://", "http://")):
        made.append(link(speech.plain("label-materials"), booking.materials_url))
    if booking.start_at > speech.now:
        made.append(tap(speech.plain("label-cancel"), AskCancel(booking.booking_id)))
    return tuple(made)


def slot_again(speech: Speech, booking: BookingCard) -> tuple[Button, ...]:
    """The same time once more, where it is offered, and the session's other times."""
    others = tap(speech.plain("label-other-times"), Days(booking.session_id, FIRST, ""))
    return (*same_time(speech, booking), others)


def same_time(speech: Speech, booking: BookingCard) -> tuple[Button, ...]:
    """The same time once more, with the note there was; nothing where it is not offered."""
    if not booking.reopens or booking.taken >= booking.seats or booking.start_at <= speech.now:
        return ()
    return (tap(speech.plain("label-same-time"), Again(booking.booking_id)),)
