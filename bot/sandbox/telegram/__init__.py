"""A local Bot API: what a bot may ask of Telegram, answered as Telegram answers it."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

from aiohttp import web

from bot.sandbox.clock import Clock
from bot.sandbox.telegram.control import Control
from bot.sandbox.telegram.phone import Phones
from bot.sandbox.telegram.server import BotApi
from bot.sandbox.telegram.webhook import Deliverer
from bot.sandbox.telegram.world import World, open_world

WORLD: web.AppKey[World] = web.AppKey("telegram_world", World)


def setup(
    app: web.Application, *, books: Path, clock: Clock, token: str, rate_limits: bool = True
) -> World:
    """Add the local Telegram to an application.

    `books`: the folder of its books. `token`: the one bot token that is accepted.
    """
    world = open_world(books, clock, token, rate_limits=rate_limits)
    stopping = asyncio.Event()
    app[WORLD] = world
    app.add_routes(BotApi(world).routes())
    app.add_routes(Phones(world).routes())
    app.add_routes(Control(world, stopping).routes())

    async def deliver(_app: web.Application) -> AsyncIterator[None]:
        task = asyncio.create_task(Deliverer(world).run())
        yield
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        world.books.close()

    async def stop(_app: web.Application) -> None:
        stopping.set()
        world.updates.end_poll("terminated by the sandbox stopping")
        world.events.publish("stop")

    app.cleanup_ctx.append(deliver)
    app.on_shutdown.append(stop)
    return world


__all__ = ["WORLD", "World", "setup"]
