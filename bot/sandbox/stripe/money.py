"""Amounts as Stripe counts them: integers in the smallest unit of their currency."""

from __future__ import annotations

import re
from decimal import Decimal

from babel.numbers import format_currency

from bot.sandbox.stripe.errors import StripeError

MINIMUM = {
    "usd": 50, "aed": 200, "aud": 50, "bgn": 100, "brl": 50, "cad": 50, "chf": 50, "czk": 1500,
    "dkk": 250, "eur": 50, "gbp": 30, "hkd": 400, "huf": 17500, "inr": 50, "jpy": 50, "mxn": 1000,
    "myr": 200, "nok": 300, "nzd": 50, "pln": 200, "ron": 200, "sek": 300, "sgd": 50, "thb": 1000,
}  # fmt: skip
"""The least that can be charged, by currency; other currencies are refused here."""

MAXIMUM = 99_999_999
"""The most that one payment can come to: eight digits."""

WHOLE = frozenset({"jpy"})
"""Currencies whose smallest unit is the unit itself."""


def check_currency(currency: str, param: str) -> str:
    """Return the currency in lower case; StripeError where it is not known here."""
    lower = currency.lower()
    if lower not in MINIMUM:
        raise StripeError(f"Invalid currency: {currency}", param=param, stored=False)
    return lower


def check_total(total: int, currency: str) -> None:
    """Raise StripeError where a payment of that many minor units is too small or too large."""
    if total < MINIMUM[currency]:
        raise StripeError(
            f"The total must be at least {text(MINIMUM[currency], currency)}.",
            code="amount_too_small",
        )
    if total > MAXIMUM:
        raise StripeError(
            f"The total must be no more than {text(MAXIMUM, currency)}.", code="amount_too_large"
        )


def text(amount: int, currency: str, language: str = "en") -> str:
    """Return an amount in minor units as a person of that language reads it."""
    units = Decimal(amount) if currency in WHOLE else Decimal(amount) / 100
    written = format_currency(units, currency.upper(), locale=language)
    # A code of letters keeps its distance ("DKK 450.00"); Babel sets it close.
    return re.sub(r"(?<=[A-Z]{3})(?=\d)", "\u00a0", written)


def spoken(amount: int, currency: str, language: str = "en") -> str:
    """Return an amount as the chat writes it, so that nobody has to compare: '450 kr.', '$45'."""
    written = re.sub(r"[.,]00(?!\d)", "", text(amount, currency, language))
    if currency != "dkk" or language == "da":
        return written
    sign = "-" if amount < 0 else ""
    return f"{sign}{written.rpartition(chr(0xA0))[2]}\u00a0kr."
