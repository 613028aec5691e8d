"""When an expert is free: what is saved, the preview, and what was not understood. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.availability import NotUnderstood, Window, describe, underline
from bot.locales import Html, Speech, lines
from bot.services.availability import Effect, Week
from bot.telegram.screens import Button, Screen
from handlers.callbacks import Home, KeepWindows, SaveWindows, ShowWindows, Stop, TypeWindows
from handlers.keyboards import fit, rows, tap


def present(speech: Speech, weeks: Sequence[Week]) -> Screen:
    """The windows as they are saved, and how to change them."""
    change = tap(speech.plain("label-windows-change"), TypeWindows(), "primary")
    home = tap(speech.plain("label-home"), Home())
    return Screen(
        lines(_saved(speech, "windows-title", weeks), "", speech.t("windows-how")),
        rows(change, home),
    )


def _saved(speech: Speech, title: str, weeks: Sequence[Week]) -> Html:
    if not any(week.windows for week in weeks):
        return speech.t("windows-none")
    said: list[str] = []
    for week in weeks:
        said.append(speech.t(title, zone=speech.zone_name(week.zone)))
        said += describe(week.windows, speech)
    return lines(*said)


def ask(speech: Speech) -> Screen:
    """Ask for the windows, with an example."""
    return Screen(speech.t("windows-ask", zone=speech.zone_name()), rows(_stop(speech)))


def preview(speech: Speech, windows: Sequence[Window], effect: Effect, packed: str) -> Screen:
    """What was read and what saving it would do, above the button that does it."""
    read = (
        lines(speech.t("windows-preview", zone=speech.zone_name()), *describe(windows, speech))
        if windows
        else speech.t("windows-preview-none")
    )
    change = speech.t(
        "windows-effect",
        adds=speech.t("windows-adds", n=effect.adds),
        removes=speech.t("windows-removes", n=effect.removes),
    )
    return Screen(
        lines(read, "", change, *_uncovered(speech, effect)),
        rows(
            tap(speech.plain("save"), SaveWindows(packed), "success"),
            (
                tap(speech.plain("change"), TypeWindows()),
                tap(speech.plain("cancel"), KeepWindows()),
            ),
        ),
    )


def _uncovered(speech: Speech, effect: Effect) -> list[Html]:
    """The bookings outside, by name as far as they are known, and how many more there are."""
    if not effect.uncovered:
        return [speech.t("windows-uncovered-none")]
    said = [speech.t("windows-uncovered", n=effect.uncovered)]
    said += [
        speech.t(
            "windows-uncovered-line",
            when=speech.when(each.start_at),
            name=fit(each.learner_name, 60),
            title=fit(each.session_title, 80),
        )
        for each in effect.outside
    ]
    left = effect.uncovered - len(effect.outside)
    if effect.outside and left:
        said.append(speech.t("windows-uncovered-more", n=left))
    return said


def too_many(speech: Speech) -> Screen:
    """More different hours than a button can carry."""
    return Screen(speech.t("windows-too-many"), rows(_stop(speech)))


def not_understood(speech: Speech, trouble: NotUnderstood) -> Screen:
    """The text with ^ under what is not understood, why, and that it can be typed again."""
    why = speech.t(trouble.key, **trouble.hints)
    if not trouble.text.strip():
        return Screen(why, rows(_stop(speech)))
    above, below = underline(trouble)
    shown = speech.t("windows-marked", above=above, below=below)
    return Screen(lines(shown, why, "", speech.t("windows-try-again")), rows(_stop(speech)))


def saved(speech: Speech, windows: Sequence[Window], effect: Effect) -> Screen:
    """What is true from now on, and what became of the bookable times."""
    week = Week(speech.zone, tuple(windows))
    return Screen(
        lines(
            _saved(speech, "windows-saved", [week]) if windows else speech.t("windows-saved-none"),
            "",
            speech.t("windows-done", adds=effect.adds, removes=effect.removes),
        ),
        rows(
            tap(speech.plain("label-windows-change"), TypeWindows()),
            tap(speech.plain("label-home"), Home()),
        ),
    )


def kept(speech: Speech, weeks: Sequence[Week]) -> Screen:
    """Nothing was changed: what is still true."""
    return Screen(
        _saved(speech, "windows-kept", weeks),
        rows(
            tap(speech.plain("label-windows"), ShowWindows()),
            tap(speech.plain("label-home"), Home()),
        ),
    )


def _stop(speech: Speech) -> Button:
    return tap(speech.plain("cancel"), Stop())
