"""SIGKILL at random moments: nothing is lost, nothing is applied twice, order is kept."""

from __future__ import annotations

import asyncio

import pytest

from tests.chaos.conftest import Scene
from tests.telegram.conftest import until

pytestmark = pytest.mark.chaos

KILLS = 5


async def test_one_process_that_polls(scene: Scene) -> None:
    [bot] = await scene.replicas(1)
    taps = scene.taps()
    arriving = asyncio.create_task(scene.drip(taps))
    for _ in range(KILLS):
        await scene.strike(bot, scene.chance.randint(1, 30))
        await bot.start()
    await arriving
    await until(lambda: scene.done(len(taps)), 30, "all handled and sent")
    await scene.verify()


async def test_two_processes_behind_a_webhook(scene: Scene) -> None:
    bots = await scene.replicas(2, webhook=True)
    taps = scene.taps()
    arriving = asyncio.create_task(scene.deliver(bots, taps))
    for _ in range(KILLS):
        victim = scene.chance.choice(bots)
        await scene.strike(victim, scene.chance.randint(1, 30))
        await victim.start()
    await arriving
    await until(lambda: scene.done(len(taps)), 30, "all handled and sent")
    await scene.verify()
    handlers = await scene.owner.fetchval("select count(distinct process) from public.taps")
    assert handlers > 2


async def test_the_standby_takes_over_polling(scene: Scene) -> None:
    bots = await scene.replicas(2)
    taps = scene.taps()
    arriving = asyncio.create_task(scene.drip(taps))
    for _ in range(3):
        for bot in bots:
            await scene.strike(bot, scene.chance.randint(1, 20))
            await bot.start()
    await arriving
    await until(lambda: scene.done(len(taps)), 30, "all handled and sent")
    await scene.verify()


async def test_forty_conversations_interleaved_over_two_processes(scene: Scene) -> None:
    bots = await scene.replicas(2, webhook=True)
    people = list(range(1, 41))
    for text in ("/order", "T{}", "D{}"):
        batch = [scene.api.message(n, text.format(n)) for n in people]
        scene.chance.shuffle(batch)
        await scene.deliver(bots, batch)
    await until(lambda: scene.done(len(people) * 3), 30, "all conversations")
    said = {n: scene.api.texts(n) for n in people}
    assert said == {n: ["topic?", "day?", f"T{n} on D{n}"] for n in people}
