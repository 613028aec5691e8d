"""Money: whole minor units (øre, cents) and the currency they are of. No floats anywhere."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Currency:
    """A currency and how many digits its minor unit has."""

    code: str
    exponent: int = 2

    @property
    def unit(self) -> int:
        """How many minor units make one krone, dollar, euro."""
        return int(10**self.exponent)


CURRENCIES: dict[str, Currency] = {
    each.code: each for each in (Currency("DKK"), Currency("USD"), Currency("EUR"))
}
"""What can be charged in. The least of each that Stripe charges is a constraint of sessions."""
