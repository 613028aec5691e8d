"""Stripe's side of the money beside ours, per currency; nothing is moved.

Ours twice: the bookings' amounts, and the sums of the ledger's entries, which must agree too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from bot.payments import lists
from bot.payments.model import Intent, Payment, Rejected
from bot.payments.stripe import Gateway
from db.queries import payments as books
from db.queries.payments import Known
from db.session import Database

SKEW = timedelta(days=1)
"""How much earlier than the first booking Stripe is asked from: clocks differ."""


@dataclass(frozen=True, slots=True)
class Money:
    """Minor units of one currency: held now, captured, refunded, lost in disputes."""

    held: int = 0
    captured: int = 0
    refunded: int = 0
    lost: int = 0

    def __add__(self, other: Money) -> Money:
        return Money(
            self.held + other.held,
            self.captured + other.captured,
            self.refunded + other.refunded,
            self.lost + other.lost,
        )

    @property
    def net(self) -> int:
        """What stays of what was captured."""
        return self.captured - self.refunded - self.lost

    @property
    def moved(self) -> tuple[int, int, int]:
        """What the ledger has entries of."""
        return self.captured, self.refunded, self.lost


NONE = Money()


@dataclass(slots=True)
class Side:
    """One side's sums in a currency, and of how many payments."""

    money: Money = NONE
    payments: int = 0

    def take(self, money: Money) -> None:
        """Add a payment; one that holds and moved nothing does not count."""
        self.money += money
        self.payments += money != NONE


@dataclass(slots=True)
class Sheet:
    """A currency: Stripe, the bookings, and the ledger's entries (which know of no holds)."""

    stripe: Side = field(default_factory=Side)
    bookings: Side = field(default_factory=Side)
    entries: Side = field(default_factory=Side)


@dataclass(frozen=True, slots=True)
class Difference:
    """A payment that is not the same everywhere; `booking` None: none that we have."""

    booking: UUID | None
    payment: str | None
    currency: str
    stripe: Money
    ours: Money
    entries: Money


@dataclass(slots=True)
class Comparison:
    """The sheets by currency, what differs, and how many payments that no booking has were given
    back in full (they are in no sum)."""

    sheets: dict[str, Sheet] = field(default_factory=dict)
    differences: list[Difference] = field(default_factory=list)
    given_back: int = 0

    def put(self, known: Known | None, payment: str | None, stripe: Money, currency: str) -> None:
        """Take a payment or a booking in, on every side that has it."""
        sheet = self.sheets.setdefault(currency, Sheet())
        ours = _ours(known) if known else NONE
        entries = Money(0, *known.entries) if known else NONE
        sheet.stripe.take(stripe)
        sheet.bookings.take(ours)
        sheet.entries.take(entries)
        if stripe != ours or entries.moved != ours.moved:
            booking = known.booking if known else None
            self.differences.append(Difference(booking, payment, currency, stripe, ours, entries))


async def compare(
    db: Database,
    gateway: Gateway,
    since: datetime | None = None,
    progress: Callable[[int, int | None], None] = lambda looked, total: None,
) -> Comparison:
    """Compare every payment of ours made since then (None: all there are) with our books.

    Raises the gateway's exceptions: half a comparison would say nothing.
    """
    async with db.begin() as tx:
        first, ours = await books.first_booking(tx), await books.platform(tx)
    result = Comparison()
    if first is None:
        return result
    start = since or first - SKEW
    listed: dict[str, Payment] = {}
    async for payment in lists.payments(gateway, start):
        listed[payment.id] = payment
        progress(len(listed), None)
    refunded: dict[str, int] = {}
    async for name, refund in lists.refunds(gateway, start):
        if refund.counts:
            refunded[name] = refunded.get(name, 0) + refund.amount
    look = _Look(db, gateway, result, listed, refunded)
    async for page in books.charged(db, since):
        await look.bookings(page)
    # A booking from before that was paid since.
    await look.bookings({named for each in listed.values() if (named := each.mark.booking_id)})
    await look.strays(ours)
    return result


class _Look:
    """One comparison under way."""

    def __init__(
        self,
        db: Database,
        gateway: Gateway,
        result: Comparison,
        listed: dict[str, Payment],
        refunded: dict[str, int],
    ) -> None:
        self._db = db
        self._gateway = gateway
        self._result = result
        self._listed = listed
        self._refunded = refunded
        self._done: set[UUID] = set()
        self._found: set[str] = set()

    async def bookings(self, wanted: Iterable[UUID]) -> None:
        """Put each of these bookings beside its payment."""
        async with self._db.begin() as tx:
            known = await books.known(tx, set(wanted) - self._done)
        for each in known.values():
            self._done.add(each.booking)
            payment = self._listed.get(each.intent or "")
            stripe = await (self._of(payment, each) if payment else self._asked(each))
            if each.intent:
                self._found.add(each.intent)
            currency = payment.currency if payment else each.currency
            self._result.put(each, each.intent, stripe, currency)

    async def strays(self, ours: str) -> None:
        """Take in what is ours at Stripe and belongs to no booking."""
        for payment in self._listed.values():
            if payment.mark.platform != ours or payment.id in self._found:
                continue
            stripe = await self._of(payment, None)
            if stripe.captured and not stripe.held and not stripe.net:
                self._result.given_back += 1
            else:
                self._result.put(None, payment.id, stripe, payment.currency)

    async def _of(self, payment: Payment, known: Known | None) -> Money:
        """Stripe's word on a payment that it listed."""
        lost = 0
        if payment.disputed:
            lost = _lost(await self._gateway.intent(payment.id), known)
        return Money(payment.held, payment.received, self._refunded.get(payment.id, 0), lost)

    async def _asked(self, known: Known) -> Money:
        """Stripe's word on one that was not listed: it is older, or of another account."""
        if known.intent is None:
            return NONE
        try:
            found = await self._gateway.intent(known.intent)
        except Rejected:
            return NONE
        held = found.amount if found.status == "requires_capture" else 0
        return Money(held, found.received, found.refunded, _lost(found, known))


def _lost(intent: Intent, known: Known | None) -> int:
    """What the bank took back; Stripe tells for a month, after which our books' word is left."""
    if not intent.disputes:
        return known.lost if known else 0
    return sum(each.amount for each in intent.disputes if each.lost)


def _ours(known: Known) -> Money:
    return Money(known.held, known.captured, known.refunded, known.lost)
