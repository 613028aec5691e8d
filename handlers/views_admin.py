"""What admins see, and what is said when something breaks. Pure."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.locales import Speech, lines
from bot.telegram.screens import Screen
from db.queries.admin import Health
from handlers.callbacks_teaching import Applications, Experts
from handlers.keyboards import rows, tap

NO_TIME = datetime(2000, 1, 1, tzinfo=UTC)
"""Apologies tell no time."""


def health(speech: Speech, found: Health, applicants: int) -> Screen:
    """What was given up on, what waits, and how many want to be experts."""
    style = "primary" if applicants else None
    return Screen(
        lines(
            speech.t("admin-title"),
            "",
            speech.t("admin-dead-letters", n=found.dead_letters),
            speech.t("admin-undelivered", n=found.undelivered),
            speech.t("admin-waiting", n=found.waiting),
            "",
            speech.t("admin-applications", n=applicants),
        ),
        rows(
            (
                tap(speech.plain("label-applications"), Applications(0), style),
                tap(speech.plain("label-experts"), Experts(0)),
            )
        ),
    )


def sorry(language: str, incident: str) -> Screen:
    """To the person whose update could not be handled."""
    return Screen(Speech(language, "UTC", NO_TIME).t("broken", incident=incident))


def alarm(incident: str, update_id: int, kind: str) -> Screen:
    """To the admins, in English: what to look for in the log."""
    speech = Speech("en", "UTC", NO_TIME)
    return Screen(speech.t("broken-alarm", incident=incident, update=str(update_id), kind=kind))
