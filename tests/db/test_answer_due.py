"""What the summary says about the expert's answer is what the database then does."""

from __future__ import annotations

from datetime import timedelta

import asyncpg
import pytest

from bot.domain.ids import SlotId
from db.queries import browse
from db.queries.browse import SlotSummary
from db.session import Database
from tests.builders import Person, Slot, a_learner, a_session, a_slot, an_expert, book, move

SOON, LATER, FAR = timedelta(hours=2, minutes=40), timedelta(hours=20), timedelta(days=5)


@pytest.fixture
async def expert(owner: asyncpg.Connection) -> Person:
    return await an_expert(owner)


@pytest.fixture
async def learner(owner: asyncpg.Connection) -> Person:
    return await a_learner(owner)


async def summary(db: Database, learner: Person, slot: Slot) -> SlotSummary:
    async with db.begin(learner.actor) as tx:
        found = await browse.slot_summary(tx, SlotId(slot.id))
    assert found is not None
    return found


@pytest.mark.parametrize(("ahead", "moves"), [(SOON, True), (LATER, False), (FAR, True)])
async def test_the_deadline_said_before_booking_is_the_one_that_is_set(
    db: Database, owner: asyncpg.Connection, expert: Person, learner: Person,
    ahead: timedelta, moves: bool,
) -> None:  # fmt: skip
    slot = await a_slot(owner, await a_session(owner, expert), starts_in=ahead)
    said = await summary(db, learner, slot)
    assert said.answer_moves is moves
    booked = await book(owner, learner, slot)
    await move(owner, booked["booking_id"], "authorize")
    due = await owner.fetchval("select respond_by from bookings")
    assert said.answer_by is not None
    if moves:
        assert said.answer_by <= due
    else:
        assert said.answer_by == due == slot.start - timedelta(hours=2)


async def test_of_who_takes_bookings_as_they_come_no_answer_is_awaited(
    db: Database, owner: asyncpg.Connection, expert: Person, learner: Person
) -> None:
    await owner.execute("update expert_profiles set instant_booking = true")
    slot = await a_slot(owner, await a_session(owner, expert))
    assert (await summary(db, learner, slot)).answer_by is None
