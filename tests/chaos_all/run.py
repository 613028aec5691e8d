"""One simulation: a morning under fire, time that goes on, then calm and the audit.

What SEED repeats: who decides what, which button among those on show, the dice of every fault of
the stand-ins, after how many acts something is struck and which one. What it cannot repeat: how
the processes are timed, and with it which seat is left when somebody looks, which call meets which
throw of the dice, and what a process was doing when it was killed.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import statistics
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import Any

import asyncpg

from tests.chaos_all import books
from tests.chaos_all.audit import (
    POLLS,
    Finding,
    Verdict,
    of_acts,
    of_money,
    of_notices,
    of_offers,
    of_seats,
    of_words,
)
from tests.chaos_all.cast import Cast, assembled
from tests.chaos_all.hands import Chats, Tally
from tests.chaos_all.postgres import Postgres
from tests.chaos_all.stage import Stage, raised
from tests.chaos_all.told import notices
from tests.chaos_all.weather import Plan as Forecast
from tests.chaos_all.weather import Weather
from tests.chaos_money import ledgers
from tests.chaos_money.audit import audit as audit_money
from tests.chaos_money.settling import Settling
from tests.chaos_money.waiting import until

AT_ONCE = 24
"""So many learners are busy at a time."""
PATIENCE = 120.0
HOUR = timedelta(hours=1)
_DUE = """
select min(at) from (
    select due_at as at from app.reminders where sent_at is null
    union all
    select hold_expires_at from public.bookings
     where (status, payment_status) = ('pending', 'pending')
    union all
    select respond_by from public.bookings
     where (status, payment_status) = ('pending', 'authorized')
    union all
    select end_at from public.bookings where status = 'confirmed'
) as due where at > app.now()
"""
_WAITING = """
select (select count(*) from app.telegram_updates where handled_at is null and dead_at is null)
     + (select count(*) from app.outbox where sent_at is null and dead_at is null)
     + (select count(*) from app.reminders where sent_at is null and due_at <= app.now())
