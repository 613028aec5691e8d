"""Processes that are killed, and the updates that must survive it."""

from __future__ import annotations

import asyncio
import os
import random
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import aiohttp
import asyncpg
import pytest

from tests.telegram.botapi import BotApi
from tests.telegram.conftest import telegram, until

__all__ = ["telegram"]

ROOT = Path(__file__).parents[2]
USERS = range(101, 121)
TAPS = 10


class Replica:
    """One bot process, which may be killed and started again."""

    def __init__(self, app_url: str, api: BotApi, log: Path, *, webhook: bool) -> None:
        self.address = ""
        self.killed = 0
        self._environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("COV")},
            "DATABASE_URL": app_url,
            "API_BASE": api.base,
            **({"WEBHOOK": "1"} if webhook else {}),
        }
        self._log = log
        self._process: Process | None = None

    async def start(self) -> None:
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "tests.chaos.bot",
                cwd=ROOT, env=self._environment, stdout=PIPE, stderr=log,
            )  # fmt: skip
        assert self._process.stdout
        async with asyncio.timeout(30):
            line = await self._process.stdout.readline()
        assert line, f"did not start:\n{self._log.read_text()}"
        self.address = line.decode().strip()

    async def kill(self) -> None:
        """SIGKILL: nothing is finished, nothing is given back."""
        assert self._process
        self.address = ""
        self._process.kill()
        await self._process.wait()
        self.killed += 1

    async def stop(self) -> None:
        if self._process and self._process.returncode is None:
            self._process.terminate()
            try:
                async with asyncio.timeout(15):
                    await self._process.wait()
            except TimeoutError:
                self._process.kill()
                await self._process.wait()
                raise AssertionError(f"did not stop:\n{self._log.read_text()}") from None


class Scene:
    """The stand-in, the database, the replicas, and a seeded chance."""

    def __init__(
        self, api: BotApi, owner: asyncpg.Connection, app_url: str, log: Path, stack: AsyncExitStack
    ) -> None:
        self.api = api
        self.owner = owner
        seed = int(os.environ.get("CHAOS_SEED", random.randrange(10**6)))
        self.chance = random.Random(seed)
        sys.stdout.write(f"CHAOS_SEED={seed}\n")  # pytest shows it where a test fails
        self._app_url = app_url
        self._log = log
        self._stack = stack

    async def replicas(self, count: int, *, webhook: bool = False) -> list[Replica]:
        made = [Replica(self._app_url, self.api, self._log, webhook=webhook) for _ in range(count)]
        for replica in made:
            self._stack.push_async_callback(replica.stop)
        await asyncio.gather(*(replica.start() for replica in made))
        return made

    def taps(self) -> list[dict[str, Any]]:
        """Ten taps of each of twenty people in runs of up to four, people mixed."""
        left = dict.fromkeys(USERS, TAPS)
        turns: list[int] = []
        while open_users := [user for user in USERS if left[user]]:
            user = self.chance.choice(open_users)
            run = min(left[user], self.chance.randint(1, 4))
            left[user] -= run
            turns += [user] * run
        counted = dict.fromkeys(USERS, 0)
        updates = []
        for user in turns:
            counted[user] += 1
            updates.append(self.api.tap(user, str(counted[user])))
        return updates

    async def handled(self) -> int:
        return int(await self.owner.fetchval("select count(*) from public.taps"))

    async def done(self, updates: int) -> bool:
        """Everything arrived, was handled, and went out."""
        return bool(
            await self.owner.fetchval(
                "select count(*) filter (where handled_at is not null) = $1"
                " and not exists (select from app.outbox where sent_at is null)"
                " from app.telegram_updates",
                updates,
            )
        )

    async def deliver(self, replicas: list[Replica], updates: list[dict[str, Any]]) -> None:
        """As Telegram's webhooks do: until some replica has answered 200, and some once more."""
        async with aiohttp.ClientSession() as session:
            for n, update in enumerate(updates):
                again = updates[self.chance.randint(0, n)]
                for each in (update, again) if self.chance.random() < 0.3 else (update,):

                    async def accepted(update: dict[str, Any] = each) -> bool:
                        return await self._post(session, self.chance.choice(replicas), update)

                    await until(accepted, 30, "a replica that takes the update")

    async def _post(
        self, session: aiohttp.ClientSession, replica: Replica, update: dict[str, Any]
    ) -> bool:
        if not replica.address:
            return False
        try:
            async with session.post(replica.address, json=update) as answer:
                return answer.status == 200
        except aiohttp.ClientError:
            return False

    async def drip(self, updates: list[dict[str, Any]]) -> None:
        """Updates arrive at the stand-in a few at a time."""
        for update in updates:
            self.api.push(update)
            await asyncio.sleep(self.chance.uniform(0, 0.02))

    async def strike(self, victim: Replica, after: int) -> None:
        """Kill the process once some more taps are handled, at any moment of its work."""
        goal = min(await self.handled() + after, len(USERS) * TAPS)

        async def reached() -> bool:
            return await self.handled() >= goal

        await until(reached, 30, "the taps before the kill")
        await asyncio.sleep(self.chance.uniform(0, 0.03))
        await victim.kill()

    async def verify(self) -> None:
        """None lost, none applied twice, each one's order kept: by the rows and by the books."""
        wanted = list(range(1, TAPS + 1))
        rows = await self.owner.fetch("select telegram_id, n from public.taps order by id")
        applied = {user: [n for who, n in rows if who == user] for user in USERS}
        assert applied == dict.fromkeys(USERS, wanted)
        # A message may come twice (sent, then killed before that was written down), never late.
        said = {user: _without_echo(self.api.texts(user)) for user in USERS}
        assert said == {user: [str(n) for n in wanted] for user in USERS}
        counted = await self.owner.fetchval("select sum(attempts) from app.telegram_updates")
        assert counted == 0, "a killed process counts no attempt"


def _without_echo(texts: list[str]) -> list[str]:
    return [text for n, text in enumerate(texts) if n == 0 or texts[n - 1] != text]


@pytest.fixture
async def scene(
    telegram: BotApi,
    owner: asyncpg.Connection,
    app_url: str,
    tmp_path: Path,
) -> AsyncIterator[Scene]:
    await owner.execute(
        "create table public.taps (id bigint generated always as identity, telegram_id bigint,"
        " n integer, process integer); grant insert on public.taps to authenticated"
    )
    async with AsyncExitStack() as stack:
        yield Scene(telegram, owner, app_url, tmp_path / "bots.log", stack)
