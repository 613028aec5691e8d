"""Becoming an expert: the questions, the check, and thanks. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.domain.money import CURRENCIES
from bot.locales import Html, Speech, lines
from bot.telegram.screens import Button, Screen
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
from handlers.views_teaching import BIO, facts_lines, place, rate, topics_line


def question(
    speech: Speech,
    step: str,
    known: Mapping[str, Any],
    *,
    fixed: bool,
    before: str | None,
    kept: str | None,
) -> Screen:
    """A question of an application with its example; Back leads to the question `before`.

    `kept`: it was answered before, and left as it is that comes next. `fixed` as in `edit`.
    """
    cancel = tap(speech.plain("cancel"), Stop())
    way_back = back(speech, ApplyStep(before)) if before else cancel
    keep = tap(speech.plain("label-teach-keep"), ApplyStep(kept)) if kept else None
    return Screen(
        lines(
            speech.t("teach-step", n=STEPS.index(step) + 1, of=len(STEPS)),
            _asked(speech, step, known["currency"]),
            speech.t("teach-now", answer=_told(speech, step, known)) if kept else None,
        ),
        rows(_choices(speech, step, known["currency"], fixed=fixed), keep, way_back),
    )


def edit(speech: Speech, step: str, *, currency: str, fixed: bool) -> Screen:
    """One part of the profile, to be said anew.

    `fixed`: sessions are priced in `currency`, so it stays.
    """
    return Screen(
        _asked(speech, step, currency),
        rows(_choices(speech, step, currency, fixed=fixed), back(speech, Expert())),
    )


def _asked(speech: Speech, step: str, currency: str) -> Html:
    return speech.t(f"teach-ask-{step}", currency=speech.plain(f"currency-{currency}"))


def _choices(speech: Speech, step: str, currency: str, *, fixed: bool) -> list[Button]:
    if step == "rate" and not fixed:
        return [_currency(speech, each, each == currency) for each in CURRENCIES]
    if step == "meeting":
        return [tap(speech.plain("label-room-each"), MakeRooms(), "primary")]
    return []


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