"""


@dataclass(frozen=True)
class Plan:
    """What is to be run. `days`: for how long time goes on; `steps` strikes come meanwhile."""

    users: int
    seed: int
    morning: Forecast
    later: Forecast = field(default_factory=Forecast)
    days: float = 3.0
    replicas: int = 3
    plant: str | None = None


@dataclass
class Outcome:
    """What came of it."""

    plan: Plan
    verdict: Verdict
    story: dict[str, Any]

    @property
    def line(self) -> str:
        """The numbers."""
        said = {**{name: self.story[name] for name in _HEAD}, **self.verdict.counts}
        return ", ".join(f"{name} {count}" for name, count in said.items())

    def as_json(self) -> str:
        """All of it, for build/chaos.json."""
        told = {
            "line": self.line,
            "seed": self.plan.seed,
            **self.story,
            **self.verdict.counts,
            "plan": asdict(self.plan),
            "findings": [asdict(each) for each in self.verdict.findings],
        }
        return json.dumps(told, indent=2, default=str)


_HEAD = ("users", "taps", "kills", "restarts", "cuts")


async def simulate(
    plan: Plan, admin_url: str, app_url: str, folder: Path, postgres: Postgres | None = None
) -> Outcome:
    """Run it on a migrated database of its own; raises where it does not come to rest."""
    started = monotonic()
    async with raised(
        admin_url,
        app_url,
        folder,
        replicas=plan.replicas,
        polls=False,
        plant=plan.plant,
        spare=True,
    ) as stage:
        tally = Tally()
        chats = Chats(stage.telegram)
        async with beside(chats.run()):
            cast = await assembled(stage, chats, tally, users=plan.users, seed=plan.seed)
            weather = Weather(stage, postgres, tally, plan.morning, plan.seed)
            await weather.gather()
            await _morning(stage, cast, weather)
            later = Weather(stage, postgres, tally, plan.later, plan.seed + 1)
            rests = await _time_passes(stage, cast, later, plan.days)
            await weather.clear_up()
            await _calm(stage, cast)
            verdict = await audited(stage, chats, tally, rests, folder)
        story = _story(plan, tally, weather, later, stage)
        story["seconds"] = round(monotonic() - started)
        return Outcome(plan, verdict, story)


async def _morning(stage: Stage, cast: Cast, weather: Weather) -> None:
    places = asyncio.Semaphore(AT_ONCE)

    async def busy(work: Coroutine[Any, Any, None]) -> None:
        async with places:
            await work

    async with beside(weather.blow()) as blowing, asyncio.TaskGroup() as answering:
        await cast.admin.begin()
        admin = answering.create_task(cast.admin.answer())
        await asyncio.gather(*(busy(expert.open_up()) for expert in cast.experts))
        answers = [answering.create_task(expert.answer()) for expert in cast.experts]
        await asyncio.gather(*(busy(each.morning(stage)) for each in cast.learners))
        weather.over = True
        await blowing
        for task in (admin, *answers):
            task.cancel()


async def _time_passes(stage: Stage, cast: Cast, weather: Weather, days: float) -> list[datetime]:
    """Go from one thing that is due to the next, under fire; returns the moments of rest."""
    rests: list[datetime] = []
    end = stage.clock.now() + timedelta(days=days)
    planned = weather.strikes()
    while stage.clock.now() < end:
        await until(lambda: quiet(stage), PATIENCE, "all that is due to be done")
        rests.append(await stage.owner.fetchval("select app.now()"))
        due = await stage.owner.fetchval(_DUE)
        to = max(stage.clock.now() + HOUR / 6, due.astimezone(UTC) if due else end)
        await stage.jump(min(to, end + HOUR) - stage.clock.now())
        for each in cast.all[len(rests) % 7 :: 7]:
            each.say_words(2)
        if planned:
            await weather.strike(planned.pop())
    for what in planned:
        await weather.strike(what)
    return rests


async def quiet(stage: Stage) -> bool:
    """Whether all that came in was handled, what is due was said, and nothing waits outside."""
    if stage.telegram.updates.count():
        return False
    with contextlib.suppress(OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
        return not await stage.owner.fetchval(_WAITING)
    return False


async def _calm(stage: Stage, cast: Cast) -> None:
    """Faults off, everybody says one word more, and the money comes to rest."""
    await stage.all_answer()
    for each in cast.all:
        each.say_words(1)
    await until(lambda: quiet(stage), PATIENCE, "all that people said to be answered")
    settling = Settling(stage)
    await settling.calm()
    await settling.until_nothing_is_due()
    await until(lambda: quiet(stage), PATIENCE, "all that was due to be said")


async def audited(
    stage: Stage, chats: Chats, tally: Tally, rests: list[datetime], folder: Path
) -> Verdict:
    """What both stand-ins' books and the bookings say; `rests` as in `audit.notices`."""
    said = books.read(folder / "books" / "telegram.sqlite")
    verdict = Verdict(list(of_words(said.chats, stage.interruptions)))
    verdict.findings += of_acts(tally, chats.said)
    verdict.findings += of_notices(said.chats, await notices(stage.owner, rests))
    verdict.findings += await of_offers(stage.owner)
    verdict.findings += await of_seats(stage.owner)
    money = audit_money(await ledgers.read(stage.owner, folder / "books" / "stripe.sqlite"))
    verdict.findings += of_money(money)
    if said.conflicts:
        verdict.findings.append(Finding(POLLS, "getUpdates", f"was ended {said.conflicts} times"))
    return verdict


@asynccontextmanager
async def beside(work: Coroutine[Any, Any, None]) -> AsyncIterator[asyncio.Task[None]]:
    """Have it running during the block; what it raises ends the block's end."""
    task = asyncio.create_task(work)
    try:
        yield task
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


def _story(
    plan: Plan, tally: Tally, weather: Weather, later: Weather, stage: Stage
) -> dict[str, Any]:
    done = weather.done + later.done
    waits = sorted(tally.waits) or [0.0]
    said = books.read(stage.folder / "books" / "telegram.sqlite")
    return {
        "users": plan.users,
        "taps": said.taps,
        "acts": tally.acts,
        "kills": done["kill"],
        "restarts": done["restart"],
        "cuts": done["cut"],
        "did": dict(tally.did.most_common()),
        "updates": {"delivered": said.delivered, "of them again": said.repeated},
        "answered within": {
            "median": round(statistics.median(waits), 2),
            "95 %": round(waits[int(len(waits) * 0.95) - 1], 2),
            "most": round(waits[-1], 1),
        },
    }
