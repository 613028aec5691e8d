"""Sessions without a price, and experts who take bookings without asking first."""

from __future__ import annotations

from collections.abc import Callable

import asyncpg

from bot.telegram.mechanism import Mechanism
from tests.handlers.money import pay_link, states
from tests.handlers.phone import Phone
from tests.handlers.test_book import book
from tests.telegram.conftest import until


def files(phone: Phone) -> int:
    """How many files are in the chat."""
    return sum(1 for each in phone.api.chats[phone.id].values() if each.document)


async def test_both_get_the_calendar_file_of_a_session_without_a_price(
    ann: Phone, phones: Callable[..., Phone], owner: asyncpg.Connection
) -> None:
    await owner.execute("update sessions set price_cents = 0")
    jonas = phones(2002, language="da", name="Jonas")
    booking = await book(ann, owner)
    request, accept = jonas.find("Sig ja")
    await jonas.tap("Sig ja")
    assert await states(owner, booking) == "confirmed/captured"
    assert (files(ann), files(jonas)) == (1, 1)
    await jonas.receive(jonas.api.tap(jonas.id, accept, request))
    assert files(jonas) == 1, "tapped twice it is sent once"


async def test_what_is_settled_by_the_tap_brings_its_calendar_file(
    ann: Phone, owner: asyncpg.Connection
) -> None:
    await owner.execute("update sessions set price_cents = 0")
    await owner.execute("update expert_profiles set instant_booking = true")
    booking = await book(ann, owner)
    assert await states(owner, booking) == "confirmed/captured"
    assert files(ann) == 1


async def test_where_nobody_is_asked_the_card_speaks_of_no_request(
    ann: Phone, bot: Mechanism, owner: asyncpg.Connection
) -> None:
    await owner.execute("update expert_profiles set instant_booking = true")
    await pay_link(owner, await book(ann, owner))
    bot.nudge()
    await until(bot.idle, what="idle")
    assert "Pay to book it with Jonas" in ann.text
