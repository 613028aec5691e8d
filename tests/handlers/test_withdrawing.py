"""A request is withdrawn: what it means is said first, and it can be had again."""

from __future__ import annotations

from collections.abc import Callable

import asyncpg

from bot.telegram.mechanism import Mechanism
from db.session import Database
from handlers import views_withdraw
from tests.handlers.facts import ASKED, STATES, a_card, speech
from tests.handlers.money import states, tell
from tests.handlers.phone import Phone
from tests.handlers.test_book import book
from tests.handlers.test_views_said import said


async def test_a_request_is_withdrawn_and_the_expert_told(
    ann: Phone, phones: Callable[..., Phone], bot: Mechanism, db: Database,
    owner: asyncpg.Connection,
) -> None:  # fmt: skip
    jonas = phones(2002, language="da", name="Jonas")
    booking = await book(ann, owner)
    await tell(db, bot, booking, "authorize")
    assert "250 kr. held on your card. Jonas has until" in ann.text
    assert "Ny forespørgsel fra Ann" in jonas.text
    asked = await ann.tap("Withdraw")
    assert "the hold of 250 kr. on your card will be released" in asked
    assert "The time will be free for others again." in asked
    assert "Jonas has until" in await ann.tap("Keep the request")
    assert await states(owner, booking) == "pending/authorized", "asking and keeping change nothing"
    await ann.tap("Withdraw")
    assert "You withdrew the request. Nothing was charged." in await ann.tap("Yes, withdraw")
    assert "Ann trak forespørgslen" in jonas.text
    # The request's old buttons are gone, and a tap that was under way finds the present state.
    assert "Sig ja" not in jonas.all_labels
    assert "🕑" in await ann.tap("Same time again"), "who thinks better of it has it a tap away"
    assert "Book it" in ann.labels


async def test_what_was_answered_while_it_was_asked_about_is_not_withdrawn(
    ann: Phone, bot: Mechanism, db: Database, owner: asyncpg.Connection
) -> None:
    booking = await book(ann, owner)
    await tell(db, bot, booking, "authorize")
    await ann.tap("Withdraw")
    _, yes = ann.find("Yes, withdraw")
    await tell(db, bot, booking, "accept", "capture")
    assert "settled before you tapped" in await ann.press(yes)
    assert await states(owner, booking) == "confirmed/captured"


def test_a_free_request_that_is_withdrawn_speaks_of_no_money() -> None:
    told = said(views_withdraw.ask(speech(), a_card(**STATES["asked, free"])))
    assert "card" not in told
    assert "The time will be free for others again." in told
    assert "Your seat" in said(views_withdraw.ask(speech(), a_card(**ASKED, seats=3)))
    assert "free for others" not in said(
        views_withdraw.ask(speech(), a_card(**ASKED, reopens=False))
    )
