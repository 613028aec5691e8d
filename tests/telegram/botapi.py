"""A small Bot API over real HTTP: getUpdates with offsets, messages with ids, and its books.

It knows just enough to be a witness: what was asked, in which order, and what each chat shows.
Answers can be scripted to fail. The full stand-in is another thing; this one stays tiny.
"""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

TOKEN = "42:TEST"

Refuse = Callable[[dict[str, Any]], dict[str, Any] | None]


@dataclass
class Shown:
    """A message as the chat shows it now."""

    id: int
    text: str
    buttons: list[str] = field(default_factory=list)
    document: str | None = None


def refusal(code: int, description: str, **parameters: Any) -> dict[str, Any]:
    """The body of a refusal; `retry_after=3` and such become its parameters."""
    body: dict[str, Any] = {"ok": False, "error_code": code, "description": description}
    return {**body, "parameters": parameters} if parameters else body


class BotApi:
    """The server, its queue of updates and its books."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.chats: dict[int, dict[int, Shown]] = defaultdict(dict)
        self.delay = 0.0
        self._scripted: dict[str, deque[Refuse]] = defaultdict(deque)
        self._updates: list[dict[str, Any]] = []
        self._arrived = asyncio.Event()
        self._next_message = 1000
        self._next_update = 1
        self._pollers = 0
        self._runner: web.AppRunner | None = None
        self.base = ""

    async def start(self) -> None:
        app = web.Application()
        app.router.add_post("/bot{token}/{method}", self._serve)
        self._runner = web.AppRunner(app, shutdown_timeout=0.2)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.base = str(site.name)

    async def stop(self) -> None:
        assert self._runner
        await self._runner.cleanup()

    def made(self, method: str) -> list[dict[str, Any]]:
        """The parameters of every call of a method, in order."""
        return [params for name, params in self.calls if name == method]

    def texts(self, chat: int) -> list[str]:
        return [shown.text for shown in self.chats[chat].values()]

    def script(self, method: str, *answers: dict[str, Any] | None) -> None:
        """The next calls of a method get these bodies; None lets one through."""
        self._scripted[method].extend([lambda _, a=answer: a for answer in answers])  # type: ignore[misc]

    def message(self, user: int, text: str, **sender: Any) -> dict[str, Any]:
        """An update: somebody writes. Not delivered until it is pushed."""
        entities = []
        if text.startswith("/"):
            length = len(text.split(maxsplit=1)[0])
            entities = [{"type": "bot_command", "offset": 0, "length": length}]
        return self.update(
            message={
                "message_id": self._id(),
                "date": 1_700_000_000,
                "chat": {"id": user, "type": "private", "first_name": "U"},
                "from": person(user, **sender),
                "text": text,
                "entities": entities,
            }
        )

    def tap(self, user: int, data: str, message_id: int = 1) -> dict[str, Any]:
        """An update: somebody taps a button of a message."""
        return self.update(
            callback_query={
                "id": f"q{self._next_update}",
                "from": person(user),
                "chat_instance": "1",
                "data": data,
                "message": {
                    "message_id": message_id,
                    "date": 1_700_000_000,
                    "chat": {"id": user, "type": "private", "first_name": "U"},
                    "text": "before",
                },
            }
        )

    def update(self, **kind: Any) -> dict[str, Any]:
        self._next_update += 1
        return {"update_id": self._next_update, **kind}

    def push(self, *updates: dict[str, Any]) -> None:
        self._updates.extend(updates)
        self._arrived.set()

    async def _serve(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        params = await _params(request)
        if request.match_info["token"] != TOKEN:
            return _answer(refusal(401, "Unauthorized"))
        if method == "getUpdates":
            return await self._get_updates(params)
        self.calls.append((method, params))
        if self.delay:
            await asyncio.sleep(self.delay)
        if self._scripted[method]:
            body = self._scripted[method].popleft()(params)
            if body is not None:
                return _answer(body)
        handler = getattr(self, f"_{method}", None)
        return _answer(handler(params) if handler else {"ok": True, "result": True})

    async def _get_updates(self, params: dict[str, Any]) -> web.Response:
        if self._pollers:
            return _answer(refusal(409, "Conflict: terminated by other getUpdates request"))
        offset = params.get("offset", 0)
        self._updates = [update for update in self._updates if update["update_id"] >= offset]
        self._pollers += 1
        try:
            if not self._updates:
                self._arrived.clear()
                async with asyncio.timeout(params.get("timeout", 0)):
                    await self._arrived.wait()
        except TimeoutError:
            pass
        finally:
            self._pollers -= 1
        return _answer({"ok": True, "result": self._updates[: params.get("limit", 100)]})

    def _getMe(self, _: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        me = {"id": 42, "is_bot": True, "first_name": "T", "username": "t_bot"}
        return {"ok": True, "result": me}

    def _sendMessage(self, params: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        return self._show(params, Shown(self._id(), params["text"], _buttons(params)))

    def _sendDocument(self, params: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        return self._show(params, Shown(self._id(), "", document=params["document"]))

    def _sendPhoto(self, params: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        return self._show(params, Shown(self._id(), "", document=params["photo"]))

    def _editMessageText(self, params: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        shown = Shown(params["message_id"], params["text"], _buttons(params))
        if self.chats[params["chat_id"]].get(shown.id) == shown:
            return refusal(400, "Bad Request: message is not modified: same content")
        return self._show(params, shown)

    def _editMessageReplyMarkup(self, params: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        shown = self.chats[params["chat_id"]][params["message_id"]]
        shown.buttons = _buttons(params)
        return {"ok": True, "result": True}

    def _show(self, params: dict[str, Any], shown: Shown) -> dict[str, Any]:
        chat = params["chat_id"]
        self.chats[chat][shown.id] = shown
        told = {"message_id": shown.id, "date": 1, "chat": {"id": chat, "type": "private"}}
        return {"ok": True, "result": told}

    def _id(self) -> int:
        self._next_message += 1
        return self._next_message


def person(user: int, **more: Any) -> dict[str, Any]:
    told = {"id": user, "is_bot": False, "first_name": f"U{user}", "language_code": "en"}
    return {**told, **more}


async def _params(request: web.Request) -> dict[str, Any]:
    """A form's fields, numbers and objects decoded; a file is its name and content."""
    params: dict[str, Any] = {}
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            content = value.file.read().decode(errors="replace")
            params[name] = f"{value.filename} {value.content_type} {content}"
            continue
        assert isinstance(value, str)
        try:
            params[name] = value if name in ("text", "callback_query_id") else json.loads(value)
        except ValueError:
            params[name] = value
    return params


def _buttons(params: dict[str, Any]) -> list[str]:
    rows = params.get("reply_markup", {}).get("inline_keyboard", [])
    return [button["text"] for row in rows for button in row]


def _answer(body: dict[str, Any]) -> web.Response:
    return web.json_response(body, status=body.get("error_code", 200))
