"""Who takes part: learners, and experts of every currency and policy with their sessions."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import timedelta
from itertools import product
from uuid import UUID

import asyncpg

from tests.builders import Person, a_learner, a_person, a_session, a_slot, an_expert

LEARNERS = 60
POLICIES = ("flexible", "moderate", "strict")
PRICES = {"DKK": (45000, 33333, 250), "USD": (6000, 999, 51), "EUR": (5500, 1235, 50)}
"""Among them odd ones, whose half is rounded, and the least that Stripe takes."""
STARTS = (
    (timedelta(hours=2, minutes=40), timedelta(hours=11)),
    (timedelta(hours=13), timedelta(hours=30)),
    (timedelta(days=2), timedelta(days=5)),
    (timedelta(days=5), timedelta(days=10)),
)
"""How far ahead a session may start: late for some policies, in time for others."""


@dataclass(frozen=True)
class Offer:
    """A session of an expert; `seats` above one make it a group."""

    session: UUID
    expert: Person
    seats: int
    price: int


@dataclass(frozen=True)
class Seat:
    """A place in a slot that somebody may try to take."""

    slot: UUID
    offer: Offer


class Cast:
    """Everybody, and the group slots that still have room or had it lately."""

    def __init__(self, learners: list[Person], offers: list[Offer], admin: Person) -> None:
        self.learners = learners
        self.admin = admin
        self._offers = offers
        self._groups: list[Seat] = []

    async def seat(self, owner: asyncpg.Pool, chance: random.Random) -> Seat:
        """A seat in a group that others booked, or in a slot made for this visit."""
        if self._groups and chance.random() < 0.2:
            return chance.choice(self._groups[-6:])
        offer = chance.choice(self._offers)
        first, last = chance.choice(STARTS)
        starts_in = first + (last - first) * chance.random()
        async with owner.acquire() as connection:
            slot = await a_slot(connection, offer.session, starts_in=starts_in)
        seat = Seat(slot.id, offer)
        if offer.seats > 1:
            self._groups.append(seat)
        return seat


async def assembled(owner: asyncpg.Pool) -> Cast:
    """Make everybody by plain SQL, as the platform would have them."""
    offers: list[Offer] = []
    async with owner.acquire() as connection:
        learners = [await a_learner(connection, name=f"Learner {n}") for n in range(LEARNERS)]
        admin = await a_person(connection, name="Ada", role="admin")
        for n, (currency, policy) in enumerate(product(PRICES, POLICIES)):
            expert = await an_expert(connection, currency=currency, name=f"Expert {n}")
            await connection.execute(
                "update public.expert_profiles set cancellation_policy = $2, instant_booking = $3"
                " where id = $1",
                expert.expert_id, policy, n % 4 == 3,
            )  # fmt: skip
            prices = PRICES[currency]
            for price, seats in ((prices[n % 3], 1), (prices[(n + 1) % 3], 1), (prices[0], 3)):
                offers.append(await _offer(connection, expert, price, seats))
            if n % 3 == 0:
                offers.append(await _offer(connection, expert, 0, 2))
    return Cast(learners, offers, admin)


async def _offer(owner: asyncpg.Connection, expert: Person, price: int, seats: int) -> Offer:
    session = await a_session(owner, expert, price=price, seats=seats)
    return Offer(session, expert, seats, price)
