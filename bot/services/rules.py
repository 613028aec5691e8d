"""The rules that an expert's bookings are made by, and changing one."""

from __future__ import annotations

from bot.domain.errors import NotFound
from db import teaching as calls
from db.queries import rules
from db.queries.rules import Rules
from db.session import Transaction
from db.teaching import Fact


async def known(tx: Transaction) -> Rules:
    """The caller's rules. Raises NotFound."""
    found = await rules.rules(tx)
    if found is None:
        raise NotFound("expert")
    return found


async def change(tx: Transaction, field: str, value: Fact) -> Rules:
    """Set one rule for bookings to be made. Raises NoProfile, InvalidInput (field)."""
    await calls.change_expert(tx, {field: value})
    return await known(tx)
