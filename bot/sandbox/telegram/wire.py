"""What crossed the wire, for the page and for tests."""

import json
from typing import Any

from bot.sandbox.clock import Clock
from bot.sandbox.telegram.books import Books
from bot.sandbox.telegram.events import Events

KEPT = 5000
LONGEST = 4000


class Wire:
    """The latest calls of the bot, and webhook deliveries to it."""

    def __init__(self, books: Books, clock: Clock, events: Events) -> None:
        self._books = books
        self._clock = clock
        self._events = events

    def record(
        self, direction: str, method: str, request: Any, status: int, response: Any, seconds: float
    ) -> None:
        """Write one exchange down; `direction` is 'call' (from the bot) or 'webhook' (to it)."""
        call_id = self._books.run(
            "insert into calls (at, direction, method, request, status, response, milliseconds)"
            " values (?, ?, ?, ?, ?, ?, ?)",
            self._clock.now().isoformat(timespec="milliseconds"),
            direction,
            method,
            _short(request),
            status,
            _short(response),
            round(seconds * 1000),
        )
        self._books.run("delete from calls where id <= ?", call_id - KEPT)
        self._events.publish("call", id=call_id)

    def calls(self, after: int = 0, limit: int = 100) -> list[dict[str, Any]]:
        """The latest exchanges after an id, oldest first."""
        rows = self._books.rows(
            "select * from (select * from calls where id > ? order by id desc limit ?) order by id",
            after,
            limit,
        )
        return [
            {**dict(row), "request": _read(row["request"]), "response": _read(row["response"])}
            for row in rows
        ]


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=_describe)
    return text if len(text) <= LONGEST else json.dumps(text[:LONGEST] + "…", ensure_ascii=False)


def _describe(value: object) -> str:
    return f"({getattr(value, 'name', 'file')}, {len(getattr(value, 'body', b''))} bytes)"


def _read(text: str) -> Any:
    return json.loads(text)
