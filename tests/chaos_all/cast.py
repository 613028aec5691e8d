"""Who takes part: learners whom nobody has met yet, experts old and new, and an admin."""

from __future__ import annotations

import random
from dataclasses import dataclass

import asyncpg

from bot.sandbox.telegram.people import Person
from tests.builders import a_session, an_expert
from tests.chaos_all.hands import Chats, Hand, Tally
from tests.chaos_all.newcomers import Admin, Applicant
from tests.chaos_all.people import Expert, Learner, Somebody
from tests.chaos_all.stage import ADMIN, Stage

TOPICS = ("python", "sql", "statistics", "design", "writing")
EACH = 4
"""One expert in so many begins in the chat, and one has a group."""


@dataclass
class Cast:
    """Everybody."""

    learners: list[Learner]
    experts: list[Expert]
    admin: Admin

    @property
    def all(self) -> list[Somebody]:
        """Learners, experts and the admin."""
        return [*self.learners, *self.experts, self.admin]


async def assembled(stage: Stage, chats: Chats, tally: Tally, *, users: int, seed: int) -> Cast:
    """Experts as the platform has them, with a session each; learners, and those who are to become
    experts, whom nobody has met yet.
    """
    experts: list[Expert] = []
    async with stage.owner.acquire() as owner:
        for n in range(max(2, users // 10)):
            if n % EACH == 1:
                experts.append(an_applicant(chats, tally, n, seed))
            else:
                experts.append(await _expert(owner, chats, tally, n, seed))
    learners = [
        Learner(
            Hand(chats, Person(500_000 + n, "learner", f"Lea{n}"), tally),
            random.Random(f"{seed}/learner {n}"),
            tally,
        )
        for n in range(users - len(experts))
    ]
    return Cast(learners, experts, an_admin(chats, tally, seed))


def an_admin(chats: Chats, tally: Tally, seed: int) -> Admin:
    """Ada, whom the settings name."""
    ada = Hand(chats, Person(ADMIN, "admin", "Ada", started=True), tally)
    return Admin(ada, random.Random(f"{seed}/admin"), tally)


async def _expert(
    owner: asyncpg.Connection, chats: Chats, tally: Tally, n: int, seed: int
) -> Expert:
    name = f"Max{n}"
    person = await an_expert(owner, name=name, telegram=True)
    seats = 3 if n % EACH == EACH - 1 else 1
    await a_session(owner, person, title=f"All about {name}", tags=(_topic(n),), seats=seats)
    assert person.telegram_id
    hand = Hand(chats, Person(person.telegram_id, "expert", name, started=True), tally)
    return Expert(hand, random.Random(f"{seed}/expert {n}"), tally)


def an_applicant(chats: Chats, tally: Tally, n: int, seed: int) -> Applicant:
    """Nora, whom nobody has met yet."""
    hand = Hand(chats, Person(600_000 + n, "learner", f"Nora{n}"), tally)
    return Applicant(hand, random.Random(f"{seed}/expert {n}"), tally, topic=_topic(n))


def _topic(n: int) -> str:
    return TOPICS[n % len(TOPICS)]
