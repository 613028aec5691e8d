"""A booking's people: what each of them does, in an order and at moments that chance picks.

They act through the database's functions, as themselves, the way the chat and the web do. A
refusal is an answer; anything else that Postgres says ends the simulation.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from sqlalchemy.exc import DBAPIError

from db.session import Transaction, sqlstate
from tests.builders import Person
from tests.chaos_money import tills
from tests.chaos_money.cast import Cast, Seat
from tests.chaos_money.stage import Stage
from tests.chaos_money.watch import Seen, Watch

BOOK = "select booking_id from public.create_booking_with_payment(:who, :slot)"
ACCEPT = "select changed from app.accept_booking(:booking)"
DECLINE = "select changed from app.decline_booking(:booking)"
CANCEL = "select changed from app.cancel_booking(:booking)"
GIVE_BACK = "select app.refund_booking(:booking, :amount, 'It was a bad day')"
TRIES = 12
"""So often somebody whose seat is taken looks for another one."""

PAYING = {"pays": 83, "abandons": 5, "lets_go": 4, "lets_go_while_paying": 6, "last_second": 2}
ANSWERING = {
    "accepts": 54, "declines": 8, "ignores": 7, "is_withdrawn": 5,
    "accepts_while_withdrawn": 9, "declines_while_cancelled": 6, "accepts_but_rolls_back": 11,
}  # fmt: skip
AFTERWARDS = {
    "keeps": 40, "learner_cancels_at_once": 9, "expert_cancels_at_once": 5,
    "learner_cancels": 24, "expert_cancels": 7, "cancels_later": 15,
    "is_given_some": 6, "is_given_some_and_cancels": 6,
}  # fmt: skip


class Undone(Exception):
    """A transaction that is rolled back after all."""


@dataclass
class Tally:
    """What has happened so far; `acts` counts everything that anybody did."""

    acts: int = 0
    bookings: list[UUID] = field(default_factory=list)
    did: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    cards: Counter[str] = field(default_factory=Counter)


@dataclass
class Visit:
    """One booking from its people's side, with a chance of its own: the seed repeats each."""

    stage: Stage
    cast: Cast
    watch: Watch
    tally: Tally
    chance: random.Random
    learner: Person = field(init=False)
    seat: Seat = field(init=False)
    booking: UUID = field(init=False)

    async def play(self) -> None:
        """Book, pay or not, be answered, and change one's mind."""
        async with self.stage.doors.inside():
            if not await self._book():
                return
            paid = self.seat.offer.price == 0 or await self._pay()
            if paid and self.chance.random() < 0.9:
                await self.watch.until(self.booking, _asked)
        if paid and await self._answer():
            await self._afterwards()

    async def _book(self) -> bool:
        for _ in range(TRIES):
            self.learner = self.chance.choice(self.cast.learners)
            self.seat = await self.cast.seat(self.stage.owner, self.chance)
            taken = await self._ask(self.learner, BOOK, who=self.learner.user_id)
            if isinstance(taken, UUID) and taken not in self.tally.bookings:
                self.booking = taken
                self.tally.bookings.append(taken)
                return True
        return False

    async def _pay(self) -> bool:
        how = self._choose(PAYING)
        if self.chance.random() < 0.1:
            await self._hesitate()
        if how == "lets_go":
            await self._hesitate()
            await self._ask(self.learner, CANCEL)
            return False
        seen = await self.watch.until(self.booking, _payable)
        if how == "abandons" or seen is None or seen.link is None:
            return False
        if how == "last_second" and seen.holds_until:
            async with self.stage.doors.lull(self.chance.randint(1, 6)):
                left = seen.holds_until - self.stage.clock.now()
                await self.stage.jump(max(timedelta(), left - timedelta(seconds=1)))
        if how != "lets_go_while_paying":
            return await self._at_till(seen.link)
        await self._at_once(self._at_till(seen.link), self._ask(self.learner, CANCEL))
        return True

    async def _at_till(self, link: str) -> bool:
        self.tally.acts += 1
        cards, paid = await tills.pay(self.stage, self.booking, link, self.chance)
        self.tally.cards.update(cards)
        return paid

    async def _answer(self) -> bool:
        """Whether there is something to change one's mind about."""
        await self.watch.until(self.booking, _asked, 5.0)
        how, expert = self._choose(ANSWERING), self.seat.offer.expert
        if self.chance.random() < 0.5:
            await self._hesitate(1.5)
        match how:
            case "declines":
                await self._ask(expert, DECLINE)
            case "is_withdrawn":
                await self._ask(self.learner, CANCEL)
            case "declines_while_cancelled":
                await self._at_once(self._ask(expert, DECLINE), self._ask(self.learner, CANCEL))
            case "accepts_while_withdrawn":
                await self._at_once(self._ask(expert, ACCEPT), self._ask(self.learner, CANCEL))
            case "accepts_but_rolls_back":
                await self._roll_back(expert)
                if self.chance.random() < 0.7:
                    await self._ask(expert, self.chance.choice((ACCEPT, DECLINE)))
            case "accepts":
                return await self._ask(expert, ACCEPT) is not None
        return False

    async def _afterwards(self) -> None:
        how, expert = self._choose(AFTERWARDS), self.seat.offer.expert
        if how == "keeps":
            return
        if not how.endswith("at_once"):
            await self.watch.until(self.booking, _charged)
            await self._hesitate()
        if how == "cancels_later":
            await self._see_time_pass()
        if how.startswith("is_given_some"):
            some = max(1, int(self.seat.offer.price * self.chance.uniform(0.1, 0.9)))
            await self._ask(self.cast.admin, GIVE_BACK, amount=some)
            if how == "is_given_some":
                return
        who = expert if how.startswith("expert") else self.learner
        await self._ask(who, CANCEL)

    async def _see_time_pass(self) -> None:
        seen = self.stage.jumps + self.chance.randint(1, 4)
        with suppress(TimeoutError):
            async with asyncio.timeout(5):
                while self.stage.jumps < seen:  # noqa: ASYNC110 - the weather jumps on its own
                    await asyncio.sleep(0.1)

    def _choose(self, weights: dict[str, int]) -> str:
        [chosen] = self.chance.choices(list(weights), list(weights.values()))
        self.tally.did[chosen] += 1
        return chosen

    async def _hesitate(self, longest: float = 0.4) -> None:
        """So that others come in between, now here, now there; nothing depends on how long."""
        await asyncio.sleep(self.chance.uniform(0, longest))

    async def _at_once(self, *things: Awaitable[object]) -> None:
        """All at once; which comes first is for chance and the locks to say."""
        order = list(things)
        self.chance.shuffle(order)
        await asyncio.gather(*order)

    async def _roll_back(self, expert: Person) -> None:
        async def accept(tx: Transaction) -> None:
            await tx.first(ACCEPT, booking=self.booking)
            await self._hesitate()
            raise Undone

        try:
            await self.stage.db.retry(accept, expert.actor)
        except Undone:
            self.tally.acts += 1
        except DBAPIError as error:
            self._note_refusal(error)

    async def _ask(self, person: Person, sql: str, **more: object) -> object:
        """Call a function as the person, sometimes twice at once; None where it is refused."""
        if self.chance.random() < 0.06:
            first, _ = await asyncio.gather(
                self._once(person, sql, **more), self._once(person, sql, **more)
            )
            return first
        return await self._once(person, sql, **more)

    async def _once(self, person: Person, sql: str, **more: object) -> object:
        what = {"slot": self.seat.slot} if sql is BOOK else {"booking": self.booking}

        async def call(tx: Transaction) -> object:
            found: object = await tx.scalar(sql, **what, **more)
            return found

        self.tally.acts += 1
        try:
            return await self.stage.db.retry(call, person.actor)
        except DBAPIError as error:
            self._note_refusal(error)
            return None

    def _note_refusal(self, error: DBAPIError) -> None:
        code = sqlstate(error) or ""
        if not code.startswith("BK"):
            raise error
        self.tally.refused[code] += 1


def _payable(seen: Seen) -> bool:
    return bool(seen.link) or seen.over


def _asked(seen: Seen) -> bool:
    return seen.asked


def _charged(seen: Seen) -> bool:
    return seen.charged
