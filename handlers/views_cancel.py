"""Cancelling: what it returns, said before the button that does it. Pure."""

from __future__ import annotations

from bot.locales import Html, Speech, lines
from bot.telegram.screens import Screen
from db.queries.bookings import BookingCard
from handlers.callbacks import Cancel, Card
from handlers.keyboards import addressed, rows, tap
from handlers.views import first_name, free_hours, moment, names
from handlers.views_ending import gone_back


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
    no = "label-take-off-no" if one_of_many else "label-cancel-no"
    if learner and booking.seats > 1:
        yes, no = "label-cancel-seat", "label-cancel-seat-no"
    return Screen(
        lines(
            speech.t(asked, when=moment(speech, booking.start_at), name=name),
            _terms(speech, booking),
            _disputed(speech, booking),
            None if learner else still_come(speech, booking) if one_of_many else shuts(speech),
        ),
        rows(
            tap(addressed(speech, yes, name), Cancel(booking.booking_id, refund), "danger"),
            tap(addressed(speech, no, name), Card(booking.booking_id)),
        ),
    )


def still_come(speech: Speech, booking: BookingCard) -> Html | None:
    """Who of the group is not concerned; None where nobody else is sure to come."""
    if not booking.others:
        return None
    return speech.t("freed-nothing-with", who=names(speech, booking.others), n=len(booking.others))


def shuts(speech: Speech) -> Html:
    """That nobody else gets the time which an expert cancels."""
    return speech.t("cancel-shuts")


def _terms(speech: Speech, booking: BookingCard) -> Html:
    if not booking.price_cents:
        return speech.t("cancel-free")
    if booking.side == "expert":
        name = first_name(booking.learner_name)
        return all_back(speech, booking, "cancel-as-expert", "", name)
    return _quote(speech, booking)


def _disputed(speech: Speech, booking: BookingCard) -> Html | None:
    """That nothing goes back before the learner's bank has decided."""
    if not booking.disputed:
        return None
    if booking.side == "expert":
        return speech.t("cancel-disputed-expert", name=first_name(booking.learner_name))
    return speech.t("cancel-disputed")


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
    hours = str(free_hours(booking.start_at, booking.free_until))
    return speech.t(f"{key}-part", refund=refund, hours=hours, **of)


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
