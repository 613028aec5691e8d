"""A process's sign of life, so that what a dead one held is free within seconds.

Leases outlast the slowest call: 30 seconds for a chat, 90 for a booking that is being settled.
Whoever is killed half-way would keep its chats waiting that long. So each process says every second
that it runs, and frees what those held that have been silent for five (`app.worker_beat`).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import structlog

from bot.telegram.incidents import kind_of, report
from db.session import Database

log = structlog.get_logger(__name__)

BEAT_SECONDS = 1.0
HEARD_SECONDS = 4.0
"""Shorter than the silence after which others take over: who was not heard for so long stops."""


class Pulse:
    """Beats until it is stopped; `freed` is called when a dead process's work became free."""

    def __init__(self, db: Database, worker: str, freed: Callable[[], None]) -> None:
        # A connection of its own: a sign of life must not queue behind the work.
        self._db = db.beside(size=1)
        self._worker = worker
        self._freed = freed
        self._last: float | None = None
        self._beating: asyncio.Task[None] | None = None

    @property
    def heard(self) -> bool:
        """Whether nobody can have taken this process for dead."""
        # The beat that is under way counts from when it began. Before the first, nobody knows us.
        return self._last is None or _now() - self._last < HEARD_SECONDS

    def start(self) -> None:
        """Begin to beat."""
        self._beating = asyncio.create_task(self._beat_on())

    async def stop(self) -> None:
        """Fall silent, and give back at once whatever this process still holds."""
        if self._beating is None:
            return
        self._beating.cancel()
        await asyncio.wait({self._beating})
        try:
            async with self._db.begin() as tx:
                await tx.run("select app.worker_leave(:worker)", worker=self._worker)
        except Exception as error:  # noqa: BLE001 - the others notice the silence
            log.warning("worker.left_in_silence", error=kind_of(error))
        finally:
            await self._db.close()

    async def _beat_on(self) -> None:
        while True:
            began = _now()
            try:
                async with asyncio.timeout(HEARD_SECONDS), self._db.begin() as tx:
                    dead = await tx.scalar("select app.worker_beat(:worker)", worker=self._worker)
                self._last = began
                if dead:
                    log.warning("worker.buried", count=dead)
                    self._freed()
            except Exception as error:  # noqa: BLE001 - the database may be back in a second
                report(log, "worker.unheard", error)
            await asyncio.sleep(max(0.0, began + BEAT_SECONDS - _now()))


def _now() -> float:
    return asyncio.get_running_loop().time()
