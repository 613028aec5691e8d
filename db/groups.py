"""Typed calls of the SQL functions about a slot in which several learners sit."""

from __future__ import annotations

from bot.domain.ids import SlotId
from db.errors import refusing
from db.session import Transaction


async def cancel_slot(tx: Transaction, slot_id: SlotId, at_most: int) -> int:
    """The expert ends everything booked in the slot, `at_most` seats; how many did.

    Raises NotFound, WrongState once it has started, TermsChanged where somebody joined meanwhile.
    """
    async with refusing(tx):
        return int(
            await tx.scalar("select app.cancel_slot(:slot, :most)", slot=slot_id, most=at_most)
        )
