"""Starts the sandbox: its own server here, and the bot as a process of its own beside it.

The two meet over HTTP on loopback and nowhere else, as the bot and the real services would; so the
bot can be killed and started again while the sandbox, like Telegram and Stripe, goes on.
"""

from __future__ import annotations

import secrets
import webbrowser
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from aiohttp import web

from bot.sandbox import front, telegram
from bot.sandbox.backstage import Backstage
from bot.sandbox.crew import Crew
from bot.sandbox.server import build_sandbox
from bot.sandbox.webfront import WebFront

BOT_ID = 7_000_000_001
ADMIN_IDS = "3001"


class PortTakenError(Exception):
    """Something else listens on the port; the message says what to do."""


class Sandbox:
    """The running sandbox, as an async context manager.

    `port`: where the page, the Bot API and Stripe listen, on 127.0.0.1. `books`: the folder where
    both stand-ins keep theirs. `bot_command` starts the bot in `bot_environment`, to which the
    settings that point it here are added. `database_url` is the bot's database, for the page to
    book in by SQL as a web front end would; without it the page offers no such thing.
    """

    def __init__(
        self,
        *,
        port: int,
        books: Path,
        bot_command: Sequence[str],
        bot_environment: Mapping[str, str],
        database_url: str | None = None,
    ) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self._port = port
        self._books = books
        self._database_url = database_url
        self._token = f"{BOT_ID}:{secrets.token_urlsafe(26)}"
        self._stripe_key = f"sk_test_{secrets.token_hex(12)}"
        self._webhook_secret = f"whsec_{secrets.token_hex(16)}"
        environment = {**bot_environment, **self._settings()}
        self.crew = Crew(bot_command, environment, books.parent)
        self._runner: web.AppRunner | None = None

    @property
    def bot_url(self) -> str:
        """Where the first bot's own endpoints listen."""
        return self.crew.first.url

    def _settings(self) -> dict[str, str]:
        return {
            "TELEGRAM_BOT_TOKEN": self._token,
            "TELEGRAM_API_BASE": self.url,
            "STRIPE_SECRET_KEY": self._stripe_key,
            "STRIPE_WEBHOOK_SECRET": self._webhook_secret,
            "STRIPE_API_BASE": self.url,
            "ADMIN_TELEGRAM_IDS": ADMIN_IDS,
            "CLOCK": "adjustable",
        }

    async def __aenter__(self) -> Self:
        self._books.mkdir(parents=True, exist_ok=True)
        application = build_sandbox(
            books=self._books,
            public_base=self.url,
            bot_url=f"{self.url}{front.PATH}",
            token=self._token,
            stripe_key=self._stripe_key,
            webhook_secret=self._webhook_secret,
        )
        world = application[telegram.WORLD]
        application.add_routes(front.Front(self.crew.urls).routes())
        application.add_routes(Backstage(self.crew, world).routes())
        if self._database_url:
            application.add_routes(WebFront(self._database_url, world.people.all).routes())
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=2)
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, "127.0.0.1", self._port).start()
        except OSError as taken:
            await self._runner.cleanup()
            raise PortTakenError(
                f"Port {self._port} is taken. Try another: python main.py sandbox --port 9000"
            ) from taken
        print(f"The bot's log is {self._books.parent / 'bot.log'}", flush=True)  # noqa: T201 - the terminal is the reader
        self.crew.first.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.crew.stop()
        if self._runner:
            await self._runner.cleanup()

    def open_browser(self) -> None:
        """Open the page in the person's browser, if there is one."""
        webbrowser.open(self.url)
