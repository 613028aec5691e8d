"""What an expert cancelled is closed, and opened again by them alone."""

from __future__ import annotations

from datetime import timedelta

import asyncpg
import pytest

from tests.builders import (
    Person,
    Slot,
    a_booking,
    a_learner,
    a_session,
    a_slot,
    act,
    acting_as,
    an_expert,
    book,
    move_clock,
)


async def offer_again(owner: asyncpg.Connection, person: Person, slot: Slot) -> bool:
    return bool((await act(owner, person, "offer_again", slot.id))["offer_again"])


async def is_free(owner: asyncpg.Connection, slot: Slot) -> bool:
    found: bool = await owner.fetchval(
        "select is_available from bookable_slots where id = $1", slot.id
    )
    return found


async def test_nobody_gets_the_time_that_its_expert_cancelled_until_it_is_offered_again(
    owner: asyncpg.Connection, expert: Person, learner: Person, slot: Slot
) -> None:
    booking = await a_booking(owner, learner, slot, state="confirmed/captured")
    await act(owner, expert, "cancel_booking", booking)
    other = await a_learner(owner)
    with pytest.raises(asyncpg.PostgresError) as refused:
        await book(owner, other, slot)
    assert refused.value.sqlstate == "BK001"
    assert await offer_again(owner, expert, slot)
    assert not await offer_again(owner, expert, slot), "the second tap"
    assert await book(owner, other, slot)


async def test_the_experts_other_sessions_of_that_hour_are_closed_and_opened_with_it(
    owner: asyncpg.Connection, expert: Person, learner: Person, slot: Slot
) -> None:
    session = await a_session(owner, expert, minutes=30, title="Code review")
    start = timedelta(days=3)
    within = await a_slot(owner, session, starts_in=start + timedelta(minutes=30))
    after = await a_slot(owner, session, starts_in=start + timedelta(minutes=60))
    booking = await a_booking(owner, learner, slot, state="confirmed/captured")
    assert not await is_free(owner, within)
    await act(owner, expert, "cancel_booking", booking)
    assert [await is_free(owner, each) for each in (slot, within, after)] == [False, False, True]
    await offer_again(owner, expert, slot)
    assert [await is_free(owner, each) for each in (slot, within, after)] == [True, True, True]


async def test_a_learner_who_cancels_leaves_the_time_to_others(
    owner: asyncpg.Connection, learner: Person, slot: Slot
) -> None:
    booking = await a_booking(owner, learner, slot, state="confirmed/captured")
    await act(owner, learner, "cancel_booking", booking)
    assert await is_free(owner, slot)


async def test_a_group_goes_on_without_one_and_is_closed_when_it_is_cancelled_for_all(
    owner: asyncpg.Connection, expert: Person
) -> None:
    slot = await a_slot(owner, await a_session(owner, expert, seats=3))
    first, *_ = [
        await a_booking(owner, await a_learner(owner), slot, state="confirmed/captured")
        for _ in range(2)
    ]
    await act(owner, expert, "cancel_booking", first)
    assert await is_free(owner, slot), "the others still come"
    await act(owner, expert, "cancel_slot", slot.id)
    assert not await is_free(owner, slot)


async def test_requests_that_are_declined_with_a_whole_slot_close_it_too(
    owner: asyncpg.Connection, expert: Person, learner: Person, slot: Slot
) -> None:
    await a_booking(owner, learner, slot, state="pending/authorized")
    await act(owner, expert, "cancel_slot", slot.id)
    assert not await is_free(owner, slot)


async def test_only_its_expert_offers_a_time_again_and_only_before_it_comes(
    owner: asyncpg.Connection, expert: Person, learner: Person, slot: Slot
) -> None:
    booking = await a_booking(owner, learner, slot, state="confirmed/captured")
    await act(owner, expert, "cancel_booking", booking)

    async def refused(person: Person) -> str:
        with pytest.raises(asyncpg.PostgresError) as refusal:
            async with acting_as(owner, person.actor):
                await owner.execute("select app.offer_again($1)", slot.id)
        return str(refusal.value.sqlstate)

    assert await refused(learner) == "BK006"
    assert await refused(await an_expert(owner, name="Jonas")) == "BK006"
    await move_clock(owner, days=4)
    assert await refused(expert) == "BK002"
    assert not await is_free(owner, slot)
