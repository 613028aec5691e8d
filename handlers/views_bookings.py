"""A learner's bookings: the list, the living card of each, and cancelling. Pure."""

from __future__ import annotations

from bot.locales import Html, Speech, lines
from bot.telegram.screens import Button, Screen
from db.queries.bookings import BookingCard
from handlers.callbacks import (
    Again,
    AskCancel,
    Bookings,
    Cancel,
    Card,
    Days,
    LetGo,
    Withdraw,
)
from handlers.keyboards import addressed, fit, link, rows, tap
from handlers.views import (
    first_name,
    free_hours,
    meeting_link,
    moment,
    names,
    price,
    until,
    when_line,
)
from handlers.views_book import FIRST

_STATES = {
    ("pending", "pending"): "held",
    ("pending", "processing"): "processing",
    ("pending", "authorized"): "asked",
    ("confirmed", "authorized"): "charging",
    ("confirmed", "captured"): "confirmed",
    ("confirmed", "refunded"): "confirmed",
    ("completed", "captured"): "completed",
    ("completed", "refunded"): "completed",
}
"""What a booking's two states mean to a person; all others end with the first: declined …"""


def state(booking: BookingCard) -> str:
    """One word for where the booking stands, as the message keys have it."""
    return _STATES.get((booking.status, booking.payment_status), booking.status)


def over(booking: BookingCard) -> bool:
    """Whether nothing more can come of it."""
    return booking.status in ("cancelled", "declined", "completed")


def goes_on(booking: BookingCard) -> bool:
    """Whether others have a seat in the group of a booking that is over."""
    return booking.seats > 1 and booking.taken > 0


# The card ------------------------------------------------------------------------------------


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
        return lead + (_meet(speech, booking) if now == "confirmed" else [])
    if now in ("processing", "charging"):
        return [speech.t(f"card-{now}", price=amount, name=name)]
    return _ended(speech, booking, name)


def _meet(speech: Speech, booking: BookingCard) -> list[Html]:
    link = meeting_link(booking.meeting_url)
    return [speech.t("card-meet", link=link)] if link else []


def _ended(speech: Speech, booking: BookingCard, name: str) -> list[Html]:
    """Why it ended, and where the money is."""
    key = _why(booking)
    if key == "card-cancelled-expert" and goes_on(booking):
        key = "card-taken-off"
    free = "-free" if not booking.price_cents and key in _FREE else ""
    return [speech.t(f"{key}{free}", name=name), *_money(speech, booking)]


def ending(booking: BookingCard) -> str:
    """How a booking that is over ended, or where it stands, as the lists have it."""
    if state(booking) not in ("cancelled", "declined"):
        return f"state-{state(booking)}"
    return f"state-{_ENDINGS.get(_why(booking), 'cancelled')}"


_ENDINGS = {
    "card-declined": "declined",
    "card-failed": "failed",
    "card-withdrawn": "withdrawn",
    "card-let-go": "let-go",
    "card-unanswered": "unanswered",
    "card-ran-out": "ran-out",
}
_FREE = frozenset({"card-declined", "card-withdrawn", "card-unanswered"})
"""Endings that speak of money, and have other words where there was none."""


def _why(booking: BookingCard) -> str:
    """Which ending it was. A refund is fixed where a confirmed one was cancelled, and only there;
    a request has a deadline for its answer, a mere hold none.
    """
    by, asked = booking.cancelled_by or "system", booking.respond_by is not None
    if booking.status == "declined":
        return "card-declined"
    if booking.payment_status == "failed":
        return "card-failed"
    if booking.refund_due is not None:
        return f"card-cancelled-{by}"
    if by == "learner":
        return "card-withdrawn" if asked else "card-let-go"
    if by == "expert":
        return "card-declined"
    return "card-unanswered" if asked else "card-ran-out"


def _money(speech: Speech, booking: BookingCard) -> list[Html]:
    """Where the money is of what came to nothing, by the amounts that Stripe told of."""
    if not booking.price_cents:
        return []
    full = speech.money(booking.price_cents, booking.currency)
    keeps = speech.money(_keeps(booking), booking.currency)
    match booking.payment_status:
        case "authorized" if _keeps(booking):
            return [speech.t("card-share-charging", share=keeps)]
        case "authorized":
            return [speech.t("card-releasing", price=full)]
        case "cancelled" if booking.respond_by is not None:  # it was paid for
            return [speech.t("card-released", price=full)]
        case "captured" | "refunded":
            return back(speech, booking) or [_charged(speech, booking)]
    return []


def _keeps(booking: BookingCard) -> int:
    """What of the price stays charged in the end, as `bot.payments.case.Case.keeps`."""
    due = booking.refund_due
    if due is None:
        due = booking.price_cents if booking.status in ("cancelled", "declined") else 0
    return booking.price_cents - due


def owed(booking: BookingCard) -> int:
    """What is still to go back of what was charged, in minor units."""
    if booking.payment_status not in ("captured", "refunded"):
        return 0
    gone = booking.amount_refunded + booking.amount_lost + booking.amount_elsewhere
    return max(0, booking.amount_captured - gone - _keeps(booking))


