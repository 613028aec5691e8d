"""`/bot<token>/<method>` over HTTP, as api.telegram.org serves it."""

import json
import re
import time
from typing import Any

from aiohttp import BodyPartReader, web

from bot.sandbox.telegram.contract import MisfitError, Upload, bot_api
from bot.sandbox.telegram.errors import BotApiError, bad_request
from bot.sandbox.telegram.faults import Cut
from bot.sandbox.telegram.methods import METHODS
from bot.sandbox.telegram.world import World

TOKEN = re.compile(r"\d+:[\w-]+")
Raw = tuple[dict[str, Any], dict[str, Upload]]


class BotApi:
    """The HTTP side of the local Bot API."""

    def __init__(self, world: World) -> None:
        self._world = world

    def routes(self) -> list[web.RouteDef]:
        """What bots may call."""
        return [
            web.route("*", "/bot{token}/{method}", self.call),
            web.get("/file/bot{token}/{path:.+}", self.download),
        ]

    async def call(self, request: web.Request) -> web.StreamResponse:
        """One method call: every answer is JSON with `ok`, refusals with Telegram's words."""
        started = time.monotonic()
        name = request.match_info["method"]
        params: dict[str, Any] = {}
        status, body, acted = 200, {}, False
        try:
            self._authorize(request.match_info["token"])
            name = self._method(name)
            raw, uploads = await _read(request)
            params = bot_api().read(name, raw, uploads)
            body = {"ok": True, "result": await self._perform(name, params)}
        except BotApiError as refusal:
            status, body, acted = refusal.code, refusal.body(), refusal.acted
        except Cut as cut:
            self._cut(request)
            status, body, acted = 0, {"cut": True}, cut.acted
        if name != "getUpdates" or body.get("result") or not body.get("ok"):
            told = {**body, "acted": True} if acted else body
            self._world.wire.record("call", name, params, status, told, time.monotonic() - started)
        headers = {}
        if status == 429:  # noqa: PLR2004 - Too Many Requests
            headers["Retry-After"] = str(body["parameters"]["retry_after"])
        return web.json_response(body, status=status or 500, headers=headers)

    async def _perform(self, name: str, params: dict[str, Any]) -> Any:
        fault = self._world.faults.take(name, params)
        await self._world.faults.before(fault)
        result = await METHODS[name](self._world, params)
        try:
            bot_api().check_answer(name, result)
        except MisfitError as misfit:
            raise BotApiError(500, f"Internal Server Error: the sandbox's {misfit}") from None
        await self._world.faults.after(fault)
        return result

    def _authorize(self, token: str) -> None:
        if not TOKEN.fullmatch(token):
            raise BotApiError(404, "Not Found")
        if token != self._world.token:
            raise BotApiError(401, "Unauthorized")

    @staticmethod
    def _method(name: str) -> str:
        known = bot_api().method_name(name)
        if known is None:
            raise BotApiError(404, "Not Found: method not found")
        if known not in METHODS:
            raise bad_request(f"the sandbox does not serve {known}")
        return known

    @staticmethod
    def _cut(request: web.Request) -> None:
        if request.transport is not None:
            request.transport.abort()

    async def download(self, request: web.Request) -> web.Response:
        """A file of which getFile told the path."""
        if request.match_info["token"] != self._world.token:
            return web.json_response(BotApiError(401, "Unauthorized").body(), status=401)
        row = self._world.books.row(
            "select * from files where path = ?", request.match_info["path"]
        )
        if row is None:
            return web.json_response(BotApiError(404, "Not Found").body(), status=404)
        return web.Response(body=row["body"], content_type="application/octet-stream")


async def _read(request: web.Request) -> Raw:
    """The raw parameters of a request: query, and JSON, form or multipart."""
    raw: dict[str, Any] = dict(request.query)
    if request.method not in {"GET", "POST"}:
        raise BotApiError(405, "Method Not Allowed")
    kind = request.content_type
    if request.method == "GET" or not request.can_read_body:
        return raw, {}
    if kind == "application/json":
        return raw | await _read_json(request), {}
    if kind == "application/x-www-form-urlencoded":
        return raw | {name: str(value) for name, value in (await request.post()).items()}, {}
    if kind == "multipart/form-data":
        return await _read_parts(request, raw)
    raise bad_request("can't parse the request: unsupported Content-Type")


async def _read_json(request: web.Request) -> dict[str, Any]:
    try:
        given = json.loads(await request.text() or "{}")
    except ValueError:
        raise bad_request("can't parse JSON object") from None
    if not isinstance(given, dict):
        raise bad_request("JSON object expected")
    return given


async def _read_parts(request: web.Request, raw: dict[str, Any]) -> Raw:
    uploads: dict[str, Upload] = {}
    reader = await request.multipart()
    while (part := await reader.next()) is not None:
        if not isinstance(part, BodyPartReader):
            raise bad_request("can't parse the request: nested multipart")
        name = part.name or ""
        body = bytes(await part.read())
        if part.filename is None:
            raw[name] = body.decode()
        else:
            mime = part.headers.get("Content-Type", "application/octet-stream")
            uploads[name] = Upload(part.filename, mime, body)
    return raw, uploads
