"""Typed calls of the SQL functions about a slot of an expert's, whoever sits in it."""

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


async def offer_again(tx: Transaction, slot_id: SlotId) -> bool:
    """The expert can come at that time after all; whether anything of it was closed.

    Raises NotFound, SlotPast.
    """
    async with refusing(tx):
        return bool(await tx.scalar("select app.offer_again(:slot)", slot=slot_id))
