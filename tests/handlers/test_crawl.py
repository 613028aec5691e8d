"""A crawler taps what it sees: no dead end, no unanswered tap, whoever taps."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable

import asyncpg
import pytest

from bot.telegram.mechanism import Mechanism
from db.session import Database
from handlers.callbacks import Blank
from handlers.packing import parse
from tests.handlers.conftest import ADMIN
from tests.handlers.money import pay_link, tell
from tests.handlers.phone import Phone
from tests.handlers.test_book import book
from tests.telegram.conftest import until

EACH_KIND = 3
"""Buttons of one kind that are tapped; the fourth day of a month is like the third."""


def buttons(phone: Phone, message_id: int) -> list[str]:
    rows = phone.api.rows.get((phone.id, message_id), [])
    return [button["callback_data"] for row in rows for button in row if "callback_data" in button]


async def crawl(phone: Phone, first: list[str]) -> Counter[str]:
    """Tap breadth first; returns how often each kind was tapped."""
    waiting, seen, tapped = deque(first), set(first), Counter[str]()
    while waiting:
        data = waiting.popleft()
        kind = type(parse(data))
        if tapped[kind.__name__] >= EACH_KIND:
            continue
        tapped[kind.__name__] += 1
        before = len(phone.api.calls)
        newest = max(phone.api.chats[phone.id])
        await phone.receive(phone.api.tap(phone.id, data, newest))
        said = [call for call, _ in phone.api.calls[before:] if call != "answerCallbackQuery"]
        assert any(call == "answerCallbackQuery" for call, _ in phone.api.calls[before:]), data
        if kind is Blank:
            assert not said
            continue
        assert said, f"{data} was not answered"
        found = [each for id_ in phone.api.chats[phone.id] for each in buttons(phone, id_)]
        assert found, f"{data} is a dead end"
        for each in found:
            if each not in seen:
                seen.add(each)
                waiting.append(each)
    return tapped


@pytest.mark.parametrize("who", ["learner", "expert", "admin"])
async def test_every_button_of_every_screen_leads_on(
    ann: Phone, phones: Callable[..., Phone], bot: Mechanism, db: Database,
    owner: asyncpg.Connection, who: str,
) -> None:  # fmt: skip
    jonas = phones(2002, language="da", name="Jonas")
    await pay_link(owner, await book(ann, owner))
    booking = await book(phones(1004, name="Di"), owner)
    await tell(db, bot, booking, "authorize")
    ada = phones(ADMIN, name="Ada")
    phone = {"learner": ann, "expert": jonas, "admin": ada}[who]
    if who == "expert":
        await jonas.say("/availability man-fre 9-17")
        await jonas.say("/requests")
    if who == "admin":
        await ada.say("/start")
        await ada.tap("London")
        await owner.execute("update expert_profiles set verification_status = 'pending', bio = 'x'")
        bot.nudge()
        await until(bot.idle, what="idle")
        await ada.say("/admin")
    await phone.say("/start")
    start = [each for id_ in phone.api.chats[phone.id] for each in buttons(phone, id_)]
    tapped = await crawl(phone, start)
    expected = {"Topics", "Sessions", "Days", "Times", "Summary", "Book", "AddNote", "Bookings",
                "Home", "SetLanguage", "AskZone", "ZoneRegion", "SetZone"}  # fmt: skip
    if who == "expert":
        expected |= {"Accept", "Requests", "Schedule", "ShowWindows", "TypeWindows", "SaveWindows",
                     "Expert", "EditExpert", "TakeBookings", "MySessions", "MySession",
                     "MoreOfSession", "OpenSession", "EditSession", "SetSession",
                     "NewSession"}  # fmt: skip
    elif who == "admin":
        expected |= {"Health", "Applications", "ShowApplication", "Verify", "Reject", "Expert"}
    else:
        expected |= {"Card", "LetGo"}
    assert expected <= tapped.keys()
    dead = await owner.fetchval(
        "select count(*) from app.telegram_updates where attempts > 0 or dead_at is not null"
    )
    assert dead == 0
