"""A local Telegram over real HTTP, and a bot that calls it without any library."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.sandbox import telegram
from bot.sandbox.clock import Clock

TOKEN = "7000000001:a-token_of-the-tests"
ANN, MARIA = 1001, 2001


class Answer(NamedTuple):
    status: int
    body: dict[str, Any]

    @property
    def result(self) -> Any:
        assert self.body["ok"], self.body
        return self.body["result"]

    @property
    def why(self) -> str:
        assert not self.body["ok"], self.body
        return str(self.body["description"])


class Local:
    """The running stand-in: `call` as a bot would, `act` as a person would."""

    def __init__(self, url: str, clock: Clock, session: aiohttp.ClientSession) -> None:
        self.url = url
        self.clock = clock
        self.session = session
        self.token = TOKEN

    async def call(self, method: str, /, **params: Any) -> Answer:
        url = f"{self.url}/bot{self.token}/{method}"
        async with self.session.post(url, json=params) as answer:
            return Answer(answer.status, await answer.json())

    async def form(self, method: str, data: Any) -> Answer:
        async with self.session.post(f"{self.url}/bot{TOKEN}/{method}", data=data) as answer:
            return Answer(answer.status, await answer.json())

    async def say(self, text: str = "hello", to: int = MARIA, **more: Any) -> Answer:
        return await self.call("sendMessage", chat_id=to, text=text, **more)

    async def act(self, what: str, person: int = MARIA, /, **given: Any) -> dict[str, Any]:
        url = f"{self.url}/telegram/people/{person}/{what}"
        async with self.session.post(url, json=given) as answer:
            return {"status": answer.status, **await answer.json()}

    async def chat(self, person: int = MARIA) -> dict[str, Any]:
        async with self.session.get(f"{self.url}/telegram/people/{person}/chat") as answer:
            return dict(await answer.json())

    async def tell(self, path: str, **given: Any) -> Any:
        async with self.session.post(f"{self.url}/telegram/{path}", json=given) as answer:
            return await answer.json()

    def later(self, **delta: float) -> None:
        self.clock.advance(self.clock.now() + timedelta(**delta))


Opener = Callable[..., Awaitable[Local]]


@pytest.fixture
async def opened(tmp_path: Path) -> AsyncIterator[Opener]:
    servers: list[TestServer] = []
    async with aiohttp.ClientSession() as session:

        async def start(**options: Any) -> Local:
            app = web.Application()
            clock = Clock()
            options = {"rate_limits": False, **options}
            telegram.setup(app, books=tmp_path, clock=clock, token=TOKEN, **options)
            server = TestServer(app)
            await server.start_server()
            servers.append(server)
            return Local(str(server.make_url("/")).rstrip("/"), clock, session)

        yield start
    for server in servers:
        await server.close()


@pytest.fixture
async def local(opened: Opener) -> Local:
    return await opened()
