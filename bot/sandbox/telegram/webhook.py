"""Brings updates to the bot's webhook, as Telegram does when one is set."""

import asyncio
import time
from typing import Any

import aiohttp

from bot.sandbox.telegram.faults import UPDATE
from bot.sandbox.telegram.world import World

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name
PATIENCE = aiohttp.ClientTimeout(total=60)
LONGEST_PAUSE = 60.0
LOOK_AGAIN = 0.5


class Deliverer:
    """One update at a time in each chat, chats side by side; a failure is tried again."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._busy: dict[int, asyncio.Task[None]] = {}
        self._failures: dict[int, int] = {}

    async def run(self) -> None:
        """Deliver until cancelled."""
        async with aiohttp.ClientSession(timeout=PATIENCE) as session:
            try:
                while True:
                    arrived = self._world.updates.waiter()
                    self._start(session)
                    await asyncio.wait({arrived}, timeout=LOOK_AGAIN)
                    arrived.cancel()
            finally:
                for task in self._busy.values():
                    task.cancel()

    def _start(self, session: aiohttp.ClientSession) -> None:
        webhook = self._world.books.setting("webhook")
        if not webhook:
            return
        room = webhook["max_connections"] - len(self._busy)
        if room <= 0:
            return
        for person_id, update in self._world.updates.heads(set(self._busy), room):
            task = asyncio.create_task(self._deliver(session, webhook, update, person_id))
            self._busy[person_id] = task

    async def _deliver(
        self,
        session: aiohttp.ClientSession,
        webhook: dict[str, Any],
        update: dict[str, Any],
        person_id: int,
    ) -> None:
        problem = await self._post(session, webhook, update)
        if problem:
            await self._pause(person_id, problem)
        else:
            self._failures.pop(person_id, None)
            await self._repeat(session, webhook, update, person_id)
            self._world.updates.confirm(update["update_id"])
        self._busy.pop(person_id, None)
        self._world.updates.wake()

    async def _repeat(
        self,
        session: aiohttp.ClientSession,
        webhook: dict[str, Any],
        update: dict[str, Any],
        person_id: int,
    ) -> None:
        """As happens where an answer is lost on its way: the same again, or an old one."""
        fault = self._world.faults.take(UPDATE, {"chat_id": person_id})
        if fault is None:
            return
        once_more = self._world.updates.old(person_id) if fault.kind == "replay" else update
        if once_more:
            await self._post(session, webhook, once_more)

    async def _post(
        self, session: aiohttp.ClientSession, webhook: dict[str, Any], update: dict[str, Any]
    ) -> str:
        """Bring it to the bot; returns what went wrong."""
        started = time.monotonic()
        headers = {SECRET_HEADER: webhook["secret"]} if webhook["secret"] else {}
        status, problem = 0, ""
        try:
            async with session.post(webhook["url"], json=update, headers=headers) as answer:
                status = answer.status
                if not answer.ok:
                    problem = f"Wrong response from the webhook: {status} {answer.reason}"
        except (aiohttp.ClientError, TimeoutError) as failure:
            problem = f"Connection failed: {failure}"
        self._world.wire.record(
            "webhook", webhook["url"], update, status, problem, time.monotonic() - started
        )
        return problem

    async def _pause(self, person_id: int, problem: str) -> None:
        count = self._failures[person_id] = self._failures.get(person_id, 0) + 1
        when = self._world.clock.timestamp()
        error = {"last_error_date": when, "last_error_message": problem}
        self._world.books.keep("webhook_error", error)
        await asyncio.sleep(min(2.0 ** (count - 1), LONGEST_PAUSE))
