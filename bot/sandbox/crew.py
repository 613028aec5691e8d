"""The bot's processes: one that is kept running, and a second on demand, each with its own port.

They can be killed and started again while the sandbox, like Telegram and Stripe, goes on.
"""

from __future__ import annotations

import asyncio
import socket
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import aiohttp

PATIENCE = 10.0
"""Seconds that a bot gets to finish what it has begun before it is killed."""
_LOOK = aiohttp.ClientTimeout(total=2)


class CrewError(Exception):
    """What was asked for cannot be done now; the message says why."""


class Bot:
    """One process, started again when it dies unasked; its state is in the database."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str], log: Path) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._command = command
        self._environment = {**environment, "PORT": str(self.port)}
        self._log = log
        self._process: asyncio.subprocess.Process | None = None
        self._keeper: asyncio.Task[None] | None = None

    @property
    def wanted(self) -> bool:
        """Whether it should be running."""
        return self._keeper is not None

    @property
    def alive(self) -> bool:
        """Whether its process is there; it may not have opened its doors yet."""
        return self._process is not None and self._process.returncode is None

    @property
    def pid(self) -> int | None:
        """Of its latest process."""
        return self._process.pid if self._process else None

    def start(self) -> None:
        """Run, and keep running."""
        if self._keeper is None:
            self._keeper = asyncio.create_task(self._keep())

    async def kill(self) -> None:
        """SIGKILL: no time to say goodbye, and nobody starts it again."""
        await self._let_go()
        if self._process and self.alive:
            self._process.kill()
            await self._process.wait()

    async def stop(self) -> None:
        """Ask it to stop; kill it where it takes too long."""
        await self._let_go()
        if self._process is None or not self.alive:
            return
        self._process.terminate()
        try:
            await asyncio.wait_for(self._process.wait(), PATIENCE)
        except TimeoutError:
            await self.kill()

    async def _let_go(self) -> None:
        keeper, self._keeper = self._keeper, None
        if keeper:
            keeper.cancel()
            await asyncio.wait({keeper})

    async def _keep(self) -> None:
        self._log.parent.mkdir(parents=True, exist_ok=True)
        with self._log.open("ab") as output:
            while True:
                # Shielded: cancelled in between, a process would run that nobody knows of.
                starting = asyncio.ensure_future(self._spawn(output))
                try:
                    await asyncio.shield(starting)
                except asyncio.CancelledError:
                    await starting
                    raise
                if self._process:
                    code = await self._process.wait()
                    told = f"The bot stopped (exit code {code}); starting it again."
                    print(told, file=sys.stderr)  # noqa: T201 - the terminal is the reader
                await asyncio.sleep(1)

    async def _spawn(self, output: Any) -> None:
        self._process = await asyncio.create_subprocess_exec(
            *self._command, env=self._environment, stdout=output, stderr=output
        )


class Crew:
    """The first bot and the second."""

    def __init__(
        self, command: Sequence[str], environment: Mapping[str, str], folder: Path
    ) -> None:
        self.first = Bot(command, environment, folder / "bot.log")
        self.second = Bot(command, environment, folder / "bot-2.log")

    def urls(self) -> list[str]:
        """Where the bots that run have their own endpoints."""
        return [bot.url for bot in (self.first, self.second) if bot.alive]

    async def act(self, what: str) -> None:
        """'kill' or 'start' the first, 'second' or 'stop_second'. Raises CrewError for others."""
        match what:
            case "kill":
                await self.first.kill()
            case "start":
                self.first.start()
            case "second":
                self.second.start()
            case "stop_second":
                await self.second.stop()
            case _:
                raise CrewError('"do" is kill, start, second or stop_second')

    async def stop(self) -> None:
        """Stop both, gracefully."""
        await asyncio.gather(self.first.stop(), self.second.stop())

    async def look(self) -> list[dict[str, Any]]:
        """The first and the second: `state` off, starting or up; whether it `polls`, if known."""
        async with aiohttp.ClientSession(timeout=_LOOK) as http:
            bots = (self.first, self.second)
            return list(await asyncio.gather(*(_look(http, bot) for bot in bots)))


async def _look(http: aiohttp.ClientSession, bot: Bot) -> dict[str, Any]:
    if not bot.wanted:
        return {"state": "off", "polls": False}
    try:
        async with http.get(f"{bot.url}/trace", params={"limit": "0"}) as answer:
            told = await answer.json() if answer.ok else {}
    except (aiohttp.ClientError, TimeoutError):
        return {"state": "starting", "polls": False}
    return {"state": "up", "polls": told.get("polls")}


def free_port() -> int:
    """A port of this machine that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
