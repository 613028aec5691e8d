"""What arrives: stored raw before it is acknowledged, then handled person by person.

A lane is one Telegram user's updates (0: updates of nobody). Each lane is handled one update at a
time, in order; lanes run side by side, and take turns so that a flooding user delays nobody.
"""

from __future__ import annotations

import asyncio
import json
from collections import deque
from typing import Any

import structlog
from structlog.contextvars import clear_contextvars
from telegram.error import TelegramError

from bot.telegram.handling import Handling
from bot.telegram.incidents import kind_of, report
from bot.telegram.transport import Api
from db.jsonb import storable
from db.session import Database

log = structlog.get_logger(__name__)

SWEEP_SECONDS = 1.0
SWEEP_LANES = 500
_ANSWERS_AT_ONCE = 32
_TAPS = 16
"""Taps of one person that wait for their answer; of more, the oldest are let be."""

Raw = dict[str, Any]


class Inbox:
    """Stores updates and keeps their lanes moving until it is stopped."""

    def __init__(self, db: Database, handling: Handling, api: Api, *, concurrency: int = 8) -> None:
        self._db = db
        self._handling = handling
        self._api = api
        self._turns = asyncio.Semaphore(concurrency)
        self._answers = asyncio.Semaphore(_ANSWERS_AT_ONCE)
        self._lanes: dict[int, bool] = {}
        self._taps: dict[int, deque[str]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._closing = False
        self._sweeper: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to look for updates that no process is working on."""
        self._sweeper = asyncio.create_task(self._sweep())

    async def stop(self, seconds: float) -> None:
        """Finish the updates in work, take no new ones; what is not done in time rolls back."""
        self._closing = True
        if self._sweeper:
            self._sweeper.cancel()
            await asyncio.wait({self._sweeper})
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=seconds)
            for task in late:
                task.cancel()
            if late:
                await asyncio.wait(late)

    async def receive(self, updates: Raw | list[Raw]) -> None:
        """Store what Telegram delivered; when this returns it may be acknowledged.

        Stored twice it is handled once. Taps are answered at once: the little clock on the
        button goes, and an answer that fails matters to nobody.
        """
        told_apart = known(updates)
        given = len(updates) if isinstance(updates, list) else 1
        if len(told_apart) < given:
            log.error("inbox.not_an_update", count=given - len(told_apart))
        if not told_apart:
            return
        for raw in told_apart:
            self._answer(lane_of(raw), raw)
        rows = [
            {"update_id": raw["update_id"], "telegram_id": lane_of(raw), "payload": storable(raw)}
            for raw in told_apart
        ]
        new = await self._db.retry(
            lambda tx: tx.all(
                "select telegram_id from app.inbox_store(cast(:updates as jsonb))",
                updates=json.dumps(rows),
            )
        )
        log.debug("inbox.stored", updates=[raw["update_id"] for raw in told_apart], new=len(new))
        for lane in {row.telegram_id for row in new}:
            self.wake(lane)

    def wake(self, lane: int) -> None:
        """Look at this lane, now or as soon as the update that is in work there is done."""
        if self._closing:
            return
        if lane in self._lanes:
            self._lanes[lane] = True
            return
        self._lanes[lane] = False
        self._spawn(self._run(lane))

    async def _run(self, lane: int) -> None:
        # Who woke it is one of several: what is bound to them says nothing about what follows.
        clear_contextvars()
        try:
            while not self._closing:
                self._lanes[lane] = False
                async with self._turns:
                    step = await self._handling.step(lane)
                if step.again_in is not None:
                    asyncio.get_running_loop().call_later(step.again_in, self.wake, lane)
                if not step.found and not self._lanes[lane]:
                    break
        except Exception as error:  # noqa: BLE001 - the sweep finds this lane again
            report(log, "inbox.unreachable", error)
        finally:
            del self._lanes[lane]

    async def _sweep(self) -> None:
        while True:
            try:
                async with self._db.begin() as tx:
                    lanes = await tx.all("select * from app.inbox_lanes(:n)", n=SWEEP_LANES)
                for (lane,) in lanes:
                    self.wake(lane)
            except Exception as error:  # noqa: BLE001 - the database may be back in a second
                report(log, "inbox.sweep_failed", error)
            await asyncio.sleep(SWEEP_SECONDS)

    def _answer(self, lane: int, raw: Raw) -> None:
        query = raw.get("callback_query")
        if not isinstance(query, dict) or not isinstance(query.get("id"), str) or self._closing:
            return
        if lane in self._taps:
            self._taps[lane].append(query["id"])
        else:
            self._taps[lane] = deque([query["id"]], maxlen=_TAPS)
            self._spawn(self._answer_all(lane))

    async def _answer_all(self, lane: int) -> None:
        """One after the other, so that whoever taps a thousand times takes one place, not all."""
        waiting = self._taps[lane]
        try:
            while waiting and not self._closing:
                async with self._answers:
                    await self._answer_one(str(storable(waiting.popleft())))
        finally:
            del self._taps[lane]

    async def _answer_one(self, query_id: str) -> None:
        try:
            await self._api.call("answerCallbackQuery", {"callback_query_id": query_id})
        except TelegramError as error:
            log.debug("tap.unanswered", error=kind_of(error))

    def _spawn(self, work: Any) -> None:
        task: asyncio.Task[None] = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def lane_of(raw: Raw) -> int:
    """The Telegram id of the person an update comes from, 0 where there is none."""
    for part in raw.values():
        if isinstance(part, dict):
            for sender in (part.get("from"), part.get("user")):
                if isinstance(sender, dict) and _is_id(sender.get("id")):
                    return int(sender["id"])
    return 0


def known(updates: Any) -> list[Raw]:
    """Those of a batch that can be told apart: objects with an id of their own."""
    batch = updates if isinstance(updates, list) else [updates]
    return [raw for raw in batch if isinstance(raw, dict) and _is_id(raw.get("update_id"))]


def _is_id(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**63
