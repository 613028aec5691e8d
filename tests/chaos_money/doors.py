"""The way in: a long jump of the clock waits for a lull, or it would end every unpaid seat.

Some are always still unpaid when it comes; how many is for chance to say.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

PATIENCE = 25.0


class Doors:
    """Counts who is about to pay, and can let nobody in for a while."""

    def __init__(self) -> None:
        self._unpaid = 0
        self._closed = 0
        self._changed = asyncio.Condition()

    @asynccontextmanager
    async def inside(self) -> AsyncIterator[None]:
        """Come in as soon as the doors are open; leave when it is paid, or when it will not be."""
        async with self._changed:
            await self._changed.wait_for(lambda: not self._closed)
            self._unpaid += 1
        try:
            yield
        finally:
            await self._change(unpaid=-1)

    @asynccontextmanager
    async def lull(self, few: int) -> AsyncIterator[None]:
        """Nobody comes in, and at most `few` are unpaid; or not, where they take too long."""
        await self._change(closed=1)
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(PATIENCE), self._changed:
                    await self._changed.wait_for(lambda: self._unpaid <= few)
            yield
        finally:
            await self._change(closed=-1)

    async def _change(self, *, unpaid: int = 0, closed: int = 0) -> None:
        async with self._changed:
            self._unpaid += unpaid
            self._closed += closed
            self._changed.notify_all()
