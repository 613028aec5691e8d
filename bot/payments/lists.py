"""What Stripe lists, in our own words: payments, refunds and open Checkouts of a while.

An account at Stripe may serve others too; `mark.platform` says whose a thing is.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.payments.model import Mark, Payment, Refund
from bot.payments.stripe import Gateway


@dataclass(frozen=True, slots=True)
class OpenCheckout:
    """A Checkout that can still be paid."""

    id: str
    mark: Mark
    created: datetime


async def payments(gateway: Gateway, since: datetime) -> AsyncIterator[Payment]:
    """Every PaymentIntent made since then, newest first. Raises as the gateway does."""
    asked = {"created": {"gte": int(since.timestamp())}, "expand": ["data.latest_charge"]}
    async for found in gateway.listed("payment_intents", asked):
        charge = found.latest_charge
        yield Payment(
            id=found.id,
            mark=_mark(found),
            created=_moment(found.created),
            status=found.status,
            amount=found.amount,
            currency=found.currency.upper(),
            received=found.amount_received,
            refunded=charge.amount_refunded if charge and found.amount_received else 0,
            disputed=bool(charge and charge.disputed),
        )


async def refunds(gateway: Gateway, since: datetime) -> AsyncIterator[tuple[str, Refund]]:
    """Every refund made since then with its PaymentIntent's id. Raises as the gateway does."""
    async for found in gateway.listed("refunds", {"created": {"gte": int(since.timestamp())}}):
        intent = found.payment_intent
        if intent:
            name = intent if isinstance(intent, str) else intent.id
            yield name, Refund(found.id, found.amount, found.status or "pending")


async def open_checkouts(gateway: Gateway, since: datetime) -> AsyncIterator[OpenCheckout]:
    """Every Checkout made since then that can still be paid. Raises as the gateway does."""
    asked = {"created": {"gte": int(since.timestamp())}, "status": "open"}
    async for found in gateway.listed("sessions", asked):
        yield OpenCheckout(found.id, _mark(found), _moment(found.created))


def _mark(thing: Any) -> Mark:
    said = thing.metadata
    return Mark(*(getattr(said, name, None) for name in ("booking", "attempt", "platform")))


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
