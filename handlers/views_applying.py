"""Becoming an expert: the questions, the check, and thanks. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.domain.money import CURRENCIES
from bot.locales import Html, Speech, lines
from bot.telegram.screens import Button, Screen
from db.queries.teaching import Profile
from handlers.application_steps import STEPS
from handlers.callbacks import ShowWindows, Stop
from handlers.callbacks_teaching import (
    Apply,
    ApplyStep,
    Expert,
    MakeRooms,
    NewSession,
    PickCurrency,
)
from handlers.keyboards import back, fit, paired, rows, tap
from handlers.views import under
from handlers.views_teaching import BIO, facts_lines, place, profile, rate, topics_line


def question(
    speech: Speech,
    step: str,
    known: Mapping[str, Any],
    found: Profile | None,
    *,
    before: str | None,
    kept: str | None,
) -> Screen:
    """A question of an application with its example; Back leads to the question `before`.

    `kept`: it was answered before, and left as it is that comes next. `found`: who applies again.
    """
    cancel = tap(speech.plain("cancel"), Stop())
    way_back = back(speech, ApplyStep(before)) if before else cancel
    keep = tap(speech.plain("label-teach-keep"), ApplyStep(kept)) if kept else None
    return Screen(
        lines(
            speech.t("teach-step", n=STEPS.index(step) + 1, of=len(STEPS)),
            _asked(speech, step, known["currency"], found),
            speech.t("teach-now", answer=_told(speech, step, known)) if kept else None,
        ),
        rows(_choices(speech, step, known["currency"], found), keep, way_back),
    )


def edit(speech: Speech, step: str, currency: str, found: Profile | None) -> Screen:
    """One part of the profile, to be said anew."""
    return Screen(
        _asked(speech, step, currency, found),
        rows(_choices(speech, step, currency, found), back(speech, Expert())),
    )


def _asked(speech: Speech, step: str, currency: str, found: Profile | None) -> Html:
    """The question, and what a currency means for the sessions there are."""
    named = speech.plain(f"currency-{currency}")
    asked = speech.t(f"teach-ask-{step}", currency=named)
    if step != "rate" or found is None:
        return asked
    if found.currency_stays:
        return lines(asked, speech.t("teach-currency-stays", currency=named))
    if found.sessions and currency != found.currency:
        return lines(asked, speech.t("teach-currency-moves", currency=named))
    return asked


def _choices(speech: Speech, step: str, currency: str, found: Profile | None) -> list[Button]:
    if step == "rate" and not (found and found.currency_stays):
        return [_currency(speech, each, each == currency) for each in CURRENCIES]
    if step == "meeting":
        return [tap(speech.plain("label-room-each"), MakeRooms(), "primary")]
    return []


def saved(speech: Speech, before: Profile | None, after: Profile) -> Screen:
    """The profile as it is saved; after another currency, what is to be done for the sessions."""
    moved = before is not None and before.sessions and before.currency != after.currency
    said = speech.t("teach-saved-moved" if moved else "teach-saved")
    return under(said, profile(speech, after))


def _told(speech: Speech, step: str, known: Mapping[str, Any]) -> str:
    """What was answered to a question, as it is read back."""
    if step == "bio":
        return fit(known["bio"], BIO)
    if step == "topics":
        return topics_line(known["areas"])
    if step == "rate":
        return rate(speech, known["rate_cents"], known["currency"])
    return place(speech, known["meeting_url"])


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
            *facts_lines(
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
