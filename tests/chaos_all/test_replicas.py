"""Several processes: one after another is replaced, or the leader dies, and nobody notices."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import pytest

from tests.chaos_all.drills import Scene, Setting, drill, say_words
from tests.chaos_all.run import PATIENCE
from tests.chaos_money.replicas import Replica
from tests.chaos_money.waiting import until

pytestmark = pytest.mark.chaos


async def all_answered(scene: Scene) -> bool:
    """Whether everybody has the answer to the last word that they said."""
    return all(each.hand.find(rf"/w{each.words}\b") for each in scene.people)


async def replace_one_after_another(scene: Scene) -> None:
    """A rolling restart during traffic: SIGTERM, the process drains, a new one comes, the next."""
    loop = asyncio.get_running_loop()
    waits: list[float] = []
    rolling = True

    async def talk() -> None:
        while rolling:
            began = loop.time()
            await say_words(scene)
            await until(lambda: all_answered(scene), PATIENCE, "every word to be answered")
            waits.append(loop.time() - began)

    talking = asyncio.create_task(talk())
    for replica in scene.stage.replicas:
        await replica.stop()
        await replica.start()
        await scene.stage.all_answer()
    rolling = False
    await talking
    # For whoever reads the run's output: a test has no opinion on how fast this machine is.
    told = f"{len(waits)} rounds of words, answered within {max(waits):.1f} s at most\n"
    sys.stdout.write(told)
    for replica in scene.stage.replicas:
        assert replica.stops == [0], "it drained and ended by itself"


async def kill_who_leads(scene: Scene) -> None:
    """The one that polls is killed without warning; the other takes over without a restart."""
    loop = asyncio.get_running_loop()
    await say_words(scene)
    await until(lambda: all_answered(scene), PATIENCE, "every word to be answered")
    leader = await _leader(scene)
    began = loop.time()
    async with scene.stage.interrupting("kill"):
        await leader.kill()
    await say_words(scene)
    sys.stdout.write(f"the standby took over within {loop.time() - began:.1f} s\n")
    await until(lambda: all_answered(scene), PATIENCE, "every word to be answered")
    assert not leader.alive()
    await leader.start()


async def _leader(scene: Scene) -> Replica:
    holder = await scene.stage.owner.fetchval(
        "select holder from app.leases where name = 'polling'"
    )
    for replica in scene.stage.replicas:
        if await replica.name() == holder:
            return replica
    raise AssertionError(f"nobody is {holder}")


async def test_a_rolling_restart_loses_no_tap(admin_url: str, app_url: str, tmp_path: Path) -> None:
    setting = Setting(replicas=3)
    assert await drill(replace_one_after_another, setting, admin_url, app_url, tmp_path) == []


async def test_the_standby_takes_over_when_the_leader_is_killed(
    admin_url: str, app_url: str, tmp_path: Path
) -> None:
    findings = await drill(kill_who_leads, Setting(polls=True), admin_url, app_url, tmp_path)

    # The stand-in notices by the next poll that the dead one's has nobody who listens.
    assert {each.kind for each in findings} <= {"two poll at once"}, findings
    assert len(findings) <= 1
