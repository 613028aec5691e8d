"""Being an expert: the profile, and what admins said. Pure."""

from __future__ import annotations

from bot.locales import Html, Speech, lines
from bot.telegram.screens import Button, Screen
from db.queries.teaching import Profile
from handlers.application_steps import STEPS
from handlers.callbacks import Home, Schedule, ShowWindows
from handlers.callbacks_teaching import (
    ApplyStep,
    Earnings,
    EditExpert,
    Expert,
    MySessions,
    NewSession,
    Rules,
    TakeBookings,
)
from handlers.keyboards import fit, paired, rows, tap
from handlers.views import topic_name

BIO = 800
"""Letters of a bio that a screen shows."""


def topics_line(topics: list[str]) -> str:
    """'Python, SQL, Data engineering': each as it stands on its button."""
    return ", ".join(topic_name(each) for each in topics) if topics else "–"


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


def facts_lines(
    speech: Speech,
    bio: str | None,
    areas: list[str],
    rate_cents: int | None,
    currency: str,
    meeting_url: str | None,
) -> list[Html]:
    """What an expert has told of themselves, a line each."""
    return [
        speech.t("teach-bio", bio=fit(bio or "–", BIO)),
        speech.t("teach-topics", topics=topics_line(areas)),
        speech.t("teach-rate-line", rate=rate(speech, rate_cents, currency)),
        speech.t("teach-meeting", place=place(speech, meeting_url)),
    ]


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
    earned = tap(speech.plain("label-earnings"), Earnings())
    return Screen(
        lines(
            speech.t(f"teach-status-{found.status}"),
            speech.t("teach-note", note=found.note)
            if found.note and found.status == "rejected"
            else None,
            None if found.is_available else speech.t("teach-paused"),
            "",
            *facts_lines(
                speech,
                found.bio,
                found.areas,
                found.rate_cents,
                found.currency,
                found.meeting_url,
            ),
            "",
            _sessions(speech, found),
            None if found.has_windows else speech.t("teach-no-windows"),
        ),
        rows(
            again,
            desk,
            earned,
            *paired(edits),
            tap(speech.plain("label-rules"), Rules()),
            _pausing(speech, found.is_available),
            _home(speech),
        ),
    )


def _sessions(speech: Speech, found: Profile) -> Html:
    """How many there are; how many are open says nothing while none of them can be booked."""
    if found.sessions and not (found.is_available and found.status == "verified"):
        return speech.t("teach-sessions-paused", n=found.sessions)
    return speech.t("teach-sessions", n=found.sessions, open=found.open_sessions)


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
    now = "bookable" if found.open_sessions else "open" if found.sessions else "none"
    return Screen(
        lines(
            speech.t("teach-verified"),
            speech.t(f"teach-verified-{now}"),
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


def withdrawn(speech: Speech, found: Profile) -> Screen:
    """Told to an expert who no longer is verified: why, and what becomes of what is booked."""
    return Screen(
        lines(
            speech.t("teach-withdrawn"),
            speech.t("teach-note", note=found.note) if found.note else None,
            "",
            speech.t("teach-withdrawn-next"),
        ),
        rows(
            tap(speech.plain("label-schedule"), Schedule(0)),
            tap(speech.plain("label-apply-again"), ApplyStep("check")),
            tap(speech.plain("label-expert"), Expert()),
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
