"""What no webhook told of, a payment or a refund that came back, is noticed by looking."""

from __future__ import annotations

from datetime import timedelta

from db.session import Transaction


async def ask_open_payments(
    tx: Transaction, fastest: timedelta = timedelta(seconds=3), limit: int = 100
) -> int:
    """Ask for a settle of open Checkouts that are due a look, as the service; returns how many.

    Where no webhook can arrive this is how a payment is noticed (`fastest` 3 s, backing off to
    30 s); where they can, it finds the events that got lost (`fastest` a minute or so).
    """
    return int(
        await tx.scalar(
            "select app.payments_ask_open(:fastest, :limit)", fastest=fastest, limit=limit
        )
    )


async def ask_refunded(tx: Transaction, every: timedelta, limit: int = 100) -> int:
    """Ask for a settle of what was refunded lately and not looked at for `every`; how many.

    As the service. A refund that the bank sends back days later is found though its events are not.
    """
    return int(
        await tx.scalar(
            "select app.payments_ask_refunded(:every, :limit)", every=every, limit=limit
        )
    )
