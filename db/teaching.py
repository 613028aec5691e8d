"""Typed calls of the SQL functions of experts and their admins, each in a savepoint.

They act as the transaction's actor; db/sql/functions says who that may be and what is refused.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from uuid import UUID

from bot.domain.ids import SessionId
from db.errors import refusing
from db.session import Transaction

Fact = str | int | bool | list[str] | None
"""What a field may hold as JSON."""


async def apply(tx: Transaction, facts: Mapping[str, Fact]) -> bool:
    """Ask to offer sessions: bio, areas, rate_cents, currency, meeting_url; whether admins heard.

    Raises WrongState (an expert already), NoProfile, InvalidInput (field), PriceTooLow (rate).
    """
    async with refusing(tx):
        return bool(
            await tx.scalar(
                "select app.apply_as_expert(cast(:facts as jsonb))", facts=json.dumps(dict(facts))
            )
        )


async def change_expert(tx: Transaction, changes: Mapping[str, Fact]) -> None:
    """Change the person's own profile: the fields of `apply`, is_available, and the rules.

    The rules are instant_booking, cancellation_policy, notice_minutes and buffer_minutes.

    Raises NoProfile, InvalidInput (field), PriceTooLow (rate).
    """
    async with refusing(tx):
        await tx.run(
            "select app.change_expert(cast(:changes as jsonb))", changes=json.dumps(dict(changes))
        )


async def least_charge(tx: Transaction, currency: str) -> int:
    """The least that Stripe charges in a currency, minor units."""
    return int(await tx.scalar("select app.least_charge(:currency)", currency=currency))


async def change_session(
    tx: Transaction, session_id: SessionId, changes: Mapping[str, Fact]
) -> None:
    """Change a session of the person's; its slots follow at once.

    Raises NoProfile, NotFound, InvalidInput (field), PriceTooLow (price).
    """
    async with refusing(tx):
        await tx.run(
            "select app.change_session(:session, cast(:changes as jsonb))",
            session=session_id,
            changes=json.dumps(dict(changes)),
        )


async def verify(tx: Transaction, expert_id: UUID) -> bool:
    """An admin verifies an expert; False where that was so. Raises NotFound."""
    async with refusing(tx):
        return bool(await tx.scalar("select app.verify_expert(:expert)", expert=expert_id))


async def reject(tx: Transaction, expert_id: UUID, reason: str) -> bool:
    """An admin turns an application down; False where that was so.

    Raises NotFound, WrongState (verified meanwhile), InvalidInput (reason).
    """
    async with refusing(tx):
        return bool(
            await tx.scalar(
                "select app.reject_expert(:expert, :reason)", expert=expert_id, reason=reason
            )
        )


async def withdraw_verification(tx: Transaction, expert_id: UUID, reason: str) -> bool:
    """An admin takes a verification back; False where there is none.

    Raises NotFound, InvalidInput (reason).
    """
    async with refusing(tx):
        return bool(
            await tx.scalar(
                "select app.withdraw_verification(:expert, :reason)",
                expert=expert_id,
                reason=reason,
            )
        )


async def set_admins(tx: Transaction, telegram_ids: Sequence[int]) -> None:
    """Those named are admins from now on; those named before and not now are not (service)."""
    await tx.run(
        "select app.set_admins(cast(:ids as bigint[]))",
        ids=list(telegram_ids),
    )
