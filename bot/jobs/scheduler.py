"""APScheduler wakes the ticks; rows say what is due, so it has nothing to remember."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from time import monotonic

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from structlog.contextvars import bind_contextvars

from bot.jobs.ticks import Tick
from bot.telegram.incidents import report
from db.session import Database

log = structlog.get_logger(__name__)

_PATIENCE = 6
"""So many beats of the fastest tick may be missed before the scheduler counts as dead."""

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
        now: Callable[[], float] = monotonic,
    ) -> None:
        self._db = db
        self._elected = elected
        self._moved = moved
        self._now = now
        self._woke_at = now()
        self._patience = _PATIENCE * min((tick.every for tick in ticks), default=1.0)
        self._under_way: dict[str, asyncio.Task[None]] = {}
        self._open = False
        # Memory store on purpose: a missed wake-up needs no catching up, the rows are still due.
        self._scheduler = AsyncIOScheduler(
            timezone="UTC",
            job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1},
        )
        for tick in ticks:
            self._scheduler.add_job(
                self._wake, "interval", seconds=tick.every, args=(tick,), id=tick.name
            )

    def start(self) -> None:
        """Begin to wake the ticks."""
        self._open = True
        self._woke_at = self._now()
        self._scheduler.start()

    async def stop(self, seconds: float = 10.0) -> None:
        """Wake no more, and wait for the ticks under way, for so many seconds at most."""
        self._open = False
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        if self._under_way:
            await asyncio.wait(self._under_way.values(), timeout=seconds)

    @property
    def quiet_for(self) -> float | None:
        """Seconds since a tick was woken last; None where none will be."""
        if not self._open or not self._scheduler.running:
            return None
        return self._now() - self._woke_at

    @property
    def alive(self) -> bool:
        """Whether the ticks are being woken, in their rhythm."""
        quiet = self.quiet_for
        return quiet is not None and quiet <= self._patience

    async def _wake(self, tick: Tick) -> None:
        """Let the tick run as a task of ours: the scheduler would cancel its own when it ends."""
        self._woke_at = self._now()
        if tick.name not in self._under_way:
            task = asyncio.create_task(self._work(tick))
            self._under_way[tick.name] = task
            task.add_done_callback(lambda _: self._under_way.pop(tick.name))

    async def _work(self, tick: Tick) -> None:
        bind_contextvars(tick=tick.name)  # the task is its own, and so is its context
        try:
            if not await self._elected(f"tick:{tick.name}", tick.every * 3):
                return
            moved = await tick.work(self._db)
        except Exception as error:  # noqa: BLE001 - the next wake-up tries again
            report(log, "tick.failed", error, tick=tick.name)
            return
        if moved:
            log.info("tick.moved", rows=moved)
            self._moved()
