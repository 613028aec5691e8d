"""What an expert hears of disputes, of refunds made again, and of who comes to a group."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import asyncpg
import pytest

from bot.locales import Speech
from bot.telegram.mechanism import Mechanism
from db.session import Database
from handlers.notices import NOTICES
from handlers.views_money import dispute_opened, dispute_won
from tests.handlers import facts
from tests.handlers.facts import CONFIRMED, GROUP, STATES, a_card, speech
from tests.handlers.money import receipts
from tests.handlers.phone import Phone, visible
from tests.handlers.test_book import book
from tests.handlers.test_payments import a_dispute, charge, idle
from tests.handlers.test_views_more import a_dispute as disputed


async def test_the_expert_hears_of_a_dispute_once_when_it_opens_and_when_it_is_won(
    ann: Phone, jonas: Phone, bot: Mechanism, db: Database, owner: asyncpg.Connection
) -> None:
    booking = await book(ann, owner)
    await charge(owner, bot, db, booking)
    before, heard = len(jonas.texts), len(ann.texts)
    await a_dispute(owner, booking, "warning_needs_response")
    await idle(bot)
    assert len(jonas.texts) == before, "the bank only asks, no money has moved"
    await a_dispute(owner, booking)
    await idle(bot)
    assert "is disputed: the bank holds 250 kr. until it has decided." in jonas.text
    assert "you keep your 250 kr.; if not, you keep nothing of it." in jonas.text
    told = len(jonas.texts)
    await a_dispute(owner, booking, "under_review")
    await idle(bot)
    assert len(jonas.texts) == told
    await a_dispute(owner, booking, "won")
    await idle(bot)
    assert "The bank has decided about the payment for Wed" in jonas.text
    assert "You keep your 250 kr." in jonas.text
    assert "Cancel…" in jonas.all_labels, "the session's card stays"
    assert len(ann.texts) == heard, "the learner's own bank tells them"


async def test_a_refund_that_is_made_again_is_told_to_the_expert_once(
    ann: Phone, jonas: Phone, bot: Mechanism, db: Database, owner: asyncpg.Connection
) -> None:
    booking = await book(ann, owner)
    await charge(owner, bot, db, booking)
    await receipts(owner, bot, booking)
    await owner.execute("update bookings set refund_due = 10000")

    async def gone(cents: int) -> int:
        """How often the expert has heard of money given back, so much having gone in all."""
        await owner.execute("update bookings set amount_refunded = $1", cents)
        await receipts(owner, bot, booking)
        return sum("An admin gave Ann" in text for text in jonas.texts)

    assert [await gone(each) for each in (10000, 0, 10000, 0, 10000)] == [1] * 5
    assert "sent to your card once more" in ann.text, "the learner hears of each"
    await owner.execute("update bookings set refund_due = 15000")
    assert await gone(15000) == 2, "more than ever before"
    assert "You keep 100 kr. of 250 kr." in jonas.text


def opened(language: str, status: str, amount: int = 45000, **more: Any) -> str | None:
    found = replace(disputed("Ann", "Python Basics", status), amount_cents=amount)
    view = dispute_won if status == "won" else dispute_opened
    shown = view(speech(language), a_card(side="expert", **{**CONFIRMED, **more}), found)
    return visible(shown.text).replace("\N{NO-BREAK SPACE}", " ") if shown else None


def test_what_a_dispute_may_cost_is_what_the_expert_would_keep() -> None:
    part = opened("en", "needs_response", amount=10000)
    assert part is not None
    assert "you keep your 450 kr.; if not, you keep 350 kr. of it." in part
    gone: dict[str, Any] = {"amount_refunded": 45000, "payment_status": "refunded"}
    nothing = opened("en", "needs_response", **gone)
    assert nothing is not None
    assert "None of it was yours to keep" in nothing
    won = opened("da", "won", **gone)
    assert won is not None
    assert "Du beholder" not in won
    danish = opened("da", "needs_response")
    assert danish is not None
    assert "beholder du dine 450 kr.; ellers beholder du ikke noget af dem." in danish
    assert opened("en", "warning_needs_response") is None, "what is no dispute any more"


@pytest.mark.parametrize(
    ("language", "together"),
    [("en", "with Ann, Bo and Cal"), ("da", "med Ann, Bo og Cal")],
)
@pytest.mark.parametrize(("kind", "ahead"), [("reminder_24h", 24), ("reminder_1h", 1)])
def test_the_reminder_of_a_group_names_who_comes(
    kind: str, ahead: int, language: str, together: str
) -> None:
    then = Speech(language, "Europe/Copenhagen", facts.START - timedelta(hours=ahead))

    def reminded(**more: Any) -> str:
        card = a_card(**{**CONFIRMED, **GROUP, "side": "expert", "learner_name": "Ann K.", **more})
        shown = NOTICES["expert", kind](then, card, [])
        return visible(shown.text) if shown else ""

    assert together in reminded(learner_name="Ann")
    assert ("Ann, Bo and 2 more" in reminded(learner_name="Ann", others=["Bo", "Cal", "Dee"])) is (
        language == "en"
    )
    alone = reminded(others=[])
    assert "Ann" in alone
    assert "K." not in alone, "one person goes by the first name"
    # Who was reminded of has cancelled since, but the others come.
    over = {**STATES["cancelled, all back"], "taken": 2, "side": "expert"}
    assert "Bo" in reminded(**over)
    assert "Ann" not in reminded(**over)
    assert reminded(**{**over, "others": []}) == ""
