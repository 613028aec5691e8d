"""Before a request is declined: what becomes of the money, and a word to the learner. Pure."""

from __future__ import annotations

from bot.locales import Html, Speech, lines
from bot.telegram.screens import Screen
from db.queries.bookings import BookingCard
from handlers.callbacks import Card, Decline, DeclineNow, DeclineWord
from handlers.keyboards import addressed, back, rows, tap
from handlers.views import first_name, moment


def ask(speech: Speech, booking: BookingCard, word: str | None = None) -> Screen:
    """What declining means, and the word that goes with it, above the button that does it."""
    name, booking_id = first_name(booking.learner_name), booking.booking_id
    now = DeclineNow(booking_id, int(bool(word)))
    add = "label-note-change" if word else "label-decline-word"
    return Screen(
        lines(
            *_means(speech, booking),
            speech.t("decline-word", name=name, word=word) if word else None,
        ),
        rows(
            tap(speech.plain("label-decline-yes"), now, "danger"),
            tap(addressed(speech, add, name), DeclineWord(booking_id)),
            back(speech, Decline(booking_id) if word else Card(booking_id)),
        ),
    )


def ask_word(speech: Speech, booking: BookingCard) -> Screen:
    """What is the learner to read? It goes to them as it is typed."""
    name = first_name(booking.learner_name)
    return Screen(
        lines(*_means(speech, booking), "", speech.t("decline-ask-word", name=name)),
        rows(back(speech, Decline(booking.booking_id))),
    )


def _means(speech: Speech, booking: BookingCard) -> list[Html | None]:
    """Who is declined, and what becomes of the hold and of the time."""
    name, when = first_name(booking.learner_name), moment(speech, booking.start_at)
    amount = speech.money(booking.price_cents, booking.currency)
    freed = "decline-seat" if booking.seats > 1 else "decline-time"
    return [
        speech.t("decline-ask", name=name, when=when),
        speech.t("decline-released", price=amount) if booking.price_cents else None,
        speech.t(freed) if booking.reopens else None,
    ]
