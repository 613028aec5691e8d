"""Offering sessions: the application, the expert's profile, and what they offer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.domain.errors import NotFound
from bot.domain.ids import SessionId, UserId
from db import functions
from db import teaching as calls
from db.queries import teaching
from db.queries.teaching import Offering, Profile
from db.session import Transaction
from db.teaching import Fact

PAGE = 8
"""Sessions on a screen."""

Facts = Mapping[str, Fact]


async def profile(tx: Transaction) -> Profile | None:
    """The caller's expert profile, None where there is none."""
    return await teaching.profile(tx)


async def known(tx: Transaction) -> Profile:
    """The caller's expert profile. Raises NotFound."""
    found = await teaching.profile(tx)
    if found is None:
        raise NotFound("expert")
    return found


async def apply(tx: Transaction, facts: Facts) -> Profile:
    """Ask to offer sessions, with everything that an application is; the admins are told.

    Raises WrongState (an expert already), NoProfile, InvalidInput and PriceTooLow (field).
    """
    await calls.apply(tx, facts)
    return await known(tx)


async def change(tx: Transaction, changes: Facts) -> Profile:
    """Change the caller's profile. Raises NoProfile, InvalidInput and PriceTooLow (field)."""
    await calls.change_expert(tx, changes)
    return await known(tx)


async def least_charge(tx: Transaction, currency: str) -> int:
    """The least that can be charged in a currency, minor units."""
    return await calls.least_charge(tx, currency)


async def offerings(tx: Transaction, page: int) -> Sequence[Offering]:
    """A page of the caller's sessions, open ones first."""
    return await teaching.offerings(tx, limit=PAGE, offset=page * PAGE)


async def offering(tx: Transaction, session_id: SessionId) -> Offering:
    """One of the caller's sessions. Raises NotFound."""
    found = await teaching.offering(tx, session_id)
    if found is None:
        raise NotFound("session")
    return found


async def create(
    tx: Transaction,
    user_id: UserId,
    *,
    title: str,
    description: str,
    duration_minutes: int,
    price_cents: int,
    currency: str,
) -> Offering:
    """Make a session that is not open yet. Raises NoProfile, InvalidInput, PriceTooLow (field)."""
    async with tx.savepoint():
        made = await functions.create_session(
            tx,
            user_id,
            title=title,
            description=description,
            duration_minutes=duration_minutes,
            price_cents=price_cents,
            currency=currency,
        )
        # The platform's function opens it at once; here its expert looks at it first.
        await calls.change_session(tx, made, {"is_active": False})
    return await offering(tx, made)


async def change_session(tx: Transaction, session_id: SessionId, changes: Facts) -> Offering:
    """Change a session; its slots follow. Raises NotFound, InvalidInput, PriceTooLow (field)."""
    await calls.change_session(tx, session_id, changes)
    return await offering(tx, session_id)
