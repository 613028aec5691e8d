"""`/metrics`: never for the world. It has a listener of its own, or it takes a word to read it."""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Awaitable, Callable
from time import monotonic

from aiohttp import web
from aiohttp.typedefs import Handler
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy.exc import SQLAlchemyError

from bot import metrics

Depths = Callable[[], Awaitable[dict[str, tuple[int, float]]]]

FRESH_SECONDS = 5.0
"""Several who scrape, or one in a hurry, cost one question to the database in this time."""
ASK_SECONDS = 3.0


class Measures:
    """The page; `depths` asks for the queues, `now` is a clock that only goes forward (seconds)."""

    def __init__(self, depths: Depths, now: Callable[[], float] = monotonic) -> None:
        self._depths = depths
        self._now = now
        self._asked_at: float | None = None
        self._asking = asyncio.Lock()

    async def page(self, _: web.Request) -> web.Response:
        """Everything, as Prometheus reads it; without the queues while the database is away."""
        async with self._asking:
            if self._asked_at is None or self._now() - self._asked_at >= FRESH_SECONDS:
                metrics.queues(await self._ask())
                self._asked_at = self._now()
        body = generate_latest(metrics.REGISTRY)
        return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE_LATEST})

    async def _ask(self) -> dict[str, tuple[int, float]] | None:
        try:
            async with asyncio.timeout(ASK_SECONDS):
                return await self._depths()
        except (SQLAlchemyError, OSError, TimeoutError):
            return None


def alone(measures: Measures) -> web.Application:
    """An application with nothing but `/metrics`, for an address that the world can't reach."""
    app = web.Application()
    app.router.add_get("/metrics", measures.page)
    return app


def with_a_word(measures: Measures, token: str) -> Handler:
    """The handler for the doors that everybody reaches: `Authorization: Bearer <token>`, or 401.

    An address proves nothing there: behind a proxy everybody comes from this machine.
    """

    async def page(request: web.Request) -> web.StreamResponse:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ").encode()
        if not hmac.compare_digest(given, token.encode()):
            raise web.HTTPUnauthorized(headers={"WWW-Authenticate": "Bearer"})
        return await measures.page(request)

    return page
