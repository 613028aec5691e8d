"""Moves the domain's clock for the sandbox, stopping where something falls due.

Refused at start with live credentials (`CLOCK`); the database refuses anybody but the bot.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from bot.clock import Clock
from bot.jobs.ticks import run_due
from db import functions
from db.session import Database

PATIENCE = 15.0
"""Seconds (of the real clock) that a skip waits for what is under way to be done."""


@dataclass(frozen=True, slots=True)
class Due:
    """The next thing that will happen by itself: when (UTC), and what, in one word."""

    at: datetime
    what: str


@dataclass(frozen=True, slots=True)
class Present:
    """What time it is for the domain (UTC), and what comes next."""

    now: datetime
    next: Due | None


class Skipper:
    """The adjustable clock of this process's database."""

    def __init__(
        self,
        db: Database,
        clock: Clock,
        nudge: Callable[[], None],
        idle: Callable[[], Awaitable[bool]],
    ) -> None:
        self._db = db
        self._clock = clock
        self._nudge = nudge
        self._idle = idle

    async def look(self) -> Present:
        """The present; also takes the database's offset over into this process's clock."""
        async with self._db.begin() as tx:
            due = await functions.next_due(tx)
            now = tx.now
        self._clock.follow(now)
        return Present(now, Due(*due) if due else None)

    async def advance(self, to: datetime) -> Present:
        """Go to `to`, or to what falls due before it; do what is due there; say what comes next.

        `to` is aware; a time that has passed moves nothing but still does what is due.
        """
        present = await self.look()
        target = min(to, present.next.at) if present.next else to
        if target > present.now:
            async with self._db.begin() as tx:
                await functions.move_clock(tx, target)
        await self.look()
        await self._settle_down()
        return await self.look()

    async def _settle_down(self) -> None:
        """Run the ticks, and what they set off, until all is quiet (or patience ends)."""
        try:
            async with asyncio.timeout(PATIENCE):
                while True:
                    moved = await run_due(self._db)
                    self._nudge()
                    # Rows are watched, not an event: other processes work on them too.
                    while not await self._idle():  # noqa: ASYNC110
                        await asyncio.sleep(0.02)
                    if not moved:
                        return
        except TimeoutError:
            return  # a chat that is rate limited, Stripe down: time goes on without them
