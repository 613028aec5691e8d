"""Drills: runs of seconds, each in the one environment in which its bug cannot hide.

A few people say numbered words, or book one session by the database's functions; then all comes to
rest and the same audit as after the long run looks at it.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, timedelta
from pathlib import Path
from typing import Any

from bot.sandbox.telegram.people import Person
from db.session import Transaction
from tests import builders
from tests.chaos_all.audit import Finding
from tests.chaos_all.cast import an_admin, an_applicant
from tests.chaos_all.hands import Chats, Hand, Tally
from tests.chaos_all.people import Somebody
from tests.chaos_all.plants import SQL_PLANTS, plant_sql
from tests.chaos_all.run import PATIENCE, audited, beside, quiet
from tests.chaos_all.stage import Stage, raised
from tests.chaos_money.visits import ACCEPT, BOOK, CANCEL
from tests.chaos_money.waiting import NeverCame, until

WORDS = 3


@dataclass(frozen=True)
class Setting:
    """Where a drill takes place: `faults` of Telegram, `plants` by name."""

    plants: tuple[str, ...] = ()
    replicas: int = 2
    polls: bool = False
    faults: tuple[dict[str, Any], ...] = ()
    stripe: dict[str, Any] = field(default_factory=dict)


@dataclass
class Scene:
    """The stage with some people who have met the bot before."""

    stage: Stage
    people: list[Somebody]
    chats: Chats
    tally: Tally

    async def hears(self) -> None:
        """Until all that was said is taken from Telegram's hands."""
        await until(self._taken, PATIENCE, "all words to be delivered")

    async def _taken(self) -> bool:
        return self.stage.telegram.updates.count() == 0


Play = Callable[[Scene], Awaitable[None]]


async def drill(
    play: Play, setting: Setting, admin_url: str, app_url: str, folder: Path
) -> list[Finding]:
    """Play it; returns what the audit found, but for bookings that are not over yet."""
    [plant, *_] = [*(name for name in setting.plants if name not in SQL_PLANTS), None]
    async with _scene(setting, admin_url, app_url, folder, plant) as scene:
        for name in setting.plants:
            if name in SQL_PLANTS:
                await plant_sql(scene.stage.owner, name)
        for fault in setting.faults:
            scene.stage.telegram.faults.add(fault)
        await scene.stage.switch(**setting.stripe)
        await play(scene)
        await _rest(scene.stage, scene.chats)
        rests = [await scene.stage.owner.fetchval("select app.now()")]
        verdict = await audited(scene.stage, scene.chats, scene.tally, rests, folder)
        # Nobody waits for a session to begin here: that it is still to come is no finding.
        return [each for each in verdict.findings if "still is" not in each.says]


@asynccontextmanager
async def _scene(
    setting: Setting, admin_url: str, app_url: str, folder: Path, plant: str | None
) -> AsyncIterator[Scene]:
    async with raised(
        admin_url,
        app_url,
        folder,
        replicas=setting.replicas,
        polls=setting.polls,
        plant=plant,
        spare=False,
    ) as stage:
        tally, chats = Tally(), Chats(stage.telegram)
        async with beside(chats.run()):
            people = [await _somebody(stage, chats, tally, f"Lea{n}") for n in range(3)]
            yield Scene(stage, people, chats, tally)


async def _somebody(stage: Stage, chats: Chats, tally: Tally, name: str) -> Somebody:
    async with stage.owner.acquire() as owner:
        person = await builders.a_learner(owner, name=name, telegram=True)
    assert person.telegram_id
    hand = Hand(chats, Person(person.telegram_id, "learner", name, started=True), tally)
    return Somebody(hand, random.Random(0), tally)


async def _rest(stage: Stage, chats: Chats) -> None:
    """Until nothing waits any more; what is lost for good is not waited for."""
    try:
        await until(lambda: quiet(stage), PATIENCE, "rest")
    except NeverCame:
        return
    loop = asyncio.get_running_loop()
    said, since = chats.said.total(), loop.time()
    while loop.time() - since < 1.0:
        await asyncio.sleep(0.1)
        if chats.said.total() != said:
            said, since = chats.said.total(), loop.time()


async def say_words(scene: Scene) -> None:
    """Everybody says some words, and the bot takes its time."""
    for each in scene.people:
        each.say_words(WORDS)
    await scene.hears()


async def say_words_and_die(scene: Scene) -> None:
    """The same, and all replicas die as soon as Telegram was told that it arrived."""
    await say_words(scene)
    for replica in scene.stage.replicas:
        await replica.kill()
    for replica in scene.stage.replicas:
        await replica.start()
    await scene.stage.all_answer()


async def become_an_expert(scene: Scene) -> None:
    """Somebody applies in the chat, is verified, makes a session and says when."""
    admin = an_admin(scene.chats, scene.tally, 0)
    await admin.begin()
    async with beside(admin.answer()):
        await an_applicant(scene.chats, scene.tally, 1, 0).open_up()


@dataclass
class Booked:
    """A session somebody books by the database's functions, as the chat and the web do."""

    stage: Stage
    learner: builders.Person
    expert: builders.Person
    slot: builders.Slot

    async def book(self) -> object:
        """Take the seat; returns the booking's id."""
        return await self._ask(self.learner, BOOK, who=self.learner.user_id, slot=self.slot.id)

    async def accept(self, booking: object) -> None:
        """The expert says yes."""
        await self._ask(self.expert, ACCEPT, booking=booking)

    async def cancel(self, booking: object) -> None:
        """The learner goes."""
        await self._ask(self.learner, CANCEL, booking=booking)

    async def _ask(self, person: builders.Person, sql: str, **params: object) -> object:
        async def call(tx: Transaction) -> object:
            return await tx.scalar(sql, **params)

        return await self.stage.db.retry(call, person.actor)


async def a_session(scene: Scene, *, price: int, starts_in: timedelta) -> Booked:
    """A session with somebody who can book it; both have a chat."""
    stage = scene.stage
    async with stage.owner.acquire() as owner:
        expert = await builders.an_expert(owner, name="Max0", telegram=True)
        learner = await builders.a_learner(owner, name="Lea9", telegram=True)
        session = await builders.a_session(owner, expert, price=price, title="All about Max0")
        slot = await builders.a_slot(owner, session, starts_in=starts_in)
    for person, name in ((expert, "Max0"), (learner, "Lea9")):
        assert person.telegram_id
        stage.telegram.people.add(Person(person.telegram_id, "learner", name, started=True))
    return Booked(stage, learner, expert, slot)


async def book_and_let_go(scene: Scene) -> None:
    """Somebody takes a seat and gives it back."""
    session = await a_session(scene, price=45000, starts_in=timedelta(days=2))
    await session.cancel(await session.book())


async def book_and_wait_for_the_link(scene: Scene) -> None:
    """Somebody takes a seat, and Stripe's first answer is lost."""
    session = await a_session(scene, price=45000, starts_in=timedelta(days=2))
    await session.book()


async def book_and_be_reminded(scene: Scene) -> None:
    """Somebody books what is free of charge, and the hour before it comes."""
    session = await a_session(scene, price=0, starts_in=timedelta(days=2))
    await session.accept(await session.book())
    await until(lambda: quiet(scene.stage), PATIENCE, "the booking to be told")
    due = session.slot.start.astimezone(UTC) - timedelta(minutes=60)
    await scene.stage.jump(due - scene.stage.clock.now())
