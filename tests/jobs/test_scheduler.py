"""APScheduler only wakes: one process of many, again after a failure, and it remembers nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from bot.jobs.scheduler import Ticker
from bot.jobs.ticks import Tick
from bot.telegram import leases
from db.session import Database

OFTEN = 0.02


def elected(db: Database, holder: str) -> Callable[[str, float], Awaitable[bool]]:
    async def ask(name: str, seconds: float) -> bool:
        return await leases.take(db, name, holder, 30)

    return ask


async def test_of_two_processes_one_ticks(db: Database) -> None:
    by: list[str] = []
    enough = asyncio.Event()

    def ticker(holder: str) -> Ticker:
        async def work(_: Database) -> int:
            by.append(holder)
            if len(by) == 5:
                enough.set()
            return 0

        return Ticker(db, (Tick("t", OFTEN, work),), elected(db, holder), lambda: None)

    both = [ticker("a"), ticker("b")]
    for each in both:
        each.start()
    async with asyncio.timeout(20):
        await enough.wait()
    for each in both:
        await each.stop()
    assert len(set(by)) == 1


@pytest.mark.parametrize("moved", [0, 3])
async def test_a_tick_that_fails_is_woken_again_and_moved_rows_wake_the_sender(
    db: Database, moved: int
) -> None:
    tries = 0
    woken = 0
    again = asyncio.Event()

    async def work(_: Database) -> int:
        nonlocal tries
        tries += 1
        if tries == 1:
            raise RuntimeError("once")
        if tries == 3:
            again.set()
        return moved

    def wake() -> None:
        nonlocal woken
        woken += 1

    ticker = Ticker(db, (Tick("t", OFTEN, work),), elected(db, "me"), wake)
    ticker.start()
    was_alive = ticker.alive
    async with asyncio.timeout(20):
        await again.wait()
    await ticker.stop()
    assert was_alive
    assert not ticker.alive
    assert (woken > 0) is (moved > 0)


async def test_a_tick_under_way_ends_before_the_process_does(db: Database) -> None:
    entered, go_on, ended = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def work(_: Database) -> int:
        entered.set()
        await go_on.wait()
        ended.set()
        return 0

    ticker = Ticker(db, (Tick("t", OFTEN, work),), elected(db, "me"), lambda: None)
    ticker.start()
    async with asyncio.timeout(20):
        await entered.wait()
        stopping = asyncio.create_task(ticker.stop())
        await asyncio.sleep(0)
        go_on.set()
        await stopping
    assert ended.is_set()


async def test_a_scheduler_that_wakes_nothing_any_more_is_not_alive(db: Database) -> None:
    """As when its loop hangs: it still says that it runs."""
    now = 0.0
    ticker = Ticker(db, (Tick("t", 5, _nothing),), elected(db, "me"), lambda: None, lambda: now)
    assert not ticker.alive
    ticker.start()
    now = 29.0
    states = [ticker.alive]
    now = 31.0
    states.append(ticker.alive)
    await ticker._wake(Tick("t", 5, _nothing))
    assert [*states, ticker.alive] == [True, False, True]
    await ticker.stop()
    assert not ticker.alive


async def _nothing(_: Database) -> int:
    return 0
