"""Joining a chat to a web account: the question, and every answer. Pure."""

from __future__ import annotations

from bot.locales import Html, Speech, lines
from bot.telegram.screens import Screen
from handlers.callbacks import Connect, Home
from handlers.keyboards import fit, rows, tap
from handlers.views import NAME, ways_on


def ask(speech: Speech, outcome: str, name: str | None, token: str) -> Screen:
    """Before anything is joined: whose account it is. `outcome` is 'ready' or 'switch'."""
    said = speech.t("link-ask", name=fit(name, NAME)) if name else speech.t("link-ask-nameless")
    switch = speech.t("link-switch") if outcome == "switch" else None
    return Screen(
        lines(said, switch, "", speech.t("link-not-yours")),
        rows(
            tap(speech.plain("label-link"), Connect(token), "success"),
            tap(speech.plain("label-link-no"), Home()),
        ),
    )


def joined(speech: Speech, outcome: str, name: str) -> Html:
    """It is done, or was before."""
    key = "link-already" if outcome == "already" else "link-done"
    return speech.t(key, name=fit(name, NAME))


def refused(speech: Speech, outcome: str, *, expert: bool) -> Screen:
    """Why not, and what to do about it."""
    return Screen(speech.t(f"link-{outcome}"), ways_on(speech, expert=expert))
