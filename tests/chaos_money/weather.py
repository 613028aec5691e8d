"""What comes over everybody: kills, jumps of the clock, webhooks that are stale or lie.

The moments are counted in what people have done, so that the seed repeats them as far as the
processes' own timing lets it.
"""

from __future__ import annotations

import asyncio
import json
import random
import secrets
from datetime import timedelta
from typing import Any

import aiohttp

from bot.sandbox import front
from bot.sandbox.stripe.ports import stamp
from bot.sandbox.stripe.webhooks import sign
from tests.chaos_money.stage import WEBHOOK_SECRET, Stage
from tests.chaos_money.visits import Tally
from tests.chaos_money.waiting import LOOK

ACTS_A_BOOKING = 3.4
"""Roughly how much is done about each, to spread the kills over the run."""
CALM = 1.0
"""Seconds without anybody doing anything after which the clock moves anyway."""

JUMPS = (
    (70, timedelta(seconds=1), timedelta(minutes=4)),
    (11, timedelta(minutes=31), timedelta(hours=3)),
    (11, timedelta(hours=6), timedelta(hours=30)),
    (8, timedelta(days=2), timedelta(days=8)),
)
"""How far, and how often so far: most are short, some pass a hold, a deadline, a card's week."""
LIES = {"requires_capture": "succeeded", "succeeded": "canceled", "canceled": "requires_capture"}


class Weather:
    """Blows until it is told that everybody has gone home."""

    def __init__(self, stage: Stage, tally: Tally, seed: int, bookings: int, kills: int) -> None:
        self._stage = stage
        self._tally = tally
        self._chance = random.Random(f"{seed}/weather")
        span = int(bookings * ACTS_A_BOOKING)
        self._kills = sorted(self._chance.sample(range(5, max(span, kills + 6)), kills))
        self._next_jump = 5
        self._next_stale = 5
        self.stale = 0
        self.over = False

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
            if acts >= self._next_jump or loop.time() - since > CALM:
                self._next_jump = acts + self._chance.randint(10, 30)
                since = loop.time()
                await self._stage.jump(self._leap())
            await asyncio.sleep(LOOK / 2)
        while self._kills:
            await self._strike(now=True)

    async def _strike(self, *, now: bool = False) -> None:
        if self._kills and (now or self._tally.acts >= self._kills[0]):
            self._kills.pop(0)
            await asyncio.sleep(self._chance.uniform(0, 0.08))
            await self._stage.kill(self._chance.choice(self._stage.replicas))

    def _leap(self) -> timedelta:
        [(_, least, most)] = self._chance.choices(JUMPS, [weight for weight, _, _ in JUMPS])
        return least + (most - least) * self._chance.random()

    async def tell_tale(self) -> None:
        """Send an event that is signed well and tells what was once so, or never was."""
        event = self._some_event()
        if event is None:
            return
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
