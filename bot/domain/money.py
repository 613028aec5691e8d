"""Money: whole minor units (øre, cents) and the currency they are of. No floats anywhere."""

from __future__ import annotations

import re
from dataclasses import dataclass

LARGEST = 99_999_999
"""The most Stripe takes in one charge, in minor units."""


@dataclass(frozen=True, slots=True)
class Currency:
    """What a currency allows. `minimum` is the least Stripe charges, in minor units."""

    code: str
    minimum: int
    exponent: int = 2

    @property
    def unit(self) -> int:
        """How many minor units make one krone, dollar, euro."""
        return int(10**self.exponent)


CURRENCIES: dict[str, Currency] = {
    each.code: each for each in (Currency("DKK", 250), Currency("USD", 50), Currency("EUR", 50))
}
"""What can be charged in, and Stripe's minimum for each (docs.stripe.com/currencies)."""

# "450", "450,50", "450.5", "1.250", "1 250,00"; then the words a person may put around it.
_AMOUNT = re.compile(
    r"(?:dkk|usd|eur|kr\.?|\$|€)?\s*"
    r"(?P<whole>\d{1,3}(?:[.,\s]\d{3})+|\d+)"
    r"(?:[.,](?P<part>\d{1,2}|-))?"
    r"\s*(?:dkk|usd|eur|kroner|kr\.?|dollars?|euros?|\$|€|,-)?",
    re.IGNORECASE,
)


def parse_amount(text: str, currency: str) -> int | None:
    """Read a price as a person types it ("450", "450,50", "kr. 1.250") into minor units.

    None where it is no amount, or more than can be charged. Both `.` and `,` are understood
    before two decimals, and between thousands. Zero is an amount: some sessions are free.
    """
    match = _AMOUNT.fullmatch(text.strip())
    if match is None:
        return None
    unit = CURRENCIES[currency].unit
    digits = re.sub(r"\D", "", match["whole"])
    if len(digits) > len(str(LARGEST)):
        return None
    part = (match["part"] or "").strip("-").ljust(2, "0")
    cents = int(digits) * unit + int(part) * unit // 100
    return cents if cents <= LARGEST else None


def share(cents: int, percent: int) -> int:
    """`percent` of an amount, rounded down: never a minor unit more than is due goes back."""
    if cents < 0 or not 0 <= percent <= 100:  # noqa: PLR2004 - a percentage
        raise ValueError("a share is 0 to 100 percent of an amount of 0 or more")
    return cents * percent // 100


def price_for(hourly_cents: int, minutes: int) -> int:
    """The price of a session at an hourly rate, rounded half up to a whole krone, dollar, euro.

    Prefills the question for a session's price; the expert may type another.
    """
    exact = hourly_cents * minutes
    return (exact + 3000) // 6000 * 100


def too_low(cents: int, currency: str) -> bool:
    """Whether Stripe would refuse to charge it; nothing at all (a free session) is fine."""
    return 0 < cents < CURRENCIES[currency].minimum
