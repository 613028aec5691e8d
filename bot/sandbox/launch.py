"""Starts the sandbox: its own server here, and the bot as a process of its own beside it.

The two meet over HTTP on loopback and nowhere else, as the bot and the real services would; so the
bot can be killed and started again while the sandbox, like Telegram and Stripe, goes on.
"""

from __future__ import annotations

import asyncio
import secrets
import socket
import sys
import webbrowser
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from aiohttp import web

from bot.sandbox.server import build_sandbox

BOT_ID = 7_000_000_001
ADMIN_IDS = "3001"
PATIENCE = 10.0
"""Seconds that the bot gets to finish what it has begun before it is killed."""


class PortTakenError(Exception):
    """Something else listens on the port; the message says what to do."""


class Sandbox:
    """The running sandbox, as an async context manager.

    `port`: where the page, the Bot API and Stripe listen, on 127.0.0.1. `books`: the folder where
    both stand-ins keep theirs. `bot_command` starts the bot in `bot_environment`, to which the
    settings that point it here are added.
    """

    def __init__(
        self,
        *,
        port: int,
        books: Path,
        bot_command: Sequence[str],
        bot_environment: Mapping[str, str],
    ) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self._port = port
        self._books = books
        self._bot_command = bot_command
        self._bot_port = _free_port()
        self._token = f"{BOT_ID}:{secrets.token_urlsafe(26)}"
        self._stripe_key = f"sk_test_{secrets.token_hex(12)}"
        self._webhook_secret = f"whsec_{secrets.token_hex(16)}"
        self._environment = {**bot_environment, **self._settings()}
        self._runner: web.AppRunner | None = None
        self._bot: asyncio.subprocess.Process | None = None
        self._keeper: asyncio.Task[None] | None = None
        self._stopping = False

    @property
    def bot_url(self) -> str:
        """Where the bot's own endpoints listen."""
        return f"http://127.0.0.1:{self._bot_port}"

    def _settings(self) -> dict[str, str]:
        return {
            "TELEGRAM_BOT_TOKEN": self._token,
            "TELEGRAM_API_BASE": self.url,
            "STRIPE_SECRET_KEY": self._stripe_key,
            "STRIPE_WEBHOOK_SECRET": self._webhook_secret,
            "STRIPE_API_BASE": self.url,
            "ADMIN_TELEGRAM_IDS": ADMIN_IDS,
            "CLOCK": "adjustable",
            "PORT": str(self._bot_port),
        }

    async def __aenter__(self) -> Self:
        self._books.mkdir(parents=True, exist_ok=True)
        application = build_sandbox(
            books=self._books,
            public_base=self.url,
            bot_url=self.bot_url,
            token=self._token,
            stripe_key=self._stripe_key,
            webhook_secret=self._webhook_secret,
        )
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=2)
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, "127.0.0.1", self._port).start()
        except OSError as taken:
            await self._runner.cleanup()
            raise PortTakenError(
                f"Port {self._port} is taken. Try another: python main.py sandbox --port 9000"
            ) from taken
        self._keeper = asyncio.create_task(self._keep_bot())
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stopping = True
        await self._stop_bot()
        if self._keeper:
            self._keeper.cancel()
        if self._runner:
            await self._runner.cleanup()

    def open_browser(self) -> None:
        """Open the page in the person's browser, if there is one."""
        webbrowser.open(self.url)

    async def _keep_bot(self) -> None:
        """Start the bot, and start it again when it dies: its state is in the database."""
        log = self._books.parent / "bot.log"
        print(f"The bot's log is {log}", flush=True)  # noqa: T201 - the terminal is the reader
        with log.open("ab") as output:
            while not self._is_stopping():
                self._bot = await asyncio.create_subprocess_exec(
                    *self._bot_command, env=self._environment, stdout=output, stderr=output
                )
                code = await self._bot.wait()
                if self._is_stopping():
                    return
                print(f"The bot stopped (exit code {code}); starting it again.", file=sys.stderr)  # noqa: T201
                await asyncio.sleep(1)

    def _is_stopping(self) -> bool:
        return self._stopping

    async def _stop_bot(self) -> None:
        bot = self._bot
        if bot is None or bot.returncode is not None:
            return
        bot.terminate()
        try:
            await asyncio.wait_for(bot.wait(), PATIENCE)
        except TimeoutError:
            bot.kill()
            await bot.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
