"""Becoming and being an expert: the questions, the check, the profile, what admins said. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.domain.money import CURRENCIES
from bot.locales import Html, Speech, lines
from bot.telegram.screens import Button, Screen
from db.queries.teaching import Profile
from handlers.callbacks import Home, ShowWindows, Stop
from handlers.callbacks_teaching import (
    Apply,
    ApplyStep,
    EditExpert,
    Expert,
    MakeRooms,
    MySessions,
    NewSession,
    PickCurrency,
    TakeBookings,
)
from handlers.keyboards import back, fit, paired, rows, tap
from handlers.views import topic_name

STEPS = ("bio", "topics", "rate", "meeting")
"""The questions of an application, in their order."""
_BIO = 800


def topics_line(topics: list[str]) -> str:
    """'Python, data engineering'."""
    return ", ".join([topic_name(topics[0]), *topics[1:]]) if topics else "–"


def rate(speech: Speech, cents: int | None, currency: str) -> str:
    """'450 kr./h', 'free'."""
    if cents is None:
        return "–"
    if not cents:
        return speech.plain("price-free")
    return speech.plain("teach-rate", price=speech.money(cents, currency))


def place(speech: Speech, address: str | None) -> str:
    """The link where they meet, or that a room is made."""
    return address or speech.plain("teach-room-each")


def question(
    speech: Speech, step: str, *, currency: str, fixed: bool, editing: bool = False
) -> Screen:
    """One question with its example. `fixed`: sessions are priced in `currency`, so it stays."""
    answers: list[Button] = []
    if step == "rate" and not fixed:
        answers = [_currency(speech, each, each == currency) for each in CURRENCIES]
    if step == "meeting":
        answers = [tap(speech.plain("label-room-each"), MakeRooms(), "primary")]
    number = STEPS.index(step)
    if editing:
        way_back = back(speech, Expert())
    elif number:
        way_back = back(speech, ApplyStep(STEPS[number - 1]))
    else:
        way_back = tap(speech.plain("cancel"), Stop())
    text = speech.t(f"teach-ask-{step}", currency=speech.plain(f"currency-{currency}"))
    head = None if editing else speech.t("teach-step", n=number + 1, of=len(STEPS))
    return Screen(lines(head, text), rows(answers, way_back))


def _currency(speech: Speech, code: str, chosen: bool) -> Button:
    mark = "✓ " if chosen else ""
    return tap(mark + speech.plain(f"currency-{code}"), PickCurrency(code))


def check(speech: Speech, facts: Mapping[str, Any]) -> Screen:
    """The application as it would be sent, each part a tap from being typed again."""
    parts = [tap(speech.plain(f"label-teach-{step}"), ApplyStep(step)) for step in STEPS]
    return Screen(
        lines(
            speech.t("teach-check"),
            "",
            *_facts(
                speech,
                facts["bio"],
                facts["areas"],
                facts["rate_cents"],
                facts["currency"],
                facts["meeting_url"],
            ),
        ),
        rows(
            tap(speech.plain("label-apply"), Apply(), "success"),
            *paired(parts),
            tap(speech.plain("cancel"), Stop()),
        ),
    )


def _facts(
    speech: Speech,
    bio: str | None,
    areas: list[str],
    rate_cents: int | None,
    currency: str,
    meeting_url: str | None,
) -> list[Html]:
    return [
        speech.t("teach-bio", bio=fit(bio or "–", _BIO)),
        speech.t("teach-topics", topics=topics_line(areas)),
        speech.t("teach-rate-line", rate=rate(speech, rate_cents, currency)),
        speech.t("teach-meeting", place=place(speech, meeting_url)),
    ]


def applied(speech: Speech) -> Screen:
    """Thank you, and what can be done meanwhile."""
    return Screen(
        speech.t("teach-applied"),
        rows(
            tap(speech.plain("label-new-session"), NewSession(), "primary"),
            tap(speech.plain("label-set-windows"), ShowWindows()),
            tap(speech.plain("label-expert"), Expert()),
        ),
    )


def profile(speech: Speech, found: Profile) -> Screen:
    """One's own expert profile: how it stands, and everything that can be changed."""
    edits = [tap(speech.plain(f"label-teach-{step}"), EditExpert(step)) for step in STEPS]
    again = (
        tap(speech.plain("label-apply-again"), ApplyStep("check"), "success")
        if found.status == "rejected"
        else None
    )
    desk = (
        tap(speech.plain("label-sessions"), MySessions(0)),
        tap(speech.plain("label-windows"), ShowWindows()),
    )
    return Screen(
        lines(
            speech.t(f"teach-status-{found.status}"),
            speech.t("teach-note", note=found.note)
            if found.note and found.status == "rejected"
            else None,
            None if found.is_available else speech.t("teach-paused"),
            "",
            *_facts(
                speech,
                found.bio,
                found.areas,
                found.rate_cents,
                found.currency,
                found.meeting_url,
            ),
            "",
            speech.t("teach-sessions", n=found.sessions, open=found.open_sessions),
            None if found.has_windows else speech.t("teach-no-windows"),
        ),
        rows(again, desk, *paired(edits), _pausing(speech, found.is_available), _home(speech)),
    )


def _pausing(speech: Speech, is_available: bool) -> Button:
    if is_available:
        return tap(speech.plain("label-pause-all"), TakeBookings(0))
    return tap(speech.plain("label-resume-all"), TakeBookings(1), "success")


def _home(speech: Speech) -> Button:
    return tap(speech.plain("label-home"), Home())


def verified(speech: Speech, found: Profile) -> Screen:
    """Told to the applicant: they may be booked, and what is missing for it."""
    session = None
    if not found.sessions:
        session = tap(speech.plain("label-new-session"), NewSession(), "primary")
    missing = "teach-verified-open" if not found.open_sessions else None
    return Screen(
        lines(
            speech.t("teach-verified"),
            speech.t(missing) if missing else None,
            None if found.has_windows else speech.t("teach-no-windows"),
        ),
        rows(
            session,
            (
                tap(speech.plain("label-sessions"), MySessions(0)),
                tap(speech.plain("label-windows"), ShowWindows()),
            ),
        ),
    )


def rejected(speech: Speech, found: Profile) -> Screen:
    """Told to the applicant: why, and that they may apply again."""
    return Screen(
        lines(
            speech.t("teach-rejected"),
            speech.t("teach-note", note=found.note) if found.note else None,
            "",
            speech.t("teach-rejected-next"),
        ),
        rows(
            tap(speech.plain("label-apply-again"), ApplyStep("check"), "success"),
            tap(speech.plain("label-expert"), Expert()),
        ),
    )
