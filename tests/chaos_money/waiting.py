"""Waiting for a condition, never for a time to pass."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

LOOK = 0.1
"""Seconds between looks."""


class NeverCame(AssertionError):
    """What was waited for did not come; the message says what, and how things stand."""


async def until(
    condition: Callable[[], Awaitable[bool]],
    patience: float,
    what: str,
    story: Callable[[], Awaitable[str]] | None = None,
) -> None:
    """Look again and again until it is so; raises NeverCame after `patience` seconds."""
    try:
        async with asyncio.timeout(patience):
            while not await condition():  # noqa: ASYNC110 - rows of other processes are watched
                await asyncio.sleep(LOOK)
    except TimeoutError:
        told = f": {await story()}" if story else ""
        raise NeverCame(f"waited {patience:.0f} s for {what}{told}") from None
