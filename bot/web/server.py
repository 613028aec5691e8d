"""The bot's own endpoints: webhooks, the page after paying, health, and the sandbox's clock.

Nothing is decided here. A webhook is answered 2xx only after what it brought is in the database, so
that whoever sent it sends it again otherwise.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler
from structlog.contextvars import bound_contextvars

from bot.payments.webhooks import Forged
from bot.telegram.incidents import report
from bot.web.health import Part
from bot.web.page import return_page

log = structlog.get_logger(__name__)

BODY_BYTES = 1024 * 1024
"""Far more than any update or event has."""
BODY_SECONDS = 10.0
"""A body that has not come whole by then is not waited for."""
IDLE_SECONDS = 75.0
"""For a connection that is silent, or whose headers do not end; more than proxies keep one (60)."""
_LINGER_SECONDS = 1.0
"""What an answered request goes on sending is read no longer."""
_SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - its name, not the secret


class _Due(Protocol):
    @property
    def at(self) -> datetime: ...
    @property
    def what(self) -> str: ...


class _Present(Protocol):
    @property
    def now(self) -> datetime: ...
    @property
    def next(self) -> _Due | None: ...


@dataclass(frozen=True, slots=True)
class ClockDoor:
    """The adjustable clock: a look at it, and a move to (at most) a moment."""

    look: Callable[[], Awaitable[_Present]]
    advance: Callable[[datetime], Awaitable[_Present]]


@dataclass(frozen=True, slots=True)
class Doors:
    """What is behind the endpoints.

    `stripe_event` takes a webhook's raw body and Stripe-Signature, and raises Forged.
    `telegram_update` takes a raw update; without it, or without its secret, there is no such
    endpoint. `ready` names what must work and says how it is. `metrics` answers whoever has the
    word for it, and stays away where there is none. `chat_url` is the bot's own
    https://t.me/… address, asked for when it is shown. For the adjustable clock only: `clock`, and
    `trace`, which tells how the latest so many updates were handled.
    """

    stripe_event: Callable[[bytes, str], Awaitable[object]]
    ready: Callable[[], Awaitable[Mapping[str, Part]]]
    chat_url: Callable[[], str]
    telegram_update: Callable[[dict[str, Any]], Awaitable[object]] | None = None
    telegram_secret: str = ""
    metrics: Handler | None = None
    clock: ClockDoor | None = None
    trace: Callable[[int], Mapping[str, Any]] | None = None


def build_web(doors: Doors) -> web.Application:
    """The application with every endpoint that has something behind it."""
    app = web.Application(client_max_size=BODY_BYTES, middlewares=[_numbered, _failures])
    app.on_response_prepare.append(_unsigned)
    rooms = _Rooms(doors)
    app.router.add_post("/webhooks/stripe", rooms.stripe)
    if doors.telegram_update and doors.telegram_secret:
        app.router.add_post("/webhooks/telegram", rooms.telegram)
    app.router.add_get("/return", rooms.come_back)
    app.router.add_get("/live", rooms.live)
    app.router.add_get("/ready", rooms.ready)
    if doors.metrics:
        app.router.add_get("/metrics", doors.metrics)
    if doors.clock:
        app.router.add_get("/clock", rooms.clock)
        app.router.add_post("/clock", rooms.move_clock)
    if doors.trace:
        app.router.add_get("/trace", rooms.trace)
    return app


def served(app: web.Application, *, idle_seconds: float = IDLE_SECONDS) -> web.AppRunner:
    """What serves the application, with an end to everything that a client can draw out."""
    return web.AppRunner(
        app,
        access_log=None,
        shutdown_timeout=5,
        keepalive_timeout=idle_seconds,
        lingering_time=_LINGER_SECONDS,
    )


async def _unsigned(_: web.Request, answer: web.StreamResponse) -> None:
    """Which software answers, and of what age, is nobody's business."""
    answer.headers.popall("Server", None)


@web.middleware
async def _numbered(request: web.Request, handler: Handler) -> web.StreamResponse:
    """What is logged of a request carries its number; a connection may bring several."""
    with bound_contextvars(request=secrets.token_hex(4)):
        return await handler(request)


