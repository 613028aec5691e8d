"""The sandbox's own view of the local Telegram: live events, the wire, faults, files."""

import asyncio
import json
from contextlib import aclosing
from urllib.parse import quote

from aiohttp import web

from bot.sandbox.telegram.world import World

SHOWN_INLINE = {"image/png", "image/jpeg", "image/gif"}


class Control:
    """Endpoints for the page and for tests, under /telegram."""

    def __init__(self, world: World, stopping: asyncio.Event) -> None:
        self._world = world
        self._stopping = stopping

    def routes(self) -> list[web.RouteDef]:
        """Where they are."""
        return [
            web.get("/telegram/events", self.events),
            web.get("/telegram/calls", self.calls),
            web.get("/telegram/messages/{id}/versions", self.versions),
            web.get("/telegram/files/{id}", self.file),
            web.get("/telegram/faults", self.faults),
            web.post("/telegram/faults", self.add_fault),
            web.delete("/telegram/faults", self.clear_faults),
            web.get("/telegram/switches", self.switches),
            web.post("/telegram/switches", self.set_switches),
        ]

    async def events(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events; each is JSON with `type`, `version` and its facts."""
        response = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        )
        async with aclosing(self._world.events.listen()) as events:
            # Listen before the page hears that we do: it looks at everything then.
            await anext(events)
            await response.prepare(request)
            await response.write(b": hello\n\n")
            async for event in events:
                if self._stopping.is_set():
                    break
                line = ": still here" if event is None else f"data: {json.dumps(event)}"
                try:
                    await response.write(f"{line}\n\n".encode())
                except (ConnectionError, RuntimeError):
                    break
        return response

    async def calls(self, request: web.Request) -> web.Response:
        """What crossed the wire after `?after=<id>`, the last `?limit=`, oldest first."""
        after = int(request.query.get("after", "0"))
        limit = min(int(request.query.get("limit", "100")), 1000)
        return web.json_response(self._world.wire.calls(after, limit))

    async def versions(self, request: web.Request) -> web.Response:
        """What a message said before it was edited."""
        return web.json_response(self._world.chats.versions(int(request.match_info["id"])))

    async def file(self, request: web.Request) -> web.Response:
        """A file in a chat, for saving; pictures are shown."""
        row = self._world.books.row("select * from files where id = ?", request.match_info["id"])
        if row is None:
            raise web.HTTPNotFound
        # Whatever else a bot sends is saved, never shown: it shares the page's origin.
        inline = row["mime"] in SHOWN_INLINE
        kind = "inline" if inline else "attachment"
        headers = {
            "Content-Type": row["mime"] if inline else "application/octet-stream",
            "Content-Disposition": f"{kind}; filename*=UTF-8''{quote(row['name'])}",
            "X-Content-Type-Options": "nosniff",
        }
        return web.Response(body=row["body"], headers=headers)

    async def faults(self, _request: web.Request) -> web.Response:
        """The faults that are still to come."""
        return web.json_response(self._world.faults.listed())

    async def add_fault(self, request: web.Request) -> web.Response:
        """Switch a fault on; see `bot.sandbox.telegram.faults.Fault`."""
        try:
            self._world.faults.add(await request.json())
        except ValueError as wrong:
            return web.json_response({"error": str(wrong)}, status=409)
        return await self.faults(request)

    async def clear_faults(self, request: web.Request) -> web.Response:
        """Switch all faults off."""
        self._world.faults.clear()
        return await self.faults(request)

    async def switches(self, _request: web.Request) -> web.Response:
        """Whether Telegram's flood limits hold."""
        return web.json_response({"rate_limits": self._world.limits.enabled})

    async def set_switches(self, request: web.Request) -> web.Response:
        """Set `rate_limits`."""
        self._world.limits.enabled = bool((await request.json())["rate_limits"])
        return await self.switches(request)
