"""What a reconciler found and did: facts, for whoever words or counts them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from bot.domain.errors import NotNow
from bot.payments.books import Busy
from bot.payments.decide import Step
from db.queries.payments import Known


@dataclass(frozen=True, slots=True)
class Mended:
    """A booking whose money was not as it should be: before, after, and what Stripe was asked."""

    booking: UUID
    was: Known
    now: Known
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Returned:
    """A payment that no booking knew, and what became of it; minor units of `currency`.

    `exists`: whether there is a booking of that name, which then has another payment.
    """

    payment: str
    booking: str | None
    exists: bool
    released: int
    refunded: int
    currency: str


@dataclass(frozen=True, slots=True)
class Closed:
    """A Checkout that could still be paid and that nobody waited for."""

    checkout: str
    booking: str | None


@dataclass(frozen=True, slots=True)
class Left:
    """What is still different, or could not be looked at, and why."""

    about: str
    why: str


@dataclass(slots=True)
class Report:
    """What was found in a look at everything since then (UTC), of so many payments.

    `unsure`: bookings of which it is not known what they want; their payments are left alone.
    """

    since: datetime
    looked: int = 0
    mended: list[Mended] = field(default_factory=list)
    returned: list[Returned] = field(default_factory=list)
    closed: list[Closed] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    unsure: set[UUID] = field(default_factory=set)

    @property
    def healed(self) -> int:
        """How many differences are no more."""
        return len(self.mended) + len(self.returned) + len(self.closed)


def why(trouble: Exception) -> str:
    """In words, why something could not be brought in order now."""
    if isinstance(trouble, Busy):
        return "it is being settled right now"
    if isinstance(trouble, NotNow):
        return "Stripe does not answer"
    return f"a person has to look: {trouble}"
