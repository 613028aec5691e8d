"""Language and time zone on one card. Pure."""

from __future__ import annotations

from bot.locales import Speech, lines
from bot.telegram.screens import Screen
from handlers.callbacks import Home
from handlers.callbacks_settings import ChangeZone, Speak
from handlers.keyboards import rows, tap
from handlers.views_start import other_language

NAME = "settings"
"""Where a change of the zone leads back to, as the draft has it."""


def settings(speech: Speech, *, known: bool) -> Screen:
    """The card; `known`: the zone has been told."""
    other = other_language(speech)
    return Screen(
        lines(
            speech.t("settings-title"),
            speech.t("settings-language"),
            speech.t("settings-zone", zone=speech.zone_name())
            if known
            else speech.t("settings-zone-unknown"),
        ),
        rows(
            tap(speech.plain("label-change-zone"), ChangeZone()),
            tap(speech.plain(f"language-{other}"), Speak(other)),
            tap(speech.plain("label-done"), Home()),
        ),
    )
