"""The bot's processes as the sandbox keeps them; the bot here is a program that only waits."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.sandbox.crew import Bot, Crew, CrewError

WAITS = [sys.executable, "-c", "import time; time.sleep(60)"]


@pytest.fixture
async def crew(tmp_path: Path) -> AsyncIterator[Crew]:
    crew = Crew(WAITS, dict(os.environ), tmp_path)
    yield crew
    await crew.stop()


async def running(bot: Bot, *, other_than: int | None = None) -> int:
    """The process id, once there is one."""
    async with asyncio.timeout(10):
        while True:
            if bot.alive and bot.pid is not None and bot.pid != other_than:
                return bot.pid
            await asyncio.sleep(0.05)


async def test_a_crash_is_mended_and_a_kill_is_not(crew: Crew) -> None:
    await crew.act("start")
    first = await running(crew.first)
    os.kill(first, signal.SIGKILL)
    await running(crew.first, other_than=first)
    await crew.act("kill")
    await asyncio.sleep(1.3)
    assert not crew.first.alive
    assert [bot["state"] for bot in await crew.look()] == ["off", "off"]
    await crew.act("start")
    await running(crew.first)


async def test_a_kill_right_after_the_start_leaves_nothing_behind(crew: Crew) -> None:
    await crew.act("start")
    await asyncio.sleep(0)
    await crew.act("kill")
    assert not crew.first.alive
    assert crew.urls() == []


async def test_two_run_side_by_side_on_ports_of_their_own(crew: Crew) -> None:
    await crew.act("start")
    await crew.act("second")
    await running(crew.first)
    await running(crew.second)
    assert len(set(crew.urls())) == 2
    assert [bot["state"] for bot in await crew.look()] == ["starting", "starting"]
    await crew.act("stop_second")
    assert crew.urls() == [crew.first.url]
    with pytest.raises(CrewError):
        await crew.act("dance")
