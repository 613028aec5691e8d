"""A process to be killed: the real mechanism with two small handlers.

Environment: DATABASE_URL, API_BASE, WEBHOOK (set: updates come by HTTP POST to `/`, else it
polls). Prints the port it listens on once it is ready.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sys

from aiohttp import web
from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler, MessageHandler, filters

from bot.logs import configure
from bot.telegram.context import Context
from bot.telegram.conversation import PostgresConversation
from bot.telegram.incidents import FailureWords
from bot.telegram.mechanism import Mechanism, Telegram, Tuning
from bot.telegram.screens import Screen
from db.session import Database
from tests.servers import POOLED
from tests.telegram.botapi import TOKEN

TUNING = Tuning(outbox_lease=2.0, polling_lease=1.0, poll=1, burst=1000, per_second=1000)


async def on_tap(update: Update, context: Context) -> None:
    """Writes the tap down and says its number; dawdles, so that it can be killed half way."""
    assert update.callback_query
    n = int(update.callback_query.data or "")
    await asyncio.sleep(random.uniform(0, 0.01))
    await context.tx.run(
        "insert into public.taps (telegram_id, n, process) values (:user, :n, :process)",
        user=context.account.telegram_id,
        n=n,
        process=os.getpid(),
    )
    await asyncio.sleep(random.uniform(0, 0.01))
    context.send(Screen(str(n)))


async def on_start(update: Update, context: Context) -> str:
    context.send(Screen("topic?"))
    return "topic"


async def on_topic(update: Update, context: Context) -> str:
    assert update.message
    context.draft["topic"] = update.message.text
    context.send(Screen("day?"))
    return "day"


async def on_day(update: Update, context: Context) -> int:
    assert update.message
    context.send(Screen(f"{context.draft['topic']} on {update.message.text}"))
    return PostgresConversation.END


async def no_notice(*_: object) -> None:
    return None


async def main() -> None:
    configure("text")
    db = Database.connect(os.environ["DATABASE_URL"], size=6, pooler=POOLED)
    webhook = "WEBHOOK" in os.environ
    bot = Mechanism(
        db,
        [
            CallbackQueryHandler(on_tap),
            PostgresConversation(
                "order",
                entry_points=[CommandHandler("order", on_start)],
                states={
                    "topic": [MessageHandler(filters.TEXT, on_topic)],
                    "day": [MessageHandler(filters.TEXT, on_day)],
                },
                fallbacks=[],
            ),
        ],
        Telegram(
            TOKEN, os.environ["API_BASE"], webhook=("https://bot.test", "s") if webhook else None
        ),
        words=FailureWords(
            sorry=lambda _, incident: Screen(f"sorry {incident}"),
            alarm=lambda incident, *_: Screen(f"alarm {incident}"),
        ),
        render=no_notice,
        settle=no_notice,
        tuning=TUNING,
    )

    async def receive(request: web.Request) -> web.Response:
        await bot.receive(await request.json())
        return web.Response()

    app = web.Application()
    app.router.add_post("/", receive)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    await bot.start()
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    sys.stdout.write(f"{site.name}\n")
    sys.stdout.flush()
    await stop.wait()
    await bot.stop()
    await runner.cleanup()
    await db.close()


if __name__ == "__main__":
    asyncio.run(main())
