"""Delivers events to the bot, signed, until it says it has them."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import sqlite3
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import aiohttp

from bot.sandbox.stripe.books import Books
from bot.sandbox.stripe.faults import Fate, Faults
from bot.sandbox.stripe.ports import Clock, Obj, stamp
from bot.sandbox.stripe.wire import Wire

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
"""Real seconds before a refused delivery is tried again; doubled each time."""
GIVE_UP = 3 * 86_400
"""Seconds of the sandbox's clock after which an event is no longer tried."""
AT_ONCE = 8
PATIENCE = aiohttp.ClientTimeout(total=10)


def sign(payload: str, secret: str, at: int) -> str:
    """Return the Stripe-Signature header for a body sent at that Unix second."""
    digest = hmac.new(secret.encode(), f"{at}.{payload}".encode(), hashlib.sha256).hexdigest()
    return f"t={at},v1={digest}"


@dataclass(frozen=True)
class Target:
    """Where webhooks go and the secret they are signed with."""

    url: str
    secret: str


class Deliverer:
    """Works through the waiting deliveries in the books; pauses follow real time.

    Deliveries overlap, so like Stripe's own they arrive in no promised order.
    """

    def __init__(
        self, books: Books, clock: Clock, target: Target | None, faults: Faults, wire: Wire
    ) -> None:
        self._books = books
        self._clock = clock
        self._target = target
        self._faults = faults
        self._wire = wire
        self._awake = asyncio.Event()
        self._flying: set[int] = set()
        self._fates: dict[int, Fate] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def wake(self) -> None:
        """Look at the books again now."""
        self._awake.set()

    async def run(self) -> None:
        """Deliver until cancelled."""
        if self._target is None:
            return
        async with aiohttp.ClientSession(timeout=PATIENCE) as session:
            try:
                while True:
                    self._awake.clear()
                    pause = self._start_due(session, self._target)
                    # Not wait_for, which loses a cancellation that comes with the waking.
                    with suppress(TimeoutError):
                        async with asyncio.timeout(pause):
                            await self._awake.wait()
            finally:
                for task in self._tasks:
                    task.cancel()
                await asyncio.gather(*self._tasks, return_exceptions=True)

    async def settled(self, patience: float) -> bool:
        """Wait until every delivery was tried once; False when `patience` seconds ran out."""
        if self._target is None or self._faults.switches.webhook_paused:
            return True
        end = time.monotonic() + patience
        while time.monotonic() < end:
            fresh = self._books.db.execute(
                "select 1 from deliveries where state = 'waiting' and attempts = 0 limit 1"
            ).fetchone()
            if fresh is None and not self._flying:
                return True
            await asyncio.sleep(0.01)
        return False

    def _start_due(self, session: aiohttp.ClientSession, target: Target) -> float:
        """Start what is due, up to the limit; return how long to sleep, in real seconds."""
        if self._faults.switches.webhook_paused:
            return LONGEST_PAUSE
        rows = self._books.db.execute(
            "select * from deliveries where state = 'waiting' order by next_at, id limit 50"
        ).fetchall()
        for row in rows:
            if row["id"] in self._flying:
                continue
            if row["next_at"] > time.time():
                return min(LONGEST_PAUSE, max(0.01, float(row["next_at"]) - time.time()))
            if self._hold_back(row):
                continue
            if len(self._flying) >= AT_ONCE:
                return LONGEST_PAUSE
            self._flying.add(row["id"])
            task = asyncio.create_task(self._deliver(session, target, row))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return LONGEST_PAUSE

    def _hold_back(self, row: sqlite3.Row) -> bool:
        """Put a fresh delivery off where the switches say so, once."""
        pause = 0.0 if row["held"] or row["attempts"] else self._fate(row).delay
        if pause:
            self._books.db.execute(
                "update deliveries set held = 1, next_at = ? where id = ?",
                (time.time() + pause, row["id"]),
            )
            self.wake()
        return pause > 0

    def _fate(self, row: sqlite3.Row) -> Fate:
        """Return what was thrown for a fresh delivery, the first time in the order of events."""
        if row["id"] not in self._fates:
            self._fates[row["id"]] = self._faults.fate()
        return self._fates[row["id"]]

    async def _deliver(
        self, session: aiohttp.ClientSession, target: Target, row: sqlite3.Row
    ) -> None:
        try:
            event = self._books.get("event", row["event_id"])
            if event is None:
                self._record(row, "given_up", "no such event")
            elif row["attempts"] == 0 and self._fate(row).drop:
                self._wire.note("webhook", event["type"], None, event=event["id"], note="dropped")
                self._record(row, "dropped", "dropped by a switch")
            else:
                await self._try(session, target, row, event)
        finally:
            self._flying.discard(row["id"])
            self._fates.pop(row["id"], None)
            self.wake()

    async def _try(
        self, session: aiohttp.ClientSession, target: Target, row: sqlite3.Row, event: Obj
    ) -> None:
        status, said = await self._send(session, target, event)
        if status is not None and status < 300:  # noqa: PLR2004 - 2xx
            if row["attempts"] == 0 and self._fate(row).double:
                await self._send(session, target, event, note="doubled")
            with self._books.writing():
                self._books.put({**event, "pending_webhooks": 0})
                self._record(row, "done", said)
        elif stamp(self._clock) > event["created"] + GIVE_UP:
            self._record(row, "given_up", said)
        else:
            self._record(row, "waiting", said)

    async def _send(
        self, session: aiohttp.ClientSession, target: Target, event: Obj, note: str = ""
    ) -> tuple[int | None, str]:
        payload = json.dumps(event, indent=2)
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "Stripe-Signature": sign(payload, target.secret, stamp(self._clock)),
            "User-Agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
        }
        more: dict[str, Any] = {"event": event["id"], "body": event["data"]["object"]}
        if note:
            more["note"] = note
        try:
            async with session.post(target.url, data=payload.encode(), headers=headers) as answer:
                said = (await answer.text())[:200]
                self._wire.note("webhook", event["type"], answer.status, **more)
                return answer.status, f"{answer.status} {said}"
        except (aiohttp.ClientError, TimeoutError) as error:
            said = type(error).__name__
            self._wire.note("webhook", event["type"], None, **{**more, "note": note or said})
            return None, said

    def _record(self, row: sqlite3.Row, state: str, answer: str) -> None:
        pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** row["attempts"])
        self._books.db.execute(
            "update deliveries set state = ?, attempts = attempts + 1, next_at = ?, answer = ?"
            " where id = ?",
            (state, time.time() + pause, answer, row["id"]),
        )
