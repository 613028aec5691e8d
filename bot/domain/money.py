"""Money: whole minor units (øre, cents) and the currency they are of. No floats anywhere."""

from __future__ import annotations

from dataclasses import dataclass


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


def share(cents: int, percent: int) -> int:
    """`percent` of an amount, rounded down: never a minor unit more than is due goes back."""
    if cents < 0 or not 0 <= percent <= 100:  # noqa: PLR2004 - a percentage
        raise ValueError("a share is 0 to 100 percent of an amount of 0 or more")
    return cents * percent // 100


def too_low(cents: int, currency: str) -> bool:
    """Whether Stripe would refuse to charge it; nothing at all (a free session) is fine."""
    return 0 < cents < CURRENCIES[currency].minimum
