"""What admins see and decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from bot.domain.errors import NotFound
from db import functions
from db import teaching as calls
from db.queries import admin, teaching
from db.queries.admin import Health
from db.queries.teaching import Applicant, Application, ToCome
from db.session import SERVICE, Transaction

PAGE = 8
"""Applications on a screen."""


async def health(tx: Transaction) -> Health:
    """How the bot is doing. The handler has checked that an admin asks; read as the service."""
    asker = tx.actor
    await tx.become(SERVICE)
    found = await admin.health(tx)
    await tx.become(asker, via="chat")
    # The update that asks is in work itself and no backlog.
    return replace(found, waiting=max(found.waiting - 1, 0))


async def appoint(tx: Transaction, telegram_ids: Sequence[int]) -> None:
    """Those whom the settings name are admins, from their first message on (service)."""
    await calls.set_admins(tx, telegram_ids)


async def take_share(tx: Transaction, bps: int) -> None:
    """What share the platform keeps of what is booked from now on, basis points (service)."""
    await functions.set_platform_fee(tx, bps)


async def applications(tx: Transaction, page: int) -> Sequence[Applicant]:
    """A page of the applications that wait, the oldest first."""
    return await teaching.applications(tx, limit=PAGE, offset=page * PAGE)


async def application(tx: Transaction, expert_id: UUID) -> Application:
    """An application as it stands. Raises NotFound."""
    found = await teaching.application(tx, expert_id)
    if found is None:
        raise NotFound("expert")
    return found


async def verify(tx: Transaction, expert_id: UUID) -> Application:
    """Verify an expert; they are told. Raises NotFound."""
    await calls.verify(tx, expert_id)
    return await application(tx, expert_id)


async def reject(tx: Transaction, expert_id: UUID, reason: str) -> Application:
    """Turn an application down; its reason is told. Raises NotFound, WrongState, InvalidInput."""
    await calls.reject(tx, expert_id, reason)
    return await application(tx, expert_id)


async def experts(tx: Transaction, page: int) -> Sequence[Applicant]:
    """A page of the verified experts, by name."""
    return await teaching.verified_experts(tx, limit=PAGE, offset=page * PAGE)


async def to_come(tx: Transaction, expert_id: UUID) -> ToCome:
    """The bookings that a withdrawal leaves as they are."""
    return await teaching.to_come(tx, expert_id)


async def withdraw(tx: Transaction, expert_id: UUID, reason: str) -> Application:
    """Take a verification back; its reason is told, what is booked stays.

    Raises NotFound, InvalidInput.
    """
    await calls.withdraw_verification(tx, expert_id, reason)
    return await application(tx, expert_id)
