"""Money: whole minor units (øre, cents) and the currency they are of. No floats anywhere."""

from __future__ import annotations

import re
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

MOST = 99_999_999
"""Minor units; Stripe charges no more at a time."""

_WORDS = {
    "kr": "DKK", "kr.": "DKK", "dkk": "DKK", "kroner": "DKK", "krone": "DKK",
    "$": "USD", "usd": "USD", "dollar": "USD", "dollars": "USD",
    "€": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR",
}  # fmt: skip
_FREE = frozenset({"free", "gratis", "free of charge", "for free", "nothing"})
_AMOUNT = re.compile(r"^(?P<before>[^\d\s,.-]+\.?)?(?P<number>-?[\d.,' ]*\d)(?P<after>.*)$")
# "1.250" is a thousand: an amount has two decimals or none. "1,250" is one in dollars.
_GROUPED = re.compile(r"^\d{1,3}(?:([.,' ])\d{3})(?:\1\d{3})*(?:[.,](\d{1,2}))?$")
_COMMA = re.compile(r"^(?P<whole>[1-9]\d{0,2}),(?P<part>\d{3})$")
_SIMPLE = re.compile(r"^\d+(?:[.,](\d+))?$")


class NotAnAmount(ValueError):
    """Words that are no amount; `key` ends the locale key that says why (`amount-<key>`).

    `currency`: the one that was named; `readings`: the pieces of what can be read in two ways.
    """

    def __init__(self, key: str, currency: str | None = None, **readings: str) -> None:
        super().__init__(key)
        self.key = key
        self.currency = currency
        self.readings = readings


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount as typed: minor units, and the currency where one was named."""

    cents: int
    currency: str | None = None


def parse_amount(text: str, currency: str | None = None) -> Amount:
    """Read "450", "450,50", "1.250 kr", "$ 50", "450,-", "free" or "gratis".

    `currency` is meant where none is named. Raises NotAnAmount: 'unreadable', 'negative',
    'decimals', 'currency' (none that is known), 'too-much', or 'ambiguous': with a comma and three
    digits, which is a thousand to some and a fraction to others.
    """
    said = " ".join(text.lower().replace("\N{NO-BREAK SPACE}", " ").split())
    if said.rstrip(".!") in _FREE:
        return Amount(0)
    found = _AMOUNT.match(said)
    if found is None:
        raise NotAnAmount("unreadable")
    if found["number"].startswith("-"):
        raise NotAnAmount("negative")
    after = found["after"].strip()
    for dash in (",-", ".-", ",–", "-"):
        after = after.removeprefix(dash).strip()
    number = found["number"].strip()
    named = _currency([word for word in (found["before"], after) if word])
    comma = _COMMA.match(number)
    if comma and (named or currency) != "USD":
        readings = {**comma.groupdict(), "cents": comma["part"][:2]}
        raise NotAnAmount("ambiguous", named, **readings)
    cents = _cents(number)
    if cents > MOST:
        raise NotAnAmount("too-much", named)
    return Amount(cents, named)


def _currency(words: list[str]) -> str | None:
    named = {_WORDS.get(word) for word in words}
    if None in named or len(named) > 1:
        short = all(re.fullmatch(r"(?!min|std)[a-z]{3}|\W", word) for word in words)
        raise NotAnAmount("currency" if short else "unreadable")
    return named.pop() if named else None


def _cents(number: str) -> int:
    """Minor units; every currency here has a hundred of them."""
    grouped = _GROUPED.match(number)
    if grouped and not number.startswith("0"):
        decimals = grouped[2] or ""
        whole = number[: -len(decimals) - 1] if decimals else number
        return int(re.sub(r"\D", "", whole)) * 100 + int(decimals.ljust(2, "0"))
    simple = _SIMPLE.match(number)
    if simple is None:
        raise NotAnAmount("unreadable")
    decimals = simple[1] or ""
    if len(decimals) > 2:  # noqa: PLR2004 - a hundred minor units
        raise NotAnAmount("decimals")
    whole = re.split("[.,]", number)[0]
    if len(whole) > len(str(MOST)):
        raise NotAnAmount("too-much")
    return int(whole) * 100 + int(decimals.ljust(2, "0"))