def back(speech: Speech, booking: BookingCard) -> list[Html]:
    """What has come back so far, what is still to, what was paid another way or the bank took."""
    due = owed(booking)
    words = {
        "refund": speech.money(booking.amount_refunded, booking.currency),
        "due": speech.money(due, booking.currency),
    }
    made: list[Html] = []
    if booking.amount_refunded > 0:
        key = "card-refunded-partly" if due else "card-refunded"
        made.append(speech.t(key, **words))
    elif due:
        made.append(speech.t("card-refunding", refund=words["due"]))
    if booking.amount_elsewhere:
        paid = speech.money(booking.amount_elsewhere, booking.currency)
        made.append(speech.t("card-elsewhere", amount=paid))
    if booking.amount_lost:
        lost = speech.money(booking.amount_lost, booking.currency)
        made.append(speech.t("card-disputed", amount=lost))
    return made


def _charged(speech: Speech, booking: BookingCard) -> Html:
    """Nothing came back: all of it was charged, or the share that a late cancellation costs."""
    charged = speech.money(booking.amount_captured, booking.currency)
    if booking.amount_captured < booking.price_cents:
        return speech.t("card-share", share=charged)
    return speech.t("card-no-refund", price=charged)


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
        made += [(tap(speech.plain("label-withdraw"), Withdraw(booking.booking_id), "danger"),)]
    elif now == "confirmed":
        made += [confirmed_actions(speech, booking)]
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


# Cancelling ----------------------------------------------------------------------------------


def cancel_ask(speech: Speech, booking: BookingCard) -> Screen:
    """What a cancellation returns, above the button that does it; the same for both people.

    An expert who has a group there takes one learner off it, and is told who still comes.
    """
    learner = booking.side == "learner"
    name = first_name(booking.expert_name if learner else booking.learner_name)
    # The quote is a learner's; an expert who cancels returns all of it.
    refund = booking.refund_cents if learner else booking.price_cents
    one_of_many = not learner and booking.taken > 1
    asked = "take-off-ask" if one_of_many else "cancel-ask"
    yes = "label-take-off" if one_of_many else "label-cancel-yes"
    if learner and booking.seats > 1:
        yes = "label-cancel-seat"
    return Screen(
        lines(
            speech.t(asked, when=moment(speech, booking.start_at), name=name),
            _terms(speech, booking),
            still_come(speech, booking) if one_of_many else None,
        ),
        rows(
            tap(addressed(speech, yes, name), Cancel(booking.booking_id, refund), "danger"),
            tap(speech.plain("label-cancel-no"), Card(booking.booking_id)),
        ),
    )


def still_come(speech: Speech, booking: BookingCard) -> Html | None:
    """Who of the group is not concerned; None where nobody else is sure to come."""
    if not booking.others:
        return None
    return speech.t("freed-nothing-with", who=names(speech, booking.others), n=len(booking.others))


def _terms(speech: Speech, booking: BookingCard) -> Html:
    if not booking.price_cents:
        return speech.t("cancel-free")
    if booking.side == "expert":
        name = first_name(booking.learner_name)
        return all_back(speech, booking, "cancel-as-expert", "", name)
    return _quote(speech, booking)


def _quote(speech: Speech, booking: BookingCard) -> Html:
    """What a learner gets back: all or half, of the price or of what an earlier refund left."""
    left = booking.price_cents - (booking.refund_due or 0)
    key = "cancel-rest" if booking.refund_due else "cancel"
    of = {"left": speech.money(left, booking.currency)} if booking.refund_due else {}
    refund = speech.money(booking.refund_cents, booking.currency)
    free_until = moment(speech, booking.free_until)
    if not booking.refund_cents:
        return speech.t("cancel-nothing")
    if booking.refund_cents == left:
        whole = "cancel-rest" if booking.refund_due else "cancel-all"
        return speech.t(whole, refund=refund, until=free_until)
    if booking.free_until > booking.created_at:
        return speech.t(f"{key}-part", refund=refund, until=free_until, **of)
    hours = str(free_hours(booking.start_at, booking.free_until))
    return speech.t(f"{key}-part-late", refund=refund, hours=hours, **of)


def all_back(speech: Speech, booking: BookingCard, key: str, whole: str, name: str) -> Html:
    """That an expert's cancellation returns all, or what is left of it; `whole` ends the key for
    one of which nothing has come back before.
    """
    gone = gone_back(booking)
    left = speech.money(max(0, booking.price_cents - gone), booking.currency)
    if not gone:
        return speech.t(f"{key}{whole}", name=name, refund=left)
    before = speech.money(gone, booking.currency)
    if gone >= booking.price_cents:
        return speech.t(f"{key}-nothing", name=name, gone=before)
    return speech.t(f"{key}-rest", name=name, refund=left, gone=before)


def gone_back(booking: BookingCard) -> int:
    """What has gone back of a session that stands, or is on its way; and what a bank took."""
    return max(booking.refund_due or 0, booking.amount_refunded) + booking.amount_lost


def slot_again(speech: Speech, booking: BookingCard) -> tuple[Button, ...]:
    """The same time once more, where it is offered, and the session's other times."""
    others = tap(speech.plain("label-other-times"), Days(booking.session_id, FIRST, ""))
    return (*same_time(speech, booking), others)


def same_time(speech: Speech, booking: BookingCard) -> tuple[Button, ...]:
    """The same time once more, with the note there was; nothing where it is not offered."""
    if not booking.reopens or booking.taken >= booking.seats or booking.start_at <= speech.now:
        return ()
    return (tap(speech.plain("label-same-time"), Again(booking.booking_id)),)
