"""One person who sends a thousand updates: nobody else waits for them, in the inbox or the outbox.

Nothing here is measured by a clock. What the flood waits for is held until the test lets it go, so
whoever is answered meanwhile did not wait for it.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import pytest
from aiohttp import web
from telegram import Update
from telegram.ext import TypeHandler

from bot.telegram.context import Context
from bot.telegram.mechanism import Tuning
from bot.telegram.screens import Screen
from tests.telegram.botapi import BotApi, _params
from tests.telegram.conftest import FAST, Bots, until

FLOODER, OTHER = 1, 2
MANY, ROOM = 1000, 100
ALONE = Tuning(updates_at_once=1, sends_at_once=2, poll=1, burst=100, per_second=100)


class HeldApi(BotApi):
    """Telegram, which does not answer any call about the flooder until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.go_on = asyncio.Event()
        self._held: list[web.Request] = []
        self.taps: set[str] = set()

    async def _serve(self, request: web.Request) -> web.Response:
        params = await _params(request)
        about = params.get("chat_id") == FLOODER or params.get("callback_query_id") in self.taps
        if about and not self.go_on.is_set():
            self._held.append(request)
            await self.go_on.wait()
        return await super()._serve(request)

    @property
    def held(self) -> int:
        """Calls that are waited for now; what the bot gave up on has hung up."""
        return sum(bool(each.transport and not each.transport.is_closing()) for each in self._held)

    def flood(self, *, taps: bool) -> list[dict[str, Any]]:
        updates = [
            self.tap(FLOODER, "x", 5) if taps else self.message(FLOODER, "x") for _ in range(MANY)
        ]
        self.taps |= {each["callback_query"]["id"] for each in updates if taps}
        return updates


@pytest.fixture
async def telegram() -> AsyncIterator[HeldApi]:
    api = HeldApi()
    await api.start()
    yield api
    api.go_on.set()
    await api.stop()


class Said:
    """A handler that answers everybody, and notes whom in which order."""

    def __init__(self) -> None:
        self.order: list[int] = []
        self.go_on = asyncio.Event()
        self.go_on.set()

    async def handle(self, update: Update, context: Context) -> None:
        who = context.account.telegram_id
        self.order.append(who)
        if who == FLOODER:
            await self.go_on.wait()
        context.show(Screen("answered"))


@pytest.mark.parametrize("polling", [False, True], ids=["webhook", "polling"])
@pytest.mark.parametrize("taps", [False, True], ids=["messages", "taps"])
async def test_nobody_waits_for_what_a_flooder_waits_for(
    bots: Bots, telegram: HeldApi, owner: asyncpg.Connection, polling: bool, taps: bool
) -> None:
    said = Said()
    bot = await bots.start(TypeHandler(Update, said.handle), polling=polling, tuning=ALONE)
    flood, last = telegram.flood(taps=taps), telegram.tap(OTHER, "y", 7)
    if polling:
        telegram.push(*flood, last)
    else:
        for start in range(0, MANY, 50):
            await asyncio.gather(*map(bot.receive, flood[start : start + 50]))
        before = len(said.order)
        await bot.receive(last)
    await until(lambda: 7 in telegram.chats[OTHER], 60.0, "the other is answered")
    asked = last["callback_query"]["id"]
    answered = "answerCallbackQuery", {"callback_query_id": asked}
    await until(lambda: answered in telegram.calls, what="and their tap is")
    assert not telegram.go_on.is_set(), "while Telegram still owes the flooder every answer"
    # What the bot has given up on hangs up a moment later.
    await until(lambda: telegram.held <= 2, what="of whom one message and one tap are under way")
    if not polling:
        between = said.order[before : said.order.index(OTHER)]
        assert len(between) <= ALONE.updates_at_once, "handled between an update and its answer"
    stored = await owner.fetchval("select count(*) from app.telegram_updates")
    assert stored == MANY + 1, "and nothing of it was lost on the way in"


