"""What waits for the bot: updates, until the bot confirms them or they grow too old."""

import asyncio
import json
import sqlite3
from collections import deque
from typing import Any

from bot.sandbox.clock import Clock
from bot.sandbox.telegram.books import Books
from bot.sandbox.telegram.contract import bot_api
from bot.sandbox.telegram.errors import BotApiError
from bot.sandbox.telegram.events import Events

FIRST_UPDATE_ID = 481_000_001
MESSAGE_LIFE = 24 * 3600
"""Seconds that Telegram keeps an update that nobody fetches."""
TAP_LIFE = 150
"""Seconds that it keeps the tap on a button."""
PAST = 500
"""So many updates that were confirmed are kept, in case one is to come once more."""
UNASKED = {"chat_member", "message_reaction", "message_reaction_count"}


class Updates:
    """The one queue of the bot, read by long polling or by the webhook."""

    def __init__(self, books: Books, clock: Clock, events: Events) -> None:
        self._books = books
        self._clock = clock
        self._events = events
        self._waiters: set[asyncio.Future[None]] = set()
        self._poll: asyncio.Future[str] | None = None
        self._past: deque[tuple[int, dict[str, Any]]] = deque(maxlen=PAST)

    def add(self, person_id: int, kind: str, payload: dict[str, Any], query_id: str = "") -> int:
        """Queue an update for the bot; returns its id, or 0 where the bot asked for none such."""
        allowed = self._books.setting("allowed_updates", [])
        if kind not in allowed and (allowed or kind in UNASKED):
            return 0
        first = self._books.row("select 1 from sqlite_sequence where name = 'updates'") is None
        update_id = self._books.run(
            "insert into updates (id, person_id, kind, body, created_at, query_id)"
            " values (?, ?, ?, ?, ?, ?)",
            FIRST_UPDATE_ID if first else None,
            person_id,
            kind,
            json.dumps(payload, ensure_ascii=False),
            self._clock.timestamp(),
            query_id or None,
        )
        bot_api().check("Update", {"update_id": update_id, kind: payload})
        self.wake()
        self._events.publish("update", person=person_id, update_id=update_id)
        return update_id

    def waiting(self, limit: int = 100) -> list[dict[str, Any]]:
        """The oldest updates that the bot has not confirmed; forgets those that are too old."""
        self._forget_the_old()
        return [_update(row) for row in self._rows(limit)]

    def heads(self, busy: set[int], limit: int) -> list[tuple[int, dict[str, Any]]]:
        """The oldest update of each chat that is not busy: (person id, update)."""
        self._forget_the_old()
        rows = self._books.rows(
            "select * from updates where id in (select min(id) from updates group by person_id)"
            " order by id"
        )
        free = [(row["person_id"], _update(row)) for row in rows if row["person_id"] not in busy]
        return free[:limit]

    def count(self) -> int:
        """How many updates wait."""
        row = self._books.row("select count(*) as count from updates")
        return 0 if row is None else int(row["count"])

    def confirm_before(self, offset: int) -> None:
        """Forget all updates before `offset`; a negative one keeps only so many of the last."""
        if offset < 0:
            self._books.run(
                "delete from updates where id not in"
                " (select id from updates order by id desc limit ?)",
                -offset,
            )
        elif offset > 0:
            self._settle(self._books.rows("delete from updates where id < ? returning *", offset))

    def confirm(self, update_id: int) -> None:
        """Forget one update."""
        self._settle(self._books.rows("delete from updates where id = ? returning *", update_id))

    def old(self, person_id: int | None = None) -> dict[str, Any] | None:
        """Some time ago confirmed: the oldest that is remembered, of this chat; then the next."""
        for _ in range(len(self._past)):
            whose, update = self._past[0]
            self._past.rotate(-1)
            if person_id in {None, whose}:
                return update
        return None

    def _settle(self, rows: list[sqlite3.Row]) -> None:
        self._past.extend((row["person_id"], _update(row)) for row in rows)

    def drop_all(self) -> None:
        """Forget every update that waits."""
        self._books.run("delete from updates")

    def waiter(self) -> asyncio.Future[None]:
        """A future that the next arrival completes; registered at once, so that none is missed."""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiters.add(future)
        future.add_done_callback(self._waiters.discard)
        return future

    def wake(self) -> None:
        """Let whoever waits for an update look again."""
        for waiter in list(self._waiters):
            if not waiter.done():
                waiter.set_result(None)

    async def poll(self, limit: int, timeout: float) -> list[dict[str, Any]]:  # noqa: ASYNC109
        """Long polling: wait up to `timeout` seconds for updates.

        Only one may poll at a time: whoever polled before is told so (BotApiError 409).
        """
        self.end_poll(
            "terminated by other getUpdates request; make sure that only one bot"
            " instance is running"
        )
        found = self.waiting(limit)
        if found or timeout <= 0:
            return found
        mine = self._poll = asyncio.get_running_loop().create_future()
        arrived = self.waiter()
        try:
            await asyncio.wait(
                {mine, arrived}, timeout=timeout, return_when=asyncio.FIRST_COMPLETED
            )
        finally:
            arrived.cancel()
            if self._poll is mine:
                self._poll = None
        if mine.done():
            raise BotApiError(409, f"Conflict: {mine.result()}")
        return self.waiting(limit)

    def end_poll(self, why: str) -> None:
        """End the poll that is waiting, with a conflict."""
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(why)
        self._poll = None

    def _rows(self, limit: int) -> list[sqlite3.Row]:
        return self._books.rows("select * from updates order by id limit ?", limit)

    def _forget_the_old(self) -> None:
        now = self._clock.timestamp()
        old = self._books.rows(
            "delete from updates where created_at < ? or (query_id is not null and created_at < ?)"
            " returning query_id, person_id",
            now - MESSAGE_LIFE,
            now - TAP_LIFE,
        )
        for row in old:
            if row["query_id"] is not None:
                self._books.run("update queries set expired = 1 where id = ?", row["query_id"])
                self._events.publish("tap_expired", person=row["person_id"])


def _update(row: sqlite3.Row) -> dict[str, Any]:
    return {"update_id": row["id"], row["kind"]: json.loads(row["body"])}
