"""Notices: what others do and what time does, put into words when it is delivered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from bot.domain.ids import BookingId
from bot.locales import Speech
from bot.services import notifying
from bot.telegram.context import Account
from bot.telegram.screens import Screen
from db.queries.browse import Alternative
from db.session import Transaction
from handlers.notices_people import PEOPLE
from handlers.views_money import DISPUTES, MONEY
from handlers.views_notices import ALTERNATIVES, LEARNER, Notice
from handlers.views_notices_expert import EXPERT, LEARNER_ALIKE
from handlers.views_past import past

NOTICES: dict[tuple[str, str], Notice] = {
    **{("learner", name): view for name, view in (LEARNER | LEARNER_ALIKE).items()},
    **{("expert", name): view for name, view in EXPERT.items()},
}
"""(audience, notice) → its words; app.transitions and app.reminder_offsets name no other. What
the ledger and disputes tell has words of its own (handlers/views_money.py)."""


async def render_notice(
    tx: Transaction, payload: dict[str, Any], account: Account
) -> Screen | None:
    """The words of an outbox notice for this person now; None where it has been overtaken.

    Raises KeyError for a notice that there is not.
    """
    if "booking" not in payload:
        words = PEOPLE[payload["audience"], payload["notice"]]
        speech = Speech(account.language, account.zone or "UTC", tx.now)
        return await words(tx, payload, account, speech)
    about = payload["audience"], payload["notice"]
    booking = await notifying.booking(tx, BookingId(UUID(payload["booking"])), payload["audience"])
    if booking is None:
        return None
    speech = Speech(account.language, account.zone or "UTC", tx.now)
    if about in MONEY:
        entry = await notifying.entry(tx, booking.booking_id, payload.get("entry"))
        return MONEY[about](speech, booking, entry) if entry else None
    if about in DISPUTES:
        disputed = await notifying.dispute(tx, payload["dispute"])
        return DISPUTES[about](speech, booking, disputed) if disputed else None
    notice = NOTICES[about]
    other: Sequence[Alternative] = ()
    if payload["audience"] == "learner" and payload["notice"] in ALTERNATIVES:
        other = await notifying.alternatives(tx, booking.booking_id)
    screen = notice(speech, booking, other)
    if screen is None:
        return None
    return replace(screen, past=past(speech, booking, payload["notice"]))