async def test_a_flooder_whose_handling_hangs_holds_up_nobody_elses(
    bots: Bots, telegram: HeldApi
) -> None:
    said = Said()
    said.go_on.clear()
    telegram.go_on.set()
    bot = await bots.start(TypeHandler(Update, said.handle), polling=True, tuning=FAST)
    telegram.push(*telegram.flood(taps=False), telegram.message(OTHER, "y"))
    await until(lambda: telegram.texts(OTHER) == ["answered"], 60.0)
    assert said.order.count(FLOODER) == 1
    said.go_on.set()
    await until(bot.idle, 60.0)


async def test_of_a_flood_so_much_is_read_and_the_rest_is_said_to_be_left_out(
    bots: Bots, telegram: HeldApi, owner: asyncpg.Connection
) -> None:
    said = Said()
    said.go_on.clear()
    telegram.go_on.set()
    bot = await bots.start(TypeHandler(Update, said.handle), tuning=FAST)
    await bot.inbox.receive([telegram.message(FLOODER, "first")])
    await until(lambda: bool(said.order))
    await bot.inbox.receive(telegram.flood(taps=False))
    await bot.inbox.receive([telegram.message(FLOODER, "more"), telegram.message(OTHER, "y")])
    said.go_on.set()
    await until(bot.idle, 60.0)
    assert (said.order.count(FLOODER), said.order.count(OTHER)) == (ROOM, 1)
    assert telegram.texts(FLOODER).count("flooding") == 1
    assert len(telegram.texts(FLOODER)) == ROOM + 1
    left = "select count(*), max(length(payload::text)) from app.telegram_updates"
    assert tuple(await owner.fetchrow(f"{left} where last_error = 'flood'")) == (MANY - ROOM + 2, 2)
    await bot.receive(telegram.message(FLOODER, "later"))
    await until(bot.idle)
    assert len(telegram.texts(FLOODER)) == ROOM + 2, "who goes on in peace is read again"


async def test_replies_that_were_not_sent_count_as_much_as_what_was_not_read(
    bots: Bots, telegram: HeldApi, owner: asyncpg.Connection
) -> None:
    said = Said()
    bot = await bots.start(TypeHandler(Update, said.handle), tuning=FAST)
    for _ in range(3 * ROOM):
        await bot.inbox.receive([telegram.message(FLOODER, "x")])
    unsent = "select count(*) from app.outbox where urgent and sent_at is null"
    await until(lambda: len(said.order) >= ROOM - 1, 60.0)
    assert await owner.fetchval(unsent) <= ROOM
    assert len(said.order) <= ROOM


async def test_chats_that_are_written_to_too_fast_take_nobodys_place(
    bots: Bots, telegram: HeldApi, owner: asyncpg.Connection
) -> None:
    """Every place of the outbox is taken by chats that wait for their pace; money still moves."""
    telegram.go_on.set()
    slow = Tuning(sends_at_once=2, burst=1, per_second=0.001, outbox_lease=15.0)
    bot = await bots.start(tuning=slow)
    booking = "00000000-0000-4000-8000-000000000001"
    for chat in ("5", "6"):
        for text in ("now", "in a quarter of an hour"):
            await owner.execute(
                "insert into app.outbox (lane, kind, urgent, payload)"
                " values ($1::text, 'call', true,"
                " jsonb_build_object('method', 'sendMessage', 'params',"
                " jsonb_build_object('chat_id', $1::text::bigint, 'text', $2::text)))",
                chat,
                text,
            )
    bot.nudge()
    await until(lambda: [telegram.texts(5), telegram.texts(6)] == [["now"], ["now"]])
    await owner.execute(
        "insert into app.outbox (lane, kind, payload)"
        " values ($1::text, 'settle', jsonb_build_object('booking', $1::text))",
        booking,
    )
    bot.nudge()
    await until(lambda: [str(each) for each in bots.settled] == [booking])
