"""What comes over everybody: kills, restarts of Postgres, cut connections.

The moments are counted in what people have done, so that the seed repeats them as far as the
processes' own timing lets it. Faults of the stand-ins have dice of their own, which the seed sets.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from dataclasses import dataclass
from typing import Any

from tests.chaos_all.hands import Tally
from tests.chaos_all.postgres import Postgres
from tests.chaos_all.stage import Stage
from tests.chaos_money.waiting import LOOK

BAD_TELEGRAM: tuple[dict[str, Any], ...] = (
    {"kind": "too_many", "rate": 0.03, "seconds": 1},
    {"kind": "error", "rate": 0.03},
    {"kind": "error_after", "rate": 0.015},
    {"kind": "cut", "rate": 0.015},
    {"kind": "cut_after", "rate": 0.01},
    {"kind": "late", "rate": 0.004, "seconds": 3},
    {"kind": "again", "method": "update", "rate": 0.1},
    {"kind": "replay", "method": "update", "rate": 0.1},
)
"""429 with retry_after, 5xx and cut connections before and after acting, answers that come when
nobody listens any more, updates that come twice and old ones that come again."""
BAD_STRIPE = {
    "webhook_drop": 0.1,
    "webhook_double": 0.15,
    "webhook_reorder": 1.0,
    "lose_rate": 0.05,
    "fail_rate": 0.05,
}
ALWAYS = 10**9


@dataclass(frozen=True)
class Plan:
    """How often, in all; `acts` is roughly how much people will do meanwhile."""

    kills: int = 0
    restarts: int = 0
    cuts: int = 0
    acts: int = 1000
    telegram: tuple[dict[str, Any], ...] = BAD_TELEGRAM
    stripe: dict[str, Any] | None = None


@dataclass(frozen=True, order=True)
class Strike:
    """What happens once so much was done, and so many seconds late."""

    acts: int
    what: str
    late: float


class Weather:
    """Blows until it is told that everybody has gone home; then what is left comes at once."""

    def __init__(
        self, stage: Stage, postgres: Postgres | None, tally: Tally, plan: Plan, seed: int
    ) -> None:
        self._stage = stage
        self._postgres = postgres
        self._tally = tally
        self._plan = plan
        self._seed = seed
        self._chance = random.Random(f"{seed}/weather")
        self._strikes = self._planned()
        self._modes = ["immediate", "fast"]
        self.done: Counter[str] = Counter()
        self.over = False

    def _planned(self) -> list[Strike]:
        plan = self._plan
        wanted = ["kill"] * plan.kills + ["restart"] * plan.restarts + ["cut"] * plan.cuts
        self._chance.shuffle(wanted)
        moments = sorted(
            self._chance.sample(range(5, max(plan.acts, len(wanted) + 10)), len(wanted))
        )
        return [
            Strike(acts, what, self._chance.uniform(0, 0.1))
            for acts, what in zip(moments, wanted, strict=True)
        ]

    def strikes(self) -> list[str]:
        """What is planned, in its order, for whoever strikes by steps rather than by acts."""
        return [strike.what for strike in self._strikes]

    async def gather(self) -> None:
        """Let the stand-ins misbehave."""
        for fault in self._plan.telegram:
            self._stage.telegram.faults.add({"times": ALWAYS, "seed": self._seed, **fault})
        stripe = BAD_STRIPE if self._plan.stripe is None else self._plan.stripe
        await self._stage.switch(**stripe, seed=self._seed)

    async def clear_up(self) -> None:
        """The stand-ins behave again."""
        self._stage.telegram.faults.clear()
        await self._stage.switch(reset=True)

    async def blow(self) -> None:
        """Strike when it is time; the rest at the end."""
        while not self.over:
            while self._strikes and self._tally.acts >= self._strikes[0].acts:
                strike = self._strikes.pop(0)
                await asyncio.sleep(strike.late)
                await self.strike(strike.what)
            await asyncio.sleep(LOOK / 2)
        while self._strikes:
            await self.strike(self._strikes.pop(0).what)

    async def strike(self, what: str) -> None:
        """One of them, now."""
        self.done[what] += 1
        match what:
            case "kill":
                await self._stage.kill(self._chance.choice(self._stage.replicas))
            case "restart" if self._postgres:
                mode = self._modes[self.done[what] % len(self._modes) - 1]
                await self._stage.restart(self._postgres, mode)
            case "cut" if self._chance.random() < 0.5:
                await self._stage.terminate_backends()
            case _:
                async with self._stage.interrupting("cut"):
                    self._stage.balancer.drop(self._chance)
