"""The command menu: of everybody, and of a chat whose person may do more."""

from __future__ import annotations

from bot.locales import Speech
from bot.telegram.screens import Menu
from handlers.views_admin import NO_TIME

_LEARNER = ("book", "bookings", "settings", "start", "help", "cancel")
_EXPERT = (
    "requests",
    "schedule",
    "availability",
    "sessions",
    "newsession",
    "earnings",
    "expert",
)
_ADMIN = ("admin", "payments")


def commands(language: str, *, expert: bool = False, admin: bool = False) -> Menu:
    """The command menu, (name, description), of somebody who may do these things."""
    known = _LEARNER if expert else (*_LEARNER[:2], "expert", *_LEARNER[2:])
    names = (_EXPERT if expert else ()) + known + (_ADMIN if admin else ())
    words = Speech(language, "UTC", NO_TIME)
    return tuple((name, words.plain(f"command-{name}")) for name in names)
