"""The summary before anything is committed, and the note. Pure."""

from __future__ import annotations

from datetime import timedelta
from math import ceil

from bot.locales import Html, Speech, lines
from bot.telegram.screens import Screen
from db.queries.bookings import BookingCard
from db.queries.browse import SlotSummary
from handlers.callbacks import AddNote, Book, DropNote, KeepNote, Summary, Times
from handlers.keyboards import back, rows, tap
from handlers.views import first_name, free_hours, moment, price, when_line

NOTE = 500
"""Letters that a note has room for."""
_FEW = 2
"""Hours that are said in minutes."""
_USUAL = "moderate"
"""The policy of who has chosen none; any other is explained."""


def summary(
    speech: Speech, slot: SlotSummary, note: str | None, topic: str, *, said: bool = False
) -> Screen:
    """What would be booked: when (on both clocks), for how much, charged when, cancelled how.

    `said`: words were typed that may become the note.
    """
    day = speech.local(slot.start_at).date()
    text = lines(
        speech.t("session-head", title=slot.title, name=slot.expert_name),
        when_line(speech, slot.start_at, slot.end_at, slot.expert_name, slot.expert_zone),
        speech.t("summary-seats", n=slot.seats_left) if slot.max_participants > 1 else None,
        _price(speech, slot),
        terms(speech, slot) if slot.price_cents else None,
        _answer(speech, slot),
        speech.t("summary-note", note=note) if note else None,
    )
    label = speech.plain("label-note-change" if note else "label-note")
    add = tap(label, AddNote(slot.slot_id, topic))
    if said:
        add = tap(speech.plain("label-note-keep"), KeepNote(slot.slot_id, topic))
    drop = tap(speech.plain("label-note-drop"), DropNote(slot.slot_id, topic)) if note else None
    book = Book(slot.slot_id, slot.price_cents, topic)
    return Screen(
        text,
        rows(
            tap(speech.plain("label-book-without" if said else "label-book"), book, "success"),
            add,
            drop,
            back(speech, Times(slot.session_id, day, 0, topic)),
        ),
    )


def _price(speech: Speech, slot: SlotSummary) -> Html:
    name = first_name(slot.expert_name)
    instant = "-instant" if slot.instant_booking else ""
    if not slot.price_cents:
        return speech.t(f"summary-price-free{instant}", name=name)
    amount = price(speech, slot.price_cents, slot.currency)
    return speech.t(f"summary-price{instant}", price=amount, name=name)


def _answer(speech: Speech, slot: SlotSummary) -> Html | None:
    """How long the expert has to answer, and what one can do meanwhile; nothing where nobody is
    asked.
    """
    if slot.answer_by is None:
        return None
    name, free = first_name(slot.expert_name), "" if slot.price_cents else "-free"
    if not slot.answer_moves:
        return speech.t(f"summary-answer-by{free}", name=name, until=moment(speech, slot.answer_by))
    hours = round((slot.answer_by - speech.now) / timedelta(hours=1))
    if hours < _FEW:
        minutes = ceil((slot.answer_by - speech.now) / timedelta(minutes=1))
        return speech.t(f"summary-answer-soon{free}", name=name, minutes=str(minutes))
    return speech.t(f"summary-answer-in{free}", name=name, hours=str(hours))


def terms(speech: Speech, slot: SlotSummary | BookingCard) -> Html:
    """What cancelling returns, now and later; a policy that is not the usual one is explained."""
    hours = str(free_hours(slot.start_at, slot.free_until))
    if slot.free_until <= speech.now:
        return speech.t("summary-terms-late", hours=hours)
    if slot.cancellation_policy == _USUAL:
        return speech.t("summary-terms", until=moment(speech, slot.free_until))
    return speech.t(
        "summary-terms-unusual",
        name=first_name(slot.expert_name),
        hours=hours,
        until=moment(speech, slot.free_until),
    )


def said(speech: Speech, slot: SlotSummary, words: str) -> Html:
    """Above the summary, once somebody typed: what to do for the expert to read it."""
    return speech.t("summary-said", said=words, name=first_name(slot.expert_name))


def note_ask(speech: Speech, slot: SlotSummary, note: str | None, topic: str) -> Screen:
    """Ask for the note, with an example; or for another one."""
    name = first_name(slot.expert_name)
    asked = speech.t("note-ask-again", note=note) if note else speech.t("note-ask", name=name)
    return Screen(asked, rows(back(speech, Summary(slot.slot_id, topic))))


def note_too_long(speech: Speech, count: int, topic: str, slot: SlotSummary) -> Screen:
    """The note does not fit; it may be typed again at once."""
    text = speech.t("note-too-long", count=count, most=NOTE)
    return Screen(text, rows(back(speech, Summary(slot.slot_id, topic))))


def note_empty(speech: Speech, topic: str, slot: SlotSummary) -> Screen:
    """A picture is no note; it may be typed at once."""
    return Screen(speech.t("note-empty"), rows(back(speech, Summary(slot.slot_id, topic))))
