"""An older list is no dead end: what is tapped in it is shown, in its place, as it is now."""

from __future__ import annotations

from collections.abc import Callable

import asyncpg

from bot.telegram.mechanism import Mechanism
from db.session import Database
from tests.handlers.money import tell
from tests.handlers.phone import Phone, visible
from tests.handlers.test_book import book


def button(phone: Phone, message: int, label: str) -> str:
    """The data of the button in that message whose label begins so."""
    rows = phone.api.rows[phone.id, message]
    found: str = next(
        each["callback_data"] for row in rows for each in row if each["text"].startswith(label)
    )
    return found


async def test_what_is_tapped_in_an_older_list_is_shown_there_as_it_is_now(
    ann: Phone, phones: Callable[..., Phone], bot: Mechanism, db: Database,
    owner: asyncpg.Connection,
) -> None:  # fmt: skip
    jonas = phones(2002, name="Jonas")
    await jonas.say("/start")
    await jonas.tap("English")
    for _ in range(2):
        await tell(db, bot, await book(ann, owner), "authorize")
    await tell(db, bot, await book(ann, owner), "authorize", "unanswered")
    lists = {}
    for phone, said in ((ann, "/bookings"), (jonas, "/requests")):
        await phone.say(said)
        lists[phone.id] = max(phone.api.chats[phone.id])
    for booking in await owner.fetch("select id from bookings where status = 'pending'"):
        await tell(db, bot, booking["id"], "unanswered")
    for phone, said in ((ann, "/bookings"), (jonas, "/requests")):
        await phone.say(said)
        older = lists[phone.id]
        name = "1 Jonas" if phone is ann else "1 Ann"
        await phone.receive(phone.api.tap(phone.id, button(phone, older, name), older))
        shown = visible(phone.api.chats[phone.id][older].text)
        assert "in time" in shown or "The time to answer ran out" in shown
        assert phone.api.rows[phone.id, older], "and it leads on"
