"""Lanes: side by side, one at a time, stored before acknowledged, finished before the end."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace

import asyncpg
import pytest
from telegram import Update
from telegram.error import NetworkError, TimedOut
from telegram.ext import CommandHandler, MessageHandler, filters

from bot.telegram import handling
from bot.telegram.calls import Call
from bot.telegram.context import Context
from bot.telegram.inbox import lane_of
from bot.telegram.mechanism import Tuning
from bot.telegram.screens import Button, Screen
from bot.telegram.transport import AiohttpRequest, Api
from db.jsonb import storable
from tests.telegram.botapi import TOKEN, BotApi, refusal
from tests.telegram.conftest import FAST, Bots, until


async def say(update: Update, context: Context) -> None:
    assert update.message
    context.send(Screen(str(update.message.text)))


SAY = MessageHandler(filters.TEXT, say)


async def test_a_flooding_user_delays_nobody(bots: Bots, telegram: BotApi) -> None:
    order: list[int] = []

    async def slow(update: Update, context: Context) -> None:
        order.append(context.account.telegram_id)
        await asyncio.sleep(0.01)

    bot = await bots.start(
        MessageHandler(filters.TEXT, slow), tuning=Tuning(updates_at_once=1, poll=1)
    )
    await bot.inbox.receive([telegram.message(1, "x") for _ in range(50)])
    await until(lambda: len(order) > 1)
    await bot.receive(telegram.message(2, "y"))
    await until(lambda: 2 in order)
    assert len(order) < 20
    await until(bot.idle)
    assert order.count(1) == 50


async def test_delivered_again_it_is_handled_once(bots: Bots, telegram: BotApi) -> None:
    bot = await bots.start(SAY)
    update = telegram.message(1, "once")
    for _ in range(3):
        await bot.receive(update)
    await until(bot.idle)
    await bot.receive(update)
    await until(bot.idle)
    assert telegram.texts(1) == ["once"]


async def test_what_another_process_stored_and_left_is_found(
    bots: Bots, telegram: BotApi, owner: asyncpg.Connection
) -> None:
    await owner.execute(
        "insert into app.telegram_updates (update_id, telegram_id, payload)"
        " values (5, 1, $1::text::jsonb)",
        json.dumps(telegram.message(1, "left behind")),
    )
    await bots.start(SAY)
    await until(lambda: telegram.texts(1) == ["left behind"])


@pytest.mark.parametrize("state", ["40P01", "40001", "55P03"])
async def test_a_lost_race_is_run_again_and_never_shown(
    bots: Bots, telegram: BotApi, owner: asyncpg.Connection, state: str
) -> None:
    tries = []

    async def racing(update: Update, context: Context) -> None:
        tries.append(1)
        context.send(Screen(f"try {len(tries)}"))
        if len(tries) < 3:
            await context.tx.run(
                f"do $$ begin raise exception 'lost' using errcode = '{state}'; end $$"
            )

    bot = await bots.start(CommandHandler("race", racing))
    await bot.receive(telegram.message(1, "/race"))
    await until(bot.idle)
    assert telegram.texts(1) == ["try 3"]
    assert await owner.fetchval("select max(attempts) from app.telegram_updates") == 0


async def test_a_handler_that_hangs_is_stopped_and_counted(
    bots: Bots,
    telegram: BotApi,
    owner: asyncpg.Connection,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(handling, "HANDLER_SECONDS", 0.1)
    monkeypatch.setattr(handling, "RETRIES", (0.01,))

    async def hangs(update: Update, context: Context) -> None:
        await context.tx.run("select pg_sleep(30)")

    bot = await bots.start(CommandHandler("hang", hangs), SAY)
    await bot.receive(telegram.message(1, "/hang"))
    await bot.receive(telegram.message(1, "next"))
    await until(lambda: len(telegram.texts(1)) == 2)
    row = await owner.fetchrow(
        "select attempts, last_error from app.telegram_updates where dead_at is not null"
    )
    assert (row["attempts"], row["last_error"].split()[1]) == (2, "TimeoutError")


async def test_stopping_finishes_what_is_in_work_and_leaves_the_rest(
    bots: Bots, telegram: BotApi, owner: asyncpg.Connection
) -> None:
    entered = asyncio.Event()
    go_on = asyncio.Event()

    async def slow(update: Update, context: Context) -> None:
        entered.set()
        await go_on.wait()
        context.send(Screen("finished"))

    bot = await bots.start(MessageHandler(filters.TEXT, slow))
    await bot.inbox.receive([telegram.message(1, "a"), telegram.message(1, "b")])
    await entered.wait()
    stopping = asyncio.create_task(bot.stop(5))
    await asyncio.sleep(0)
    go_on.set()
    await stopping
    rows = await owner.fetch("select handled_at from app.telegram_updates order by update_id")
    assert [row[0] is not None for row in rows] == [True, False]
    await bots.start(SAY)
    await until(lambda: telegram.texts(1)[-1:] == ["b"])
    assert telegram.texts(1) in (["finished", "b"], ["finished", "finished", "b"])


async def test_polling_outlives_whatever_telegram_answers(bots: Bots, telegram: BotApi) -> None:
    telegram.script("deleteWebhook", refusal(429, "Too Many", retry_after=1), refusal(500, "oh"))
    await bots.start(SAY, polling=True)
    telegram.push(telegram.message(1, "a"))
    await until(lambda: telegram.texts(1) == ["a"])


async def test_only_one_of_two_polls_and_the_other_takes_over(
    bots: Bots, telegram: BotApi, owner: asyncpg.Connection
) -> None:
    both = [await bots.start(SAY, polling=True) for _ in range(2)]
    holder = "select holder from app.leases where name = 'polling'"
    telegram.push(telegram.message(1, "a"))
    await until(lambda: telegram.texts(1) == ["a"])
    leads = await owner.fetchval(holder)
    # Which of the two wins the election is chance.
    [leader] = [bot for bot in both if bot.holder == leads]
    [standby] = [bot for bot in both if bot.holder != leads]
    await leader.stop(1)
    telegram.push(telegram.message(1, "b"))
    await until(lambda: telegram.texts(1) == ["a", "b"])
    assert await owner.fetchval(holder) == standby.holder


async def test_the_transport_speaks_in_ptb_errors_and_never_names_the_token(
    telegram: BotApi,
) -> None:
    async with AiohttpRequest(read_timeout=0.05) as request:
        telegram.delay = 1
        with pytest.raises(TimedOut):
            await Api(TOKEN, telegram.base, request).call("sendChatAction", {"chat_id": 1})
        for base in ("http://127.0.0.1:1", "nonsense://x", "http://127.0.0.1:1/ /"):
            with pytest.raises(NetworkError) as caught:
                await Api(TOKEN, base, request).perform(Call("getMe", {}))
            assert TOKEN not in str(caught.value)


def test_the_lane_is_the_person_an_update_comes_from() -> None:
    assert lane_of({"update_id": 1, "message": {"from": {"id": 7}, "chat": {"id": -5}}}) == 7
    assert lane_of({"update_id": 1, "message_reaction": {"user": {"id": 8}}}) == 8
    assert lane_of({"update_id": 1, "channel_post": {"chat": {"id": -5}}}) == 0
    assert lane_of({"update_id": 1, "poll": {"id": "5"}}) == 0
    assert lane_of({"update_id": 1, "message": {"from": {"id": "7"}}}) == 0


def test_what_postgres_cannot_keep_is_replaced() -> None:
    kept = storable({"a\0": ["x\ud800", {"y": "z\0"}, 1, None]})
    assert kept == {"a\ufffd": ["x?", {"y": "z\ufffd"}, 1, None]}
    assert storable([float("nan"), float("-inf"), 0.5]) == [None, None, 0.5]
    assert storable([[[1]]], levels=2) == [[None]]


def test_a_button_is_refused_where_telegram_would_refuse_it() -> None:
    with pytest.raises(ValueError, match="64 bytes"):
        Button("Go", "x" * 65)
    with pytest.raises(ValueError, match="data or a url"):
        Button("Go")
    assert FAST.poll == 1


async def test_a_start_waits_for_a_telegram_that_is_away(bots: Bots, telegram: BotApi) -> None:
    telegram.script("getMe", refusal(502, "Bad Gateway"), refusal(429, "Slow", retry_after=1))
    bot = await bots.start(SAY, tuning=replace(FAST, first_pause=0.01))
    await bot.inbox.receive(telegram.message(1, "a"))
    await until(lambda: telegram.texts(1) == ["a"])


async def test_a_start_that_still_waits_can_be_stopped(bots: Bots, telegram: BotApi) -> None:
    telegram.script("getMe", *[refusal(502, "Bad Gateway")] * 1000)
    bot = bots.make(SAY, tuning=replace(FAST, first_pause=0.01))
    starting = asyncio.create_task(bot.start())
    await until(lambda: len(telegram.made("getMe")) > 2)
    starting.cancel()
    await bot.stop(1)
    assert starting.cancelled()
