"""Conversations whose state lives in Postgres: across restarts, replicas and each other."""

from __future__ import annotations

import asyncio

import asyncpg
import pytest
from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler, MessageHandler, filters

from bot.telegram.context import Context
from bot.telegram.conversation import PostgresConversation
from bot.telegram.screens import Screen
from tests.telegram.botapi import BotApi
from tests.telegram.conftest import Bots, until

TEXT = filters.TEXT & ~filters.COMMAND


def order(name: str = "order") -> PostgresConversation:
    """Asks for a topic, then for a day, and says both."""

    async def start(update: Update, context: Context) -> str:
        ended = f" (ended {context.interrupted.name})" if context.interrupted else ""
        context.send(Screen(f"{name}: topic?{ended}"))
        return "topic"

    async def topic(update: Update, context: Context) -> str:
        assert update.message
        context.draft["topic"] = update.message.text
        context.send(Screen("day?"))
        return "day"

    async def day(update: Update, context: Context) -> int:
        assert update.message
        context.send(Screen(f"{context.draft['topic']} on {update.message.text}"))
        return PostgresConversation.END

    async def cancel(update: Update, context: Context) -> int:
        context.send(Screen("cancelled"))
        return PostgresConversation.END

    return PostgresConversation(
        name,
        entry_points=[CommandHandler(name, start), CallbackQueryHandler(start, f"^{name}$")],
        states={"topic": [MessageHandler(TEXT, topic)], "day": [MessageHandler(TEXT, day)]},
        fallbacks=[CommandHandler("cancel", cancel)],
    )


async def test_a_conversation_goes_on_in_any_process(
    bots: Bots, telegram: BotApi, owner: asyncpg.Connection
) -> None:
    first, second = await bots.start(order()), await bots.start(order())
    for bot, text in ((first, "/order"), (second, "Python"), (first, "Monday")):
        await bot.receive(telegram.message(1001, text))
        await until(first.idle)
    assert telegram.texts(1001) == ["order: topic?", "day?", "Python on Monday"]
    assert await owner.fetchval("select count(*) from app.conversations") == 0


async def test_forty_interleaved_conversations_over_two_processes_come_out_right(
    bots: Bots, telegram: BotApi
) -> None:
    pair = [await bots.start(order()), await bots.start(order())]
    people = range(1, 41)
    for turn, say in enumerate(("/order", "T{}", "D{}")):
        await asyncio.gather(
            *(pair[(n + turn) % 2].receive(telegram.message(n, say.format(n))) for n in people)
        )
    await until(pair[0].idle, 20)
    told = {n: telegram.texts(n) for n in people}
    assert told == {n: ["order: topic?", "day?", f"T{n} on D{n}"] for n in people}


async def test_starting_another_ends_it_and_tells_which(bots: Bots, telegram: BotApi) -> None:
    bot = await bots.start(order("order"), order("offer"))
    for text in ("/order", "Python", "/offer", "Rust", "/cancel", "nothing asked"):
        await bot.receive(telegram.message(1001, text))
    await until(bot.idle)
    assert telegram.texts(1001) == [
        "order: topic?", "day?", "offer: topic? (ended order)", "day?", "cancelled",
    ]  # fmt: skip


async def test_a_button_enters_in_any_state_and_the_draft_of_its_own_stays(
    bots: Bots, telegram: BotApi, owner: asyncpg.Connection
) -> None:
    bot = await bots.start(order())
    await bot.receive(telegram.message(1001, "/order"))
    await bot.receive(telegram.message(1001, "Python"))
    await bot.receive(telegram.tap(1001, "order"))
    await until(bot.idle)
    row = await owner.fetchrow("select state, data from app.conversations")
    assert tuple(row) == ("topic", '{"topic": "Python"}')


async def test_a_failing_handler_leaves_the_state_as_it_was(
    bots: Bots, telegram: BotApi, owner: asyncpg.Connection
) -> None:
    conversation = order()

    async def fails(update: Update, context: Context) -> str:
        context.draft["topic"] = "lost"
        raise RuntimeError("on purpose")

    conversation.states["topic"].insert(0, MessageHandler(filters.Regex("^boom$"), fails))
    bot = await bots.start(conversation)
    for text in ("/order", "boom", "Python"):
        await bot.receive(telegram.message(1001, text))
    await until(lambda: "day?" in telegram.texts(1001))
    await until(bot.idle)
    row = await owner.fetchrow("select state, data from app.conversations")
    assert tuple(row) == ("day", '{"topic": "Python"}')


async def test_a_state_that_a_newer_version_lacks_is_no_state(
    bots: Bots, telegram: BotApi, owner: asyncpg.Connection
) -> None:
    await owner.execute(
        "insert into app.conversations (telegram_id, name, state) values (1001, 'order', 'gone')"
    )
    bot = await bots.start(order())
    await bot.receive(telegram.message(1001, "hm"))
    await bot.receive(telegram.message(1001, "/order"))
    await until(bot.idle)
    assert telegram.texts(1001) == ["order: topic?"]


async def test_in_a_group_nothing_is_asked(bots: Bots, telegram: BotApi) -> None:
    bot = await bots.start(order())
    update = telegram.message(1001, "/order")
    update["message"]["chat"] = {"id": -9, "type": "group", "title": "G"}
    await bot.receive(update)
    await until(bot.idle)
    assert telegram.made("sendMessage") == []


async def test_a_handler_that_would_outlive_its_transaction_is_refused(bots: Bots) -> None:
    async def nothing(update: Update, context: Context) -> None: ...

    with pytest.raises(ValueError, match="block=False"):
        await bots.start(CommandHandler("x", nothing, block=False))
