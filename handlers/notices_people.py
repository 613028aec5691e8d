"""Notices that are not for the two sides of a booking: applications, answers, roles, floods,
and money that admins have to look at."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from bot.domain.ids import BookingId
from bot.locales import Speech
from bot.services import notifying
from bot.telegram.context import Account
from bot.telegram.screens import Screen
from db.queries.teaching import Profile
from db.session import Transaction
from handlers import (
    menu,
    views_applications,
    views_payments,
    views_record,
    views_start,
    views_teaching,
)

Words = Callable[[Transaction, dict[str, Any], Account, Speech], Awaitable[Screen | None]]


async def _answered(
    tx: Transaction, payload: dict[str, Any], _: Account, speech: Speech
) -> Screen | None:
    found = await notifying.application(tx, UUID(payload["expert"]))
    if found is None:
        return None
    if found.status == "pending":
        return views_applications.made_again(speech, found)
    return views_applications.answered(speech, found)


_ANSWERS: dict[str, tuple[str, Callable[[Speech, Profile], Screen]]] = {
    "verified": ("verified", views_teaching.verified),
    "rejected": ("rejected", views_teaching.rejected),
    "withdrawn": ("rejected", views_teaching.withdrawn),
}
"""What an admin said → the status it left, without which it has been overtaken; its words."""


async def _application(
    tx: Transaction, payload: dict[str, Any], _: Account, speech: Speech
) -> Screen | None:
    found = await notifying.application(tx, UUID(payload["expert"]))
    if found is None or found.status != "pending":
        return None
    return views_applications.application(speech, found)


async def _answer(
    tx: Transaction, payload: dict[str, Any], account: Account, speech: Speech
) -> Screen | None:
    found = await notifying.expert(tx, UUID(payload["expert"]))
    status, view = _ANSWERS[payload["notice"]]
    if found is None or found.status != status:
        return None
    return _with_menu(view(speech, found), account)


async def _role(
    tx: Transaction, payload: dict[str, Any], account: Account, speech: Speech
) -> Screen | None:
    del tx
    if account.is_admin != (payload["notice"] == "appointed"):
        return None
    view = views_applications.appointed if account.is_admin else views_applications.dismissed
    return _with_menu(view(speech), account)


async def _dispute(
    tx: Transaction, payload: dict[str, Any], _: Account, speech: Speech
) -> Screen | None:
    found = await notifying.dispute(tx, payload["dispute"])
    return None if found is None else views_payments.dispute_told(speech, found)


async def _event_dead(
    tx: Transaction, payload: dict[str, Any], _: Account, speech: Speech
) -> Screen | None:
    found = await notifying.event(tx, payload["event"])
    return None if found is None else views_payments.event_told(speech, found)


async def _money_stuck(
    tx: Transaction, payload: dict[str, Any], _: Account, speech: Speech
) -> Screen | None:
    found = await notifying.record(tx, BookingId(UUID(payload["record"])))
    if found is None or found.settling is None or found.settling.done:
        return None
    return views_record.stuck(speech, found)


async def _flooding(
    tx: Transaction, payload: dict[str, Any], account: Account, speech: Speech
) -> Screen | None:
    del tx, payload
    expert = account.expert_id is not None
    return views_start.odd(speech, "flooding", expert=expert, admin=account.is_admin)


def _with_menu(screen: Screen, account: Account) -> Screen:
    known = menu.commands(
        account.language, expert=account.expert_id is not None, admin=account.is_admin
    )
    return Screen(screen.text, screen.rows, menu=known)


PEOPLE: dict[tuple[str, str], Words] = {
    ("admin", "application"): _application,
    ("admin", "answered"): _answered,
    ("admin", "dispute"): _dispute,
    ("admin", "event_dead"): _event_dead,
    ("admin", "money_stuck"): _money_stuck,
    ("applicant", "verified"): _answer,
    ("applicant", "rejected"): _answer,
    ("applicant", "withdrawn"): _answer,
    ("person", "appointed"): _role,
    ("person", "dismissed"): _role,
    ("person", "flooding"): _flooding,
}
"""(audience, notice) → its words; what db/sql tells people and admins has no other."""
