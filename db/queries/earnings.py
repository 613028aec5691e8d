"""Reading what the caller earned as an expert (app.earnings)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from db.session import Transaction


@dataclass(frozen=True, slots=True)
class Month:
    """A month (its first day, in the expert's zone) in one currency; amounts in minor units.

    `refunded` is what went back in the month, lost disputes with it, and may be more than was
    `captured` in it; `fee` is the platform's share, which a refund gives back.
    """

    month: date
    currency: str
    captured: int
    refunded: int
    fee: int
    net: int


async def months(tx: Transaction) -> list[Month]:
    """Every month in which money moved, latest first; nothing for whoever is no expert."""
    return [Month(**row._mapping) for row in await tx.all("select * from app.earnings()")]
