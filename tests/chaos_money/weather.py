"""What comes over everybody: kills, jumps of the clock, webhooks that are stale or lie.

The moments are counted in what people have done, so that the seed repeats them as far as the
processes' own timing lets it.
"""

from __future__ import annotations

import asyncio
import json
import random
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import aiohttp

from bot.sandbox import front
from bot.sandbox.stripe.ports import stamp
from bot.sandbox.stripe.webhooks import sign
from tests.chaos_money.stage import WEBHOOK_SECRET, Stage
from tests.chaos_money.visits import Tally
from tests.chaos_money.waiting import LOOK

ACTS_A_BOOKING = 2.2
"""Roughly how much is done about each, to spread the kills over the run."""
CALM = 3.0
"""Seconds without anybody doing anything after which the clock moves a little anyway."""
SMALL = timedelta(seconds=50)
LONG = timedelta(minutes=10)

JUMPS = (
    (62, timedelta(seconds=1), timedelta(seconds=20)),
    (12, timedelta(seconds=20), timedelta(minutes=4)),
    (9, timedelta(minutes=31), timedelta(hours=3)),
    (10, timedelta(hours=6), timedelta(hours=30)),
    (7, timedelta(days=2), timedelta(days=8)),
)
"""How far, and how often so far: most are short, some pass a hold, a deadline, a card's week."""
LIES = {"requires_capture": "succeeded", "succeeded": "canceled", "canceled": "requires_capture"}


@dataclass(frozen=True, order=True)
class Strike:
    """A kill: after so many acts, of which replica, so many seconds late.

    A reckless one does not care whether the other replica is up.
    """

    acts: int
    victim: int
    late: float
    reckless: bool


class Weather:
    """Blows until it is told that everybody has gone home."""

    def __init__(self, stage: Stage, tally: Tally, seed: int, bookings: int, kills: int) -> None:
        self._stage = stage
        self._tally = tally
        self._chance = random.Random(f"{seed}/weather")
        self._strikes = self._planned(max(int(bookings * ACTS_A_BOOKING), kills + 6), kills)
        self._next_jump = 5
        self._next_stale = 5
        self._leaping: asyncio.Task[None] | None = None
        self.stale = 0
        self.over = False

    def _planned(self, span: int, kills: int) -> list[Strike]:
        return [
            Strike(acts, self._chance.randrange(2), self._chance.uniform(0, 0.08), reckless)
            for acts in sorted(self._chance.sample(range(5, span), kills))
            for reckless in (self._chance.random() < 0.2,)
        ]

    async def blow(self) -> None:
        """Kill, move the clock and tell tales, each when it is time; the kills left at the end."""
        loop = asyncio.get_running_loop()
        acts, since = 0, loop.time()
        while not self.over:
            if self._tally.acts > acts:
                acts, since = self._tally.acts, loop.time()
            await self._strike()
            if acts >= self._next_stale:
                self._next_stale = acts + self._chance.randint(4, 12)
                await self.tell_tale()
            if acts >= self._next_jump:
                self._next_jump = acts + self._chance.randint(15, 45)
                await self._leap()
            elif loop.time() - since > CALM:
                since = loop.time()
                await self._stage.jump(SMALL)
            await asyncio.sleep(LOOK / 2)
        if self._leaping:
            await self._leaping
        while self._strikes:
            strike = self._strikes.pop(0)
            await self._stage.kill(self._stage.replicas[strike.victim])

    async def _strike(self) -> None:
        if not self._strikes or self._tally.acts < self._strikes[0].acts:
            return
        strike = self._strikes[0]
        other = self._stage.replicas[1 - strike.victim]
        if strike.reckless or await self._stage.answers(other):
            self._strikes.pop(0)
            await asyncio.sleep(strike.late)
            await self._stage.kill(self._stage.replicas[strike.victim])

    async def _leap(self) -> None:
        [(_, least, most)] = self._chance.choices(JUMPS, [weight for weight, _, _ in JUMPS])
        by, few = least + (most - least) * self._chance.random(), self._chance.randint(0, 6)
        if by < LONG:
            await self._stage.jump(by)
        elif self._leaping is None or self._leaping.done():
            self._leaping = asyncio.create_task(self._leap_in_a_lull(by, few))

    async def _leap_in_a_lull(self, by: timedelta, few: int) -> None:
        async with self._stage.doors.lull(few):
            await self._stage.jump(by)

    async def tell_tale(self) -> None:
        """Send an event that is signed well and tells what was once so, or never was."""
        if event := self._some_event():
            await self._tell(event)

    async def repeat_the_oldest(self) -> None:
        """Tell of every PaymentIntent once more what was first told of its money."""
        about = ("json_extract(body, '$.type') glob ?", "payment_intent.*")
        first: dict[str, dict[str, Any]] = {}
        for event in self._stage.stripe.books.find("event", [about], order="asc"):
            if event["type"] in _TYPES.values():
                first.setdefault(event["data"]["object"]["id"], event)
        for event in first.values():
            await self._tell({**event, "id": f"evt_3{secrets.token_hex(11)}"})

    async def _tell(self, event: dict[str, Any]) -> None:
        payload = json.dumps(event)
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "Stripe-Signature": sign(payload, WEBHOOK_SECRET, stamp(self._stage.clock)),
        }
        url = f"{self._stage.url}{front.PATH}/webhooks/stripe"
        try:
            async with self._stage.http.post(url, data=payload.encode(), headers=headers) as answer:
                self.stale += answer.status == 200
        except aiohttp.ClientError:
            return

    def _some_event(self) -> dict[str, Any] | None:
        """An old event as a new one; now and then its intent is said to be what it never was."""
        books = self._stage.stripe.books
        about_intents = ("json_extract(body, '$.type') glob ?", "payment_intent.*")
        lies = self._chance.random() < 0.4
        told = books.find("event", [about_intents] if lies else [], limit=600)
        if not told:
            return None
        event = self._chance.choice(told)
        thing = event["data"]["object"]
        if lies and thing["status"] in LIES:
            thing["status"] = LIES[thing["status"]]
            thing["amount_received"] = thing["amount"] if thing["status"] == "succeeded" else 0
            held = thing["status"] == "requires_capture"
            thing["amount_capturable"] = thing["amount"] if held else 0
            event["type"] = _TYPES[thing["status"]]
        return {**event, "id": f"evt_3{secrets.token_hex(11)}"}


_TYPES = {
    "requires_capture": "payment_intent.amount_capturable_updated",
    "succeeded": "payment_intent.succeeded",
    "canceled": "payment_intent.canceled",
}
