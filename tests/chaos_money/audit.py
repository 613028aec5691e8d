"""Every booking against Stripe's own books, when all is said and done.

Written without a line of the bot's: it knows what a booking should cost its learner, by its status
and the refund that was promised, and what Stripe took and gave back.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.chaos_money.ledgers import Booking, Ledgers, Payment

DIFFERENCE = "difference"
DOUBLE = "double charge"
UNREFUNDED = "unrefunded"
HOLD = "hold left over"
KINDS = (DIFFERENCE, DOUBLE, UNREFUNDED, HOLD)

BOUNCES = 3
"""After so many refunds that the bank sent back it is for a person to find another way."""


@dataclass(frozen=True)
class Finding:
    """Something that is not as it should be; `booking` is what it hangs on."""

    kind: str
    booking: str
    says: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.booking} {self.says}"


@dataclass
class Verdict:
    """What the audit found, and what waits for the admins through no fault of ours."""

    bookings: int
    findings: list[Finding] = field(default_factory=list)
    with_admins: list[Finding] = field(default_factory=list)

    def count(self, kind: str) -> int:
        """How many bookings have a finding of this kind."""
        return len({each.booking for each in self.findings if each.kind == kind})

    @property
    def clean(self) -> bool:
        """Whether nothing at all was found."""
        return not self.findings


def audit(ledgers: Ledgers) -> Verdict:
    """Compare all of it."""
    verdict = Verdict(len(ledgers.bookings))
    known = {booking.id for booking in ledgers.bookings}
    for booking in ledgers.bookings:
        payments = ledgers.payments.get(booking.id, [])
        for finding in _of_booking(booking, payments):
            excused = finding.kind == UNREFUNDED and _excused(booking, payments)
            (verdict.with_admins if excused else verdict.findings).append(finding)
        verdict.findings += _of_checkouts(booking, ledgers)
    for stranger in (ledgers.payments.keys() | ledgers.checkouts.keys()) - known:
        verdict.findings.append(Finding(DIFFERENCE, stranger, "is at Stripe and no booking"))
    for slot, counted, most, live in ledgers.seats:
        says = f"counts {counted} of {most} seats as taken, and {live} are"
        verdict.findings.append(Finding(DIFFERENCE, f"slot {slot}", says))
    return verdict


def open_checkouts(ledgers: Ledgers) -> list[Finding]:
    """Checkouts in which somebody could still pay for a booking that is over."""
    return [
        Finding(DIFFERENCE, booking.id, f"is over, and {checkout.id} is still open")
        for booking in ledgers.bookings
        if booking.status in ("cancelled", "declined")
        for checkout in ledgers.checkouts.get(booking.id, [])
        if checkout.status == "open"
    ]


def should_keep(booking: Booking, payments: list[Payment]) -> int:
    """What of the price should stay charged: the promise of the booking's status."""
    if booking.status in ("confirmed", "completed"):
        return booking.price - (booking.refund_due or 0)
    if booking.status == "pending" or booking.confirmed_at is None:
        return 0
    if booking.payment in ("failed", "cancelled") and all(_could_not_be_had(p) for p in payments):
        return 0  # it was the bank that took the charge, or the share of it, away from us
    due = booking.price if booking.refund_due is None else booking.refund_due
    return booking.price - due


def _could_not_be_had(payment: Payment) -> bool:
    return payment.status in ("canceled", "requires_payment_method") and not payment.captured


