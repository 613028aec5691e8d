"""One simulation: people and weather, then calm, then the audit."""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
from collections import Counter
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from time import monotonic
from typing import Any

from tests.chaos_money import ledgers
from tests.chaos_money.audit import DIFFERENCE, DOUBLE, HOLD, UNREFUNDED, Verdict, audit
from tests.chaos_money.audit import open_checkouts as still_open
from tests.chaos_money.cast import assembled
from tests.chaos_money.settling import Settling
from tests.chaos_money.stage import Stage, raised
from tests.chaos_money.visits import Tally, Visit
from tests.chaos_money.watch import Watch
from tests.chaos_money.weather import Weather

AT_ONCE = 24
"""So many bookings are under way at a time."""
BAD_STRIPE = {
    "webhook_drop": 0.2,
    "webhook_double": 0.2,
    "webhook_reorder": 1.0,
    "lose_rate": 0.1,
    "fail_rate": 0.1,
}
"""Webhooks dropped, doubled, shuffled and delayed; answers lost after the act; 5xx, 409, 429."""


_EVENTS = "select event, count(*) from app.booking_events group by event order by count(*) desc"


@dataclass(frozen=True)
class Plan:
    """What is to be run; the seed rules every choice but the timing of processes."""

    bookings: int
    seed: int
    kills: int
    plant: str | None = None
    stripe: dict[str, float] = field(default_factory=lambda: dict(BAD_STRIPE))


@dataclass
class Outcome:
    """What came of it."""

    plan: Plan
    verdict: Verdict
    kills: int
    story: dict[str, Any]

    @property
    def line(self) -> str:
        """The six numbers."""
        count = self.verdict.count
        return (
            f"bookings {self.verdict.bookings}, kills {self.kills},"
            f" differences {count(DIFFERENCE)}, double charges {count(DOUBLE)},"
            f" unrefunded {count(UNREFUNDED)}, holds left over {count(HOLD)}"
        )

    def as_json(self) -> str:
        """All of it, for build/chaos-money.json."""
        count = self.verdict.count
        return json.dumps(
            {
                "line": self.line,
                "bookings": self.verdict.bookings,
                "kills": self.kills,
                "differences": count(DIFFERENCE),
                "double_charges": count(DOUBLE),
                "unrefunded": count(UNREFUNDED),
                "holds_left_over": count(HOLD),
                "plan": asdict(self.plan),
                "findings": [asdict(each) for each in self.verdict.findings],
                "with_admins": [asdict(each) for each in self.verdict.with_admins],
                "story": self.story,
            },
            indent=2,
        )


async def simulate(plan: Plan, admin_url: str, app_url: str, folder: Path) -> Outcome:
    """Run it on a migrated database of its own; raises where it does not come to rest."""
    started = monotonic()
    async with raised(admin_url, app_url, folder, plan.plant) as stage:
        tally = Tally()
        weather = Weather(stage, tally, plan.seed, plan.bookings, plan.kills)
        await stage.switch(**plan.stripe, seed=plan.seed)
        await _storm(stage, plan, tally, weather)
        acted = monotonic()
        settling = Settling(stage)
        await settling.calm()
        books = folder / "books" / "stripe.sqlite"
        early = still_open(await ledgers.read(stage.owner, books))
        await settling.until_nothing_is_due()
        for _ in range(plan.bookings // 2):
            await weather.tell_tale()
        await weather.repeat_the_oldest()
        await settling.rest()
        read = await ledgers.read(stage.owner, books)
        verdict = audit(read)
        verdict.findings += early
        story = _story(read, tally, stage, weather)
        story["events"] = dict(await stage.owner.fetch(_EVENTS))
        story["seconds"] = {"storm": round(acted - started), "all": round(monotonic() - started)}
        kills = sum(replica.kills for replica in stage.replicas)
        return Outcome(plan, verdict, kills, story)


async def _storm(stage: Stage, plan: Plan, tally: Tally, weather: Weather) -> None:
    watch = Watch(stage.owner)
    cast = await assembled(stage.owner)
    places = asyncio.Semaphore(AT_ONCE)

    async def visit(n: int) -> None:
        # Others may have moved in between: a seat that nobody gets is another visit's.
        chance = random.Random(f"{plan.seed}/{n}")
        async with places:
            await Visit(stage, cast, watch, tally, chance).play()

    async with _beside(watch.run()):
        blowing = asyncio.create_task(weather.blow())
        visits = 0
        while len(tally.bookings) < plan.bookings:
            missing = plan.bookings - len(tally.bookings)
            async with asyncio.TaskGroup() as group:
                for n in range(visits, visits + missing):
                    group.create_task(visit(n))
            visits += missing
        weather.over = True
        await blowing


@asynccontextmanager
async def _beside(work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


def _story(read: ledgers.Ledgers, tally: Tally, stage: Stage, weather: Weather) -> dict[str, Any]:
    """What all of it was, for whoever asks whether it was much."""
    ends = Counter(f"{booking.status}/{booking.payment}" for booking in read.bookings)
    deliveries = stage.stripe.books.db.execute(
        "select state, count(*), sum(attempts) from deliveries group by state"
    )
    return {
        "ends": dict(ends.most_common()),
        "did": dict(tally.did.most_common()),
        "cards": dict(tally.cards.most_common()),
        "refused": dict(tally.refused.most_common()),
        "acts": tally.acts,
        "jumps": stage.jumps,
        "days": round(stage.clock.offset.total_seconds() / 86_400),
        "stale_events": weather.stale,
        "webhooks": {row[0]: {"events": row[1], "tries": row[2]} for row in deliveries},
    }