@web.middleware
async def _failures(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except web.HTTPException:
        raise
    except Exception as error:  # noqa: BLE001 - the sender tries again; the log has the story
        report(log, "web.failed", error, path=request.path)
        raise web.HTTPInternalServerError(text="try again later") from None


class _Rooms:
    """The endpoints' handlers."""

    def __init__(self, doors: Doors) -> None:
        self._doors = doors

    async def stripe(self, request: web.Request) -> web.Response:
        raw = await _body(request)
        try:
            await self._doors.stripe_event(raw, request.headers.get("Stripe-Signature", ""))
        except Forged as why:
            log.warning("stripe.forged", reason=str(why))
            raise web.HTTPBadRequest(text="not an event of ours") from None
        return web.Response(text="ok")

    async def telegram(self, request: web.Request) -> web.Response:
        given = request.headers.getall(_SECRET_HEADER, [""])
        known = self._doors.telegram_secret.encode()
        # Bytes that are no text come as halves of surrogate pairs, which no strict codec takes.
        said = given[0].encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(said, known) or len(given) > 1:
            raise web.HTTPForbidden(text="not Telegram")
        if request.content_type != "application/json":
            raise web.HTTPUnsupportedMediaType
        update = await _json(request)
        if self._doors.telegram_update is None:
            raise web.HTTPNotFound
        await self._doors.telegram_update(update)
        return web.Response(text="ok")

    async def come_back(self, request: web.Request) -> web.Response:
        """Where Checkout sends the browser; says nothing that it was not told by the address."""
        return return_page(
            request.headers.get("Accept-Language", ""),
            paid=request.query.get("paid") != "0",
            chat_url=self._doors.chat_url(),
        )

    async def live(self, _: web.Request) -> web.Response:
        """The process runs its loop."""
        return web.Response(text="ok")

    async def ready(self, _: web.Request) -> web.Response:
        """Everything that a visitor would need works; 503 and its name where something does not."""
        parts = await self._doors.ready()
        failed = [name for name, part in parts.items() if not part.well]
        told = {name: {"ok": part.well, **part.says} for name, part in parts.items()}
        return web.json_response(
            {"ready": not failed, "failed": failed, "parts": told}, status=503 if failed else 200
        )

    async def clock(self, _: web.Request) -> web.Response:
        if self._doors.clock is None:
            raise web.HTTPNotFound
        return _told(await self._doors.clock.look())

    async def move_clock(self, request: web.Request) -> web.Response:
        if self._doors.clock is None:
            raise web.HTTPNotFound
        if request.content_type != "application/json":
            # A form on some web page could post here; JSON it could not send unasked.
            raise web.HTTPUnsupportedMediaType
        body = await _json(request)
        try:
            to = datetime.fromisoformat(body["to"])
        except (KeyError, TypeError, ValueError):
            raise web.HTTPBadRequest(text='{"to": "2026-11-24T15:00:00+00:00"}') from None
        if to.tzinfo is None:
            raise web.HTTPBadRequest(text="a time with its offset from UTC")
        return _told(await self._doors.clock.advance(to))

    async def trace(self, request: web.Request) -> web.Response:
        """GET /trace?limit=: which process fetches, and the latest traces, oldest first."""
        if self._doors.trace is None:
            raise web.HTTPNotFound
        limit = request.query.get("limit", "30")
        return web.json_response(self._doors.trace(int(limit) if limit.isdecimal() else 0))


async def _body(request: web.Request) -> bytes:
    """The whole body; whoever draws it out is cut off, and holds nobody up meanwhile."""
    try:
        async with asyncio.timeout(BODY_SECONDS):
            return await request.read()
    except TimeoutError:
        raise web.HTTPRequestTimeout(headers={"Connection": "close"}) from None


async def _json(request: web.Request) -> dict[str, Any]:
    try:
        body = json.loads(await _body(request))
    except (ValueError, RecursionError):  # the second: thousands of brackets
        raise web.HTTPBadRequest(text="not JSON") from None
    if not isinstance(body, dict):
        raise web.HTTPBadRequest(text="not a JSON object")
    return body


def _told(present: _Present) -> web.Response:
    due = present.next
    return web.json_response(
        {
            "now": present.now.isoformat(),
            "next": {"at": due.at.isoformat(), "what": due.what} if due else None,
        }
    )
