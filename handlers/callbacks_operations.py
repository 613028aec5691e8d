"""The buttons of admins who look after what was given up on and money; as handlers/callbacks.py."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot.domain.ids import BookingId
from handlers.packing import Press

UPDATE, MESSAGE, EVENT = 0, 1, 2
"""What was given up on: an update that came in, a message that was to go out, an event of
Stripe's."""


@dataclass(frozen=True, slots=True)
class Letters(Press):
    """A page of what was given up on."""

    CODE: ClassVar[str] = "ol"
    page: int


@dataclass(frozen=True, slots=True)
class Letter(Press):
    """One of them; `number` may be longer than the numbers of other buttons."""

    CODE: ClassVar[str] = "od"
    source: int
    number: str


@dataclass(frozen=True, slots=True)
class RetryLetter(Press):
    """Take it up again from the start."""

    CODE: ClassVar[str] = "or"
    source: int
    number: str


@dataclass(frozen=True, slots=True)
class DismissLetter(Press):
    """Let it rest for good."""

    CODE: ClassVar[str] = "ox"
    source: int
    number: str


@dataclass(frozen=True, slots=True)
class FailedSettles(Press):
    """A page of the bookings whose money could not be settled."""

    CODE: ClassVar[str] = "os"
    page: int


@dataclass(frozen=True, slots=True)
class Record(Press):
    """A booking with its audit."""

    CODE: ClassVar[str] = "ob"
    booking_id: BookingId


@dataclass(frozen=True, slots=True)
class SettleAgain(Press):
    """Have the booking's money looked at now."""

    CODE: ClassVar[str] = "oa"
    booking_id: BookingId


# Money ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Payments(Press):
    """What about the money needs somebody to look."""

    CODE: ClassVar[str] = "oy"


@dataclass(frozen=True, slots=True)
class Disputes(Press):
    """A page of what learners' banks want back."""

    CODE: ClassVar[str] = "oi"
    page: int


@dataclass(frozen=True, slots=True)
class AskRefund(Press):
    """Show what can be given back of a booking."""

    CODE: ClassVar[str] = "rf"
    booking_id: BookingId


@dataclass(frozen=True, slots=True)
class RefundAll(Press):
    """Give back all that stood on the button (minor units); the reason is asked."""

    CODE: ClassVar[str] = "rl"
    booking_id: BookingId
    cents: int


@dataclass(frozen=True, slots=True)
class RefundOther(Press):
    """Type how much to give back."""

    CODE: ClassVar[str] = "rt"
    booking_id: BookingId


@dataclass(frozen=True, slots=True)
class Refund(Press):
    """Give it back, for the reason that was typed."""

    CODE: ClassVar[str] = "rr"
    booking_id: BookingId
    cents: int


@dataclass(frozen=True, slots=True)
class AskElsewhere(Press):
    """Ask how money that the bank keeps sending back was paid."""

    CODE: ClassVar[str] = "re"
    booking_id: BookingId


@dataclass(frozen=True, slots=True)
class Elsewhere(Press):
    """Record that so much (minor units) was paid the way that was typed."""

    CODE: ClassVar[str] = "rp"
    booking_id: BookingId
    cents: int
