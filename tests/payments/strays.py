"""Checkouts that nobody's books know, made by hand at the local Stripe, and the commands run."""

from __future__ import annotations

import asyncio
import os
import sys
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from tests.payments.conftest import KEY, PRICE, Booking, Desk
from tests.servers import SETTINGS

MAIN = Path(__file__).parents[2] / "main.py"
GOOD = "4242 4242 4242 4242"


async def ours(desk: Desk) -> str:
    """The mark of this deployment."""
    return str(await desk.owner.fetchval("select id from app.platform"))


async def a_checkout(desk: Desk, booking: object, *, platform: str | None = None) -> str:
    """A Checkout that our books do not have, of an attempt that they do not know."""
    metadata = {
        "booking": str(booking),
        "attempt": str(uuid4()),
        "platform": platform or await ours(desk),
    }
    made = await desk.gateway.open_checkout(
        {
            "mode": "payment",
            "client_reference_id": str(booking),
            "metadata": metadata,
            "line_items": [
                {
                    "quantity": 1,
                    "price_data": {
                        "currency": "dkk",
                        "unit_amount": PRICE,
                        "product_data": {"name": "Python Basics"},
                    },
                }
            ],
            "payment_intent_data": {"capture_method": "manual", "metadata": metadata},
            "expires_at": int((desk.clock.now() + timedelta(hours=1)).timestamp()),
            "success_url": "https://t.me/tutorline_bot",
        },
        str(uuid4()),
    )
    return made.id


async def a_payment(
    desk: Desk, booking: object, *, platform: str | None = None, captured: bool = False
) -> str:
    """A payment in such a Checkout: held, or captured; returns its id."""
    checkout = await a_checkout(desk, booking, platform=platform)
    async with desk.http.post(f"/checkout/{checkout}/pay", json={"number": GOOD}) as answer:
        assert answer.status == 200, await answer.text()
    intent = (await desk.gateway.checkout(checkout)).intent
    assert intent
    if captured:
        await desk.gateway.capture(intent, PRICE, str(uuid4()))
    return intent


async def past_every_rule(desk: Desk, booking: Booking, change: str) -> None:
    """Change a booking as a rescue by hand might: no trigger sees it."""
    async with desk.owner.transaction():
        await desk.owner.execute("set local session_replication_role = replica")
        await desk.owner.execute(f"update bookings set {change} where id = $1", booking.id)  # noqa: S608


async def status(desk: Desk, intent: str) -> str:
    return (await desk.gateway.intent(intent)).status


@dataclass(frozen=True)
class Said:
    code: int
    out: str
    err: str


async def command(desk: Desk, database: str, *words: str, **more: str) -> Said:
    """`python main.py …` as an operator runs it, not on a terminal."""
    environment: dict[str, Any] = {
        "PATH": os.environ["PATH"],
        "DATABASE_URL": database,
        "STRIPE_SECRET_KEY": KEY,
        "STRIPE_API_BASE": desk.base,
        **SETTINGS,
        **more,
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        str(MAIN),
        *words,
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate()
    return Said(process.returncode or 0, out.decode(), err.decode())
