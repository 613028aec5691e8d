"""What Stripe holds and how it can fail, in our own words; amounts are minor units, times UTC."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bot.domain.errors import NotNow


class StripeTrouble(Exception):
    """Stripe did not do as asked; `code` is Stripe's word for why, where it gives one."""

    def __init__(self, message: str, code: str | None = None) -> None:
        super().__init__(message)
        self.code = code


class Declined(StripeTrouble):
    """The bank or the card said no, or the amount is less than Stripe charges."""


class WrongMoment(StripeTrouble):
    """The thing at Stripe is not in a state that allows this: look again before deciding."""


class Unavailable(StripeTrouble, NotNow):
    """No answer to rely on: it may or may not have been done. The same call again is safe.

    `retry_after` is the wait in seconds that Stripe asks for, where it says.
    """

    def __init__(
        self, message: str, code: str | None = None, retry_after: float | None = None
    ) -> None:
        super().__init__(message, code)
        self.retry_after = retry_after


class Rejected(StripeTrouble):
    """Stripe understood and refuses (a wrong key, a parameter it does not take): ours to mend."""


class RefundsFailed(Rejected):
    """The bank sent every refund back: the learner has to be paid another way."""


@dataclass(frozen=True, slots=True)
class Checkout:
    """A Checkout Session. `status` is open, complete or expired; `intent` is None until paid."""

    id: str
    url: str | None
    status: str
    expires_at: datetime
    intent: str | None
    attempt: str | None


@dataclass(frozen=True, slots=True)
class Refund:
    """A refund: `status` is pending, requires_action, succeeded, failed or canceled."""

    id: str
    amount: int
    status: str

    @property
    def counts(self) -> bool:
        """Whether the money is back or on its way."""
        return self.status not in ("failed", "canceled")


@dataclass(frozen=True, slots=True)
class Dispute:
    """A charge that the learner's bank wants back, as it stands (see `CLOSED`); times are UTC.

    An inquiry (its status begins with warning) has moved no money and hinders no refund.
    """

    id: str
    amount: int
    currency: str
    reason: str
    status: str
    opened_at: datetime
    due_by: datetime | None = None

    @property
    def lost(self) -> bool:
        """Whether the bank has taken the money back for good."""
        return self.status == "lost"

    @property
    def open(self) -> bool:
        """Whether the bank has the money for now and is deciding."""
        return self.status not in CLOSED and not self.status.startswith("warning")


CLOSED = ("won", "lost", "warning_closed", "prevented")
"""The statuses in which a dispute ends."""


@dataclass(frozen=True, slots=True)
class Intent:
    """A PaymentIntent with its latest charge, its refunds and its disputes.

    `failure` is the code of the last payment error and `failed_charge` what it happened to.
    """

    id: str
    status: str
    amount: int
    currency: str
    capturable: int
    received: int
    capture_before: datetime | None = None
    charge: str | None = None
    failure: str | None = None
    failed_charge: str | None = None
    refunds: tuple[Refund, ...] = ()
    receipt: str | None = None
    disputes: tuple[Dispute, ...] = ()

    @property
    def authorized(self) -> int:
        """What the card was authorized for, as long as that is held or was captured."""
        return self.amount if self.status in ("requires_capture", "succeeded") else 0

    @property
    def refunded(self) -> int:
        """What went back, or is on its way back; a failed refund does not count."""
        return sum(refund.amount for refund in self.refunds if refund.counts)

    @property
    def disputed(self) -> bool:
        """Whether the learner's bank ever wanted the charge back."""
        return bool(self.disputes)


@dataclass(frozen=True, slots=True)
class Mark:
    """The metadata that our Checkouts and PaymentIntents carry; None where it is missing."""

    booking: str | None
    attempt: str | None
    platform: str | None

    @property
    def booking_id(self) -> UUID | None:
        """The booking that it names, if that is an id."""
        try:
            return UUID(self.booking or "")
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class Payment:
    """A PaymentIntent as a list shows it. Amounts are minor units of `currency`, times UTC."""

    id: str
    mark: Mark
    created: datetime
    status: str
    amount: int
    currency: str
    received: int
    refunded: int
    disputed: bool

    @property
    def authorized(self) -> int:
        """What the card was authorized for, as long as that is held or was captured."""
        return self.amount if self.status in ("requires_capture", "succeeded") else 0

    @property
    def held(self) -> int:
        """What a card is held for and was not charged."""
        return self.amount if self.status == "requires_capture" else 0
