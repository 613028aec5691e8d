"""Whether an expert took one off a group or ended it for all is what was done, not what is now."""

from __future__ import annotations

from uuid import UUID

import asyncpg

from tests.builders import (
    Person,
    Slot,
    a_booking,
    a_learner,
    a_session,
    a_slot,
    act,
    an_expert,
)

Stage = tuple[Person, Slot, list[UUID]]


async def a_group(owner: asyncpg.Connection) -> Stage:
    """An expert, a slot with room for four, and the bookings of two in it."""
    expert = await an_expert(owner)
    slot = await a_slot(owner, await a_session(owner, expert, seats=4))
    bookings = [
        await a_booking(owner, await a_learner(owner), slot, state="confirmed/captured")
        for _ in range(2)
    ]
    return expert, slot, bookings


async def stayed(owner: asyncpg.Connection, expert: Person, booking: UUID) -> bool:
    return bool((await act(owner, expert, "booking_card", booking))["others_stayed"])


async def test_who_is_taken_off_left_others_there_whatever_becomes_of_them(
    owner: asyncpg.Connection,
) -> None:
    expert, _, (first, second) = await a_group(owner)
    await act(owner, expert, "cancel_booking", first)
    assert await stayed(owner, expert, first)
    await act(owner, expert, "cancel_booking", second)
    assert await stayed(owner, expert, first), "they were there then"
    assert not await stayed(owner, expert, second), "nobody was left"


async def test_what_was_ended_for_all_stays_so_when_somebody_books_again(
    owner: asyncpg.Connection,
) -> None:
    expert, slot, bookings = await a_group(owner)
    asked = await a_booking(owner, await a_learner(owner), slot, state="pending/authorized")
    await act(owner, expert, "cancel_slot", slot.id)
    await a_booking(owner, await a_learner(owner), slot, state="confirmed/captured")
    assert await owner.fetchval("select current_bookings from bookable_slots") == 1
    for each in [*bookings, asked]:
        assert not await stayed(owner, expert, each)


async def test_who_asked_for_the_same_time_is_counted_for_the_expert_alone(
    owner: asyncpg.Connection,
) -> None:
    expert = await an_expert(owner)
    slot = await a_slot(owner, await a_session(owner, expert, seats=4))
    ann = await a_learner(owner)
    booking = await a_booking(owner, ann, slot, state="pending/authorized")
    for state in ("pending/authorized", "pending/pending", "confirmed/captured"):
        await a_booking(owner, await a_learner(owner), slot, state=state)
    told = [await act(owner, person, "booking_card", booking) for person in (expert, ann)]
    assert [row["others_asked"] for row in told] == [1, None]
