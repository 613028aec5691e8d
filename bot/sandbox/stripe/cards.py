"""The means of payment a tester can use, and what each one does.

Numbers that Stripe's own test mode knows do here what they do there. The three that fail a capture
or answer late for any currency have no counterpart among its cards and say so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.sandbox.stripe.ports import Obj

Does = Literal[
    "pays",
    "is_declined",
    "asks",
    "asks_then_declines",
    "loses_hold",
    "fails_capture",
    "refunds_late",
    "fails_refund",
    "is_disputed",
    "pays_late",
    "fails_late",
]


@dataclass(frozen=True)
class Means:
    """A test card or account; `note` is the key of the sentence the page shows for it."""

    number: str
    does: Does
    note: str
    brand: str = "visa"
    code: str = "card_declined"
    decline_code: str = "generic_decline"
    listed: bool = True

    @property
    def type(self) -> str:
        """Stripe's name for this kind of payment method."""
        return "sepa_debit" if self.number[:1].isalpha() else "card"

    @property
    def spaced(self) -> str:
        """The number as people read it, in groups of four."""
        return " ".join(self.number[i : i + 4] for i in range(0, len(self.number), 4))


MEANS: tuple[Means, ...] = (
    Means("4242424242424242", "pays", "pays"),
    Means("5555555555554444", "pays", "pays", brand="mastercard", listed=False),
    Means("4000000000000002", "is_declined", "declined"),
    Means("4000000000009995", "is_declined", "no_funds", decline_code="insufficient_funds"),
    Means("4000000000009987", "is_declined", "lost", decline_code="lost_card", listed=False),
    Means(
        "4000000000000069",
        "is_declined",
        "expired",
        code="expired_card",
        decline_code="expired_card",
        listed=False,
    ),
    Means(
        "4000000000000127",
        "is_declined",
        "wrong_cvc",
        code="incorrect_cvc",
        decline_code="incorrect_cvc",
        listed=False,
    ),
    Means(
        "4000000000000119",
        "is_declined",
        "trouble",
        code="processing_error",
        decline_code="processing_error",
        listed=False,
    ),
    Means("4000002500003155", "asks", "asks"),
    Means("4000008400001629", "asks_then_declines", "asks_declined"),
    Means("4000000000040206", "fails_capture", "fails_capture"),
    Means("4000000000040107", "loses_hold", "loses_hold"),
    Means("4000000000007726", "refunds_late", "refunds_late"),
    Means("4000000000005126", "fails_refund", "fails_refund"),
    Means("4000000000000259", "is_disputed", "disputed", decline_code="fraudulent"),
    Means("AT321904300235473204", "pays_late", "pays_late", brand="sepa_debit"),
    Means("AT051904300235473205", "fails_late", "fails_late", brand="sepa_debit"),
)
"""Every number that does something, in the order in which the page lists them."""

STRANGER = Means("", "is_declined", "stranger", decline_code="test_mode_live_card", listed=False)
"""Any other well-formed number: no money moves here, so no real card may be used."""

BEHAVIOUR = {means.number: means for means in MEANS}


def lookup(number: str) -> Means | None:
    """Return what stands behind a number, or None where it is no number at all."""
    plain = "".join(number.split()).upper().replace("-", "")
    if plain in BEHAVIOUR:
        return BEHAVIOUR[plain]
    if plain.isdigit() and 12 <= len(plain) <= 19 and _luhn(plain):  # noqa: PLR2004 - ISO/IEC 7812
        return STRANGER
    return None


def behaviour(method: Obj | None) -> Means:
    """Return what the stored payment method does."""
    return BEHAVIOUR.get(str((method or {}).get("_number", "")), STRANGER)


def _luhn(number: str) -> bool:
    digits = [int(digit) for digit in reversed(number)]
    doubled = [d * 2 - 9 if d > 4 else d * 2 for d in digits[1::2]]  # noqa: PLR2004 - digit sum
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0
