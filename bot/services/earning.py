"""What an expert earned."""

from __future__ import annotations

from collections.abc import Sequence

from db.queries import earnings
from db.queries.earnings import Month, Unsure
from db.session import Transaction

MONTHS = 12
"""As many as a screen and a picture have room for."""


async def latest(tx: Transaction) -> Sequence[Month]:
    """The caller's last months in which money moved, latest first, each currency by itself."""
    found = await earnings.months(tx)
    shown = sorted({each.month for each in found}, reverse=True)[:MONTHS]
    return [each for each in found if each.month in shown]


async def unsure(tx: Transaction) -> Sequence[Unsure]:
    """What of it is for sessions to come or in dispute, each currency by itself."""
    return await earnings.unsure(tx)
