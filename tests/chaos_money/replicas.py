"""The bot's processes: two of them, killed without warning and started again at once."""

from __future__ import annotations

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Mapping
from pathlib import Path

from bot.config import Settings
from bot.sandbox.crew import free_port

ROOT = Path(__file__).parents[2]
PATIENCE = 20.0


class Replica:
    """One of them; `names` are those under which it has held leases, the living one's last."""

    def __init__(
        self,
        settings: Mapping[str, str],
        log: Path,
        module: str = "tests.chaos_money.replica",
        *,
        spare: bool = True,
    ) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._module = module
        self.kills = 0
        self.stops: list[int] = []
        """How each process ended that was asked to stop: 0 where it did so by itself."""
        self.dead_names: list[str] = []
        self._environment = {**_bare(), **settings, "PORT": str(self.port)}
        self._log = log
        self._process: Process | None = None
        self._spare: Process | None = None
        self._keeps_spare = spare
        self._naming: asyncio.Task[str] | None = None

    async def start(self) -> None:
        """Start it, and have a spare one (if any) read the code meanwhile, for the next time."""
        self._process = self._spare or await self._spawn()
        self._naming = asyncio.create_task(_begin(self._process))
        self._spare = await self._spawn() if self._keeps_spare else None

    async def _spawn(self) -> Process:
        with self._log.open("ab") as log:
            return await asyncio.create_subprocess_exec(
                sys.executable, "-m", self._module,
                cwd=ROOT, env=self._environment, stdin=PIPE, stdout=PIPE, stderr=log,
            )  # fmt: skip

    async def kill(self) -> None:
        """SIGKILL: nothing is finished, nothing is given back."""
        if self._process is None:
            return
        ended = self._process.returncode
        assert ended is None, f"a replica ended by itself with {ended}: see its log"
        self._process.kill()
        await self._gone()
        self.kills += 1

    async def stop(self) -> None:
        """Ask it to stop; one that does not is killed, and so is the spare."""
        if self._spare:
            self._spare.kill()
            await self._spare.communicate()
            self._spare = None
        if self._process is None:
            return
        if self._process.returncode is None:
            self._process.terminate()
        try:
            async with asyncio.timeout(PATIENCE):
                await self._process.wait()
        except TimeoutError:
            self._process.kill()
        await self._gone()
        self.stops.append(self._process.returncode or 0)

    async def name(self) -> str:
        """Under which the living process holds leases."""
        assert self._naming
        return await self._naming

    def alive(self) -> bool:
        """Whether its process runs."""
        return self._process is not None and self._process.returncode is None

    async def _gone(self) -> None:
        if self._process and self._naming:
            await self._process.wait()
            if name := await self._naming:
                self.dead_names.append(name)


async def _begin(process: Process) -> str:
    """Give it the word; returns the name that it then has, or nothing where it died before."""
    assert process.stdin
    assert process.stdout
    process.stdin.write(b"go\n")
    return (await process.stdout.readline()).decode().strip()


def _bare() -> dict[str, str]:
    """This environment without any setting of the bot's, and without what measures coverage."""
    ours = {name.upper() for name in Settings.model_fields} | {"PLANT"}
    return {
        name: value
        for name, value in os.environ.items()
        if name.upper() not in ours and not name.startswith("COV")
    }
