"""Tells whoever looks (the page, a waiting test) that something changed."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import contextmanager
from typing import Any

MOST_WAITING = 1000


class Events:
    """A small broadcast: each subscriber has a queue; one that does not read loses the oldest."""

    def __init__(self) -> None:
        self.version = 0
        self._queues: set[asyncio.Queue[dict[str, Any]]] = set()

    def publish(self, kind: str, **facts: Any) -> None:
        """Send an event to everyone; `version` counts them."""
        self.version += 1
        event = {"type": kind, "version": self.version, **facts}
        for queue in self._queues:
            if queue.full():
                queue.get_nowait()
            queue.put_nowait(event)

    @contextmanager
    def _subscribed(self) -> Any:
        queue: asyncio.Queue[dict[str, Any]] = asyncio.Queue(MOST_WAITING)
        self._queues.add(queue)
        try:
            yield queue
        finally:
            self._queues.discard(queue)

    async def listen(self, pause: float = 15) -> AsyncGenerator[dict[str, Any] | None, None]:
        """Events as they come; None after `pause` seconds without one, as a sign of life.

        The first is None too: from then on nothing is missed.
        """
        with self._subscribed() as queue:
            yield None
            while True:
                try:
                    async with asyncio.timeout(pause):
                        event = await queue.get()
                except TimeoutError:
                    yield None
                else:
                    yield event

    async def changed(self, since: int, timeout: float) -> bool:  # noqa: ASYNC109
        """Wait (at most `timeout` seconds) until the version is another than `since`."""
        with self._subscribed() as queue:
            if self.version != since:
                return True
            try:
                async with asyncio.timeout(timeout):
                    await queue.get()
            except TimeoutError:
                return False
            return True
