"""What the page sees and does behind the scenes: which bots run, and how they handled the taps."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
from aiohttp import web

from bot.sandbox.crew import Crew, CrewError
from bot.sandbox.telegram.world import World

_PATIENCE = aiohttp.ClientTimeout(total=3)
TRACES = 20
"""How many of the latest taps the page gets, and of what went out by itself beside them."""


class Backstage:
    """`/sandbox/bots` and `/sandbox/traces`."""

    def __init__(self, crew: Crew, world: World) -> None:
        self._crew = crew
        self._world = world
        self._lock = asyncio.Lock()

    def routes(self) -> list[web.RouteDef]:
        """Where they are."""
        return [
            web.get("/sandbox/bots", self.bots),
            web.post("/sandbox/bots", self.act),
            web.get("/sandbox/traces", self.traces),
        ]

    async def bots(self, _request: web.Request) -> web.Response:
        """Both bots, and how many updates `wait` at Telegram for one that fetches them."""
        bots = await self._crew.look()
        waiting = len(self._world.updates.waiting(1000))
        return web.json_response({"bots": bots, "waiting": waiting})

    async def act(self, request: web.Request) -> web.Response:
        """POST `{"do": "kill" | "start" | "second" | "stop_second"}`; answers like GET."""
        try:
            what = str((await request.json())["do"])
            async with self._lock:
                await self._crew.act(what)
        except (ValueError, TypeError, KeyError, CrewError) as wrong:
            return web.json_response({"error": str(wrong)}, status=400)
        self._world.events.publish("bots")
        return await self.bots(request)

    async def traces(self, _request: web.Request) -> web.Response:
        """How the bots that run handled the latest updates, newest first."""
        async with aiohttp.ClientSession(timeout=_PATIENCE) as http:
            told = await asyncio.gather(*(_traces(http, url) for url in self._crew.urls()))
        found = [trace for traces in told for trace in traces]
        found.sort(key=lambda trace: str(trace["at"]), reverse=True)
        return web.json_response({"traces": found[: 2 * TRACES]})


async def _traces(http: aiohttp.ClientSession, bot: str) -> list[dict[str, Any]]:
    try:
        async with http.get(f"{bot}/trace", params={"limit": str(TRACES)}) as answer:
            return list((await answer.json())["traces"]) if answer.ok else []
    except (aiohttp.ClientError, TimeoutError):
        return []
