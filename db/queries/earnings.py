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


@dataclass(frozen=True, slots=True)
class Unsure:
    """What of it is not sure yet, in one currency, minor units without the platform's share.

    `ahead` is charged for sessions that are not over, `disputed` in dispute of those that are.
    """

    currency: str
    ahead: int
    disputed: int


async def months(tx: Transaction) -> list[Month]:
    """Every month in which money moved, latest first; nothing for whoever is no expert."""
    return [Month(**row._mapping) for row in await tx.all("select * from app.earnings()")]


async def unsure(tx: Transaction) -> list[Unsure]:
    """What of the caller's earnings is not sure yet, by currency; nothing where all is."""
    return [Unsure(**row._mapping) for row in await tx.all("select * from app.earnings_unsure()")]