def _of_booking(booking: Booking, payments: list[Payment]) -> Iterator[Finding]:
    yield from _of_end(booking)
    yield from _of_amounts(booking, payments)
    yield from _of_charge(booking, payments)
    moved = [payment.id for payment in payments if payment.captured or payment.held]
    if len(moved) > 1:
        yield Finding(DOUBLE, booking.id, f"has money in {', '.join(moved)}")
    for payment in payments:
        if payment.status == "requires_capture" or payment.held:
            says = f"is {booking.status}/{booking.payment}, {payment.id} holds {payment.held}"
            yield Finding(HOLD, booking.id, says)
    kept = sum(payment.captured - payment.refunded for payment in payments)
    lost = sum(payment.lost for payment in payments)
    due = should_keep(booking, payments)
    if kept - lost > due:
        says = f"is {booking.status}, {kept - lost} stay charged instead of {due}"
        yield Finding(UNREFUNDED, booking.id, says)
    elif kept < due:
        says = f"is {booking.status}, {kept} stay charged instead of {due}: too much went back"
        yield Finding(DIFFERENCE, booking.id, says)


def _of_end(booking: Booking) -> Iterator[Finding]:
    """Time has gone far past all of it: nothing is under way any more."""
    if booking.status in ("pending", "confirmed"):
        yield Finding(DIFFERENCE, booking.id, f"still is {booking.status}/{booking.payment}")
    if booking.awaits:
        yield Finding(DIFFERENCE, booking.id, f"still waits for {booking.awaits}")
    if booking.last_event != f"{booking.status}/{booking.payment}":
        says = f"is {booking.status}/{booking.payment}, its history ends with {booking.last_event}"
        yield Finding(DIFFERENCE, booking.id, says)


def _of_amounts(booking: Booking, payments: list[Payment]) -> Iterator[Finding]:
    """Our books equal Stripe's, booking by booking, amount by amount."""
    theirs = (
        sum(p.amount for p in payments if p.status in ("requires_capture", "succeeded")),
        sum(p.captured for p in payments),
        sum(p.refunded for p in payments),
    )
    ours = (booking.authorized, booking.captured, booking.refunded)
    if ours != theirs:
        says = (
            f"is {booking.status}/{booking.payment}: authorized, captured, refunded"
            f" are {ours} here and {theirs} at Stripe"
        )
        yield Finding(DIFFERENCE, booking.id, says)
    if booking.ledger != sum(p.captured - p.refunded for p in payments):
        yield Finding(DIFFERENCE, booking.id, f"has {booking.ledger} in the ledger, not {theirs}")
    for payment in payments:
        if payment.captured and booking.intent != payment.id:
            says = f"knows {booking.intent}, the money is in {payment.id}"
            yield Finding(DIFFERENCE, booking.id, says)
        if (payment.amount, payment.currency) != (booking.price, booking.currency):
            says = f"costs {booking.price} {booking.currency}, {payment.id} asked {payment.amount}"
            yield Finding(DIFFERENCE, booking.id, says)


def _of_charge(booking: Booking, payments: list[Payment]) -> Iterator[Finding]:
    """Nobody is charged before the expert has accepted; Stripe writes whole seconds."""
    for payment in payments:
        if payment.captured_at is None:
            continue
        if booking.confirmed_at is None:
            yield Finding(DIFFERENCE, booking.id, f"was charged and never accepted: {payment.id}")
        elif payment.captured_at < booking.confirmed_at.replace(microsecond=0):
            says = f"was charged at {payment.captured_at}, accepted at {booking.confirmed_at}"
            yield Finding(DIFFERENCE, booking.id, says)
    if booking.given_up and not _excused(booking, payments):
        yield Finding(DIFFERENCE, booking.id, f"does not settle: {booking.given_up}")


def _of_checkouts(booking: Booking, ledgers: Ledgers) -> list[Finding]:
    """What we asked for once was made once."""
    asked = [checkout.attempt for checkout in ledgers.checkouts.get(booking.id, [])]
    twice = {attempt for attempt in asked if asked.count(attempt) > 1}
    return [
        Finding(DIFFERENCE, booking.id, f"has {asked.count(attempt)} Checkouts of one attempt")
        for attempt in sorted(twice)
    ]


def _excused(booking: Booking, payments: list[Payment]) -> bool:
    """The bank stands in the way, and the admins have it on their list."""
    in_the_way = any(payment.bounced >= BOUNCES or payment.disputed for payment in payments)
    return booking.given_up is not None and in_the_way
