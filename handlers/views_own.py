"""What an expert sees who opens their own link: how others see it, and no way to book it. Pure."""

from __future__ import annotations

from dataclasses import replace

from bot.locales import Speech
from bot.telegram.screens import Screen
from db.queries.browse import SessionCard
from handlers.callbacks import Schedule
from handlers.callbacks_teaching import Expert, MySession, MySessions
from handlers.keyboards import rows, tap
from handlers.views import above, under


def session(speech: Speech, card: SessionCard, shown: Screen) -> Screen:
    """One's own session; `shown` is what others see of it."""
    change = tap(speech.plain("label-own-change"), MySession(card.session_id), "primary")
    ways = rows(change, tap(speech.plain("label-sessions"), MySessions(0)))
    seen = under(speech.t("own-session"), replace(shown, rows=ways))
    return seen if card.is_open else above(seen, speech.t("own-session-closed"))


def expert(speech: Speech, shown: Screen) -> Screen:
    """One's own sessions; `shown` is what others see of them."""
    mine = tap(speech.plain("label-sessions"), MySessions(0), "primary")
    ways = rows(mine, tap(speech.plain("label-schedule"), Schedule(0)))
    return under(speech.t("own-expert"), replace(shown, rows=ways))


def closed(speech: Speech) -> Screen:
    """One's own link, while one takes no bookings."""
    return Screen(
        speech.t("own-expert-closed"),
        rows(tap(speech.plain("label-expert"), Expert(), "primary")),
    )
