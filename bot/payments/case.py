"""The facts that a decision about a booking's money rests on: ours, and Stripe's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from bot.payments.model import Checkout, Intent


@dataclass(frozen=True, slots=True)
class Attempt:
    """A try to get paid: a Checkout Session that we asked for (`checkout` None: unanswered)."""

    id: UUID
    key: str
    parameters: dict[str, Any]
    expires_at: datetime
    checkout: str | None
    closed: bool
    failure: str | None


@dataclass(frozen=True, slots=True)
class Case:
    """What our books say about a booking's money. Amounts in minor units, times UTC."""

    booking: UUID
    now: datetime
    status: str
    payment: str
    price: int
    currency: str
    refund_due: int | None
    intent: str | None
    attempt: Attempt | None
    title: str
    expert: str
    start_at: datetime
    language: str
    zone: str
    platform: UUID
    """Which deployment of the bot this is: an account at Stripe may serve several."""
    lost: int = 0
    """What the learner's bank took back, as far as we have written down."""
    disputed: bool = False
    """Whether it is deciding about the charge, as far as we have written down."""
    elsewhere: int = 0
    """What an admin paid back another way, since the bank sent the refunds back."""

    @property
    def over(self) -> bool:
        """Whether the booking came to nothing or was given back."""
        return self.status in ("cancelled", "declined")

    @property
    def keeps(self) -> int:
        """What of the price stays charged in the end."""
        due = self.refund_due
        if due is None:
            due = self.price if self.over else 0
        return max(0, self.price - due)


@dataclass(frozen=True, slots=True)
class Held:
    """What Stripe says, as far as it was asked."""

    checkout: Checkout | None = None
    intent: Intent | None = None
