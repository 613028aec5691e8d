"""APScheduler wakes the ticks; rows say what is due, so it has nothing to remember."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.jobs.ticks import Tick
from db.session import Database

log = structlog.get_logger(__name__)

Elected = Callable[[str, float], Awaitable[bool]]
"""Asks for the lease of this name for so many seconds; says whether this process holds it."""


class Ticker:
    """Runs each tick at its rhythm in the one process that holds its lease."""

    def __init__(
        self,
        db: Database,
        ticks: tuple[Tick, ...],
        elected: Elected,
        moved: Callable[[], None],
    ) -> None:
        self._db = db
        self._elected = elected
        self._moved = moved
        # Memory store on purpose: a missed wake-up needs no catching up, the rows are still due.
        self._scheduler = AsyncIOScheduler(
            timezone="UTC",
            job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1},
        )
        for tick in ticks:
            self._scheduler.add_job(
                self._run, "interval", seconds=tick.every, args=(tick,), id=tick.name
            )

    def start(self) -> None:
        """Begin to wake the ticks."""
        self._scheduler.start()

    def stop(self) -> None:
        """Wake no more; a tick under way ends by itself."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    @property
    def alive(self) -> bool:
        """Whether the ticks are being woken."""
        return bool(self._scheduler.running)

    async def _run(self, tick: Tick) -> None:
        try:
            if not await self._elected(f"tick:{tick.name}", tick.every * 3):
                return
            moved = await tick.work(self._db)
        except Exception:  # the next wake-up tries again; the log has the story
            log.exception("tick.failed", tick=tick.name)
            return
        if moved:
            log.info("tick.moved", tick=tick.name, rows=moved)
            self._moved()
