"""The one clock that every stand-in of the sandbox reads: system time plus an offset."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path


class Clock:
    """System time plus an offset that only grows, kept on disk where a file is given.

    The bot keeps an offset of its own in its database; the sandbox sets both to the same
    instant at each step of a skip (see `bot.sandbox.skipping`).
    """

    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        self._offset = timedelta(0)
        self._listeners: list[Callable[[], None]] = []
        if file is not None and file.exists():
            self._offset = timedelta(seconds=json.loads(file.read_text())["offset_seconds"])

    def now(self) -> datetime:
        """The sandbox's present, aware, in UTC."""
        return datetime.now(UTC) + self._offset

    @property
    def offset(self) -> timedelta:
        """How far the sandbox is ahead of system time."""
        return self._offset

    def timestamp(self) -> int:
        """Now in whole seconds since 1970, as both stand-ins put it in their answers."""
        return int(self.now().timestamp())

    def advance(self, to: datetime) -> None:
        """Jump to `to` (aware). An instant that has passed changes nothing."""
        self.align(max(to, self.now()))

    def align(self, to: datetime) -> None:
        """Set the clock to `to`, backwards too: only for following the bot's own clock."""
        self._offset = to - datetime.now(UTC)
        if self._file is not None:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            self._file.write_text(json.dumps({"offset_seconds": self._offset.total_seconds()}))
        for listener in self._listeners:
            listener()

    def on_change(self, listener: Callable[[], None]) -> None:
        """Call `listener` after each jump; it must not block."""
        self._listeners.append(listener)
