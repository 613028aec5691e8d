"""The parameters of a Checkout Session, and where Stripe sends people afterwards."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from bot.locales import LANGUAGES, Speech
from bot.payments.case import Case

OPEN_FOR = timedelta(minutes=31)
"""How long a Checkout stays open. Stripe refuses less than 30 minutes from when it hears of it."""
REPEAT_FOR = timedelta(seconds=45)
"""For so long the stored parameters are still far enough from Stripe's 30 minutes to be resent."""


def return_url(public_url: str | None, bot_username: str) -> str:
    """Where the browser goes after Checkout: our page, or, where none is reachable, the chat."""
    return f"{public_url}/return" if public_url else f"https://t.me/{bot_username}"


def parameters(case: Case, attempt: UUID, url: str) -> tuple[dict[str, Any], datetime]:
    """What to ask Stripe for, and until when the Checkout is to stay open.

    The currency conversion that Stripe offers by itself is off: the amounts of a booking must be
    the ones that were authorized.
    """
    expires_at = (case.now + OPEN_FOR).replace(microsecond=0)
    known = case.language in LANGUAGES
    metadata = {
        "booking": str(case.booking),
        "attempt": str(attempt),
        "platform": str(case.platform),
    }
    ours = url.endswith("/return")
    return {
        "mode": "payment",
        "client_reference_id": str(case.booking),
        "metadata": metadata,
        "line_items": [
            {
                "quantity": 1,
                "price_data": {
                    "currency": case.currency.lower(),
                    "unit_amount": case.price,
                    "product_data": {"name": _product(case)},
                },
            }
        ],
        "payment_intent_data": {"capture_method": "manual", "metadata": metadata},
        "adaptive_pricing": {"enabled": False},
        "expires_at": int(expires_at.timestamp()),
        "locale": case.language if known else "auto",
        "success_url": f"{url}?paid=1" if ours else url,
        "cancel_url": f"{url}?paid=0" if ours else url,
    }, expires_at


def _product(case: Case) -> str:
    language = case.language if case.language in LANGUAGES else LANGUAGES[0]
    speech = Speech(language, case.zone, case.now)
    return speech.plain(
        "checkout-product",
        title=case.title,
        name=case.expert,
        when=f"{speech.day(case.start_at)}, {speech.time(case.start_at)} ({speech.zone_name()})",
    )
