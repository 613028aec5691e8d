"""Notices that are about a person and not about a booking: applications, answers, roles."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from bot.locales import Speech
from bot.services import notifying
from bot.telegram.context import Account
from bot.telegram.screens import Screen
from db.session import Transaction
from handlers import menu, views_applications, views_teaching

Words = Callable[[Transaction, dict[str, Any], Account, Speech], Awaitable[Screen | None]]


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
    if found is None or found.status != payload["notice"]:
        return None
    view = views_teaching.verified if found.status == "verified" else views_teaching.rejected
    return _with_menu(view(speech, found), account)


async def _role(
    tx: Transaction, payload: dict[str, Any], account: Account, speech: Speech
) -> Screen | None:
    del tx
    if account.is_admin != (payload["notice"] == "appointed"):
        return None
    view = views_applications.appointed if account.is_admin else views_applications.dismissed
    return _with_menu(view(speech), account)


def _with_menu(screen: Screen, account: Account) -> Screen:
    known = menu.commands(
        account.language, expert=account.expert_id is not None, admin=account.is_admin
    )
    return Screen(screen.text, screen.rows, menu=known)


PEOPLE: dict[tuple[str, str], Words] = {
    ("admin", "application"): _application,
    ("applicant", "verified"): _answer,
    ("applicant", "rejected"): _answer,
    ("person", "appointed"): _role,
    ("person", "dismissed"): _role,
}
"""(audience, notice) → its words; db/sql/functions/tell.sql names no other."""
