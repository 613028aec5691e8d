"""Cancelling, by whom and when, and what comes back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

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
    move_clock,
    notices,
    settles,
    state,
)


@pytest.mark.parametrize(
    ("before", "who", "after", "heard"),
    [
        ("pending/pending", "learner", "cancelled/cancelled", []),
        ("pending/processing", "learner", "cancelled/cancelled", []),
        ("pending/authorized", "learner", "cancelled/authorized", ["request_withdrawn"]),
        ("pending/authorized", "expert", "declined/authorized", ["declined"]),
        ("confirmed/captured", "learner", "cancelled/captured", ["learner_cancelled"]),
        ("confirmed/captured", "expert", "cancelled/captured", ["expert_cancelled"]),
        ("confirmed/authorized", "learner", "cancelled/authorized", ["learner_cancelled"]),
    ],
)
async def test_cancelling_is_what_its_moment_makes_of_it(
    owner: asyncpg.Connection, before: str, who: str, after: str, heard: list[str]
) -> None:
    expert, learner = await an_expert(owner, telegram=True), await a_learner(owner, telegram=True)
    slot = await a_slot(owner, await a_session(owner, expert))
    booking = await a_booking(owner, learner, slot, state=before)
    await owner.execute("delete from app.outbox")
    person = learner if who == "learner" else expert
    assert (await act(owner, person, "cancel_booking", booking))["changed"]
    assert await state(owner, booking) == after
    assert [notice for notice, _ in await notices(owner, booking)] == heard
    assert await settles(owner, booking) == 1
    assert not (await act(owner, person, "cancel_booking", booking))["changed"]
    # What the expert has just said they cannot come to is not offered to the next one.
    shut = heard == ["expert_cancelled"]
    assert await owner.fetchval("select is_available from bookable_slots") is not shut
    assert await owner.fetchval("select count(*) from app.reminders") == 0


@pytest.mark.parametrize(
    ("hours", "who", "due"),
    [(30, "learner", 45001), (24, "learner", 45001), (23, "learner", 22500), (1, "expert", 45001)],
)
async def test_the_refund_due_is_what_the_policy_says_rounded_down(
    owner: asyncpg.Connection, learner: Person, expert: Person, hours: int, who: str, due: int
) -> None:
    session = await a_session(owner, expert, price=45001)
    slot = await a_slot(owner, session, starts_in=timedelta(hours=hours, minutes=1))
    booking = await a_booking(owner, learner, slot, state="confirmed/captured")
    person = learner if who == "learner" else expert
    if who == "learner":
        quote = await act(owner, learner, "refund_quote", booking)
        assert quote["refund_cents"] == due
    row = await act(owner, person, "cancel_booking", booking)
    assert row["refund_due"] == due


@pytest.mark.parametrize(("policy", "hours"), [("flexible", 12), ("moderate", 24), ("strict", 72)])
async def test_each_policy_returns_all_until_its_hour_and_half_from_then_on(
    owner: asyncpg.Connection, learner: Person, expert: Person, policy: str, hours: int
) -> None:
    await owner.execute("update expert_profiles set cancellation_policy = $1", policy)
    session = await a_session(owner, expert)
    for minutes, due in ((1, 45000), (-1, 22500)):
        # The start is a whole minute, and the moment is within it: hence a minute more.
        ahead = timedelta(hours=hours, minutes=minutes + (minutes > 0))
        slot = await a_slot(owner, session, starts_in=ahead)
        booking = await a_booking(owner, learner, slot, state="confirmed/captured")
        row = await act(owner, learner, "cancel_booking", booking)
        assert row["refund_due"] == due, f"{minutes} minutes from the hour"


async def test_a_session_that_has_started_cannot_be_cancelled(
    owner: asyncpg.Connection, learner: Person, slot: Slot
) -> None:
    booking = await a_booking(owner, learner, slot, state="confirmed/captured")
    await move_clock(owner, days=3)
    with pytest.raises(asyncpg.PostgresError) as refused:
        await act(owner, learner, "cancel_booking", booking)
    assert refused.value.sqlstate == "BK007"


async def test_no_amount_is_refunded_by_more_than_its_half(owner: asyncpg.Connection) -> None:
    rows = await owner.fetch(
        "select n as price, (app.refund_of(n, p.policy, app.now() + interval '1 hour')).*"
        " from generate_series(0, 999) n, app.cancellation_policies p"
    )
    assert len(rows) == 3000
    assert all(0 <= row["price"] - 2 * row["refund_cents"] <= 1 for row in rows)


async def a_full_slot(owner: asyncpg.Connection, expert: Person, *states: str) -> list[Any]:
    slot = await a_slot(owner, await a_session(owner, expert, seats=len(states) + 1))
    bookings = [
        await a_booking(owner, await a_learner(owner, telegram=True), slot, state=each)
        for each in states
    ]
    await owner.execute("delete from app.outbox")
    return [slot, *bookings]


async def test_a_slot_is_cancelled_for_everybody_in_it_in_one_go(owner: asyncpg.Connection) -> None:
    expert = await an_expert(owner, telegram=True)
    slot, *bookings = await a_full_slot(
        owner, expert,
        "confirmed/captured", "confirmed/authorized", "pending/authorized", "pending/pending",
        "pending/processing",
    )  # fmt: skip
    assert (await act(owner, expert, "cancel_slot", slot.id))["cancel_slot"] == 5
    assert [await state(owner, each) for each in bookings] == [
        "cancelled/captured", "cancelled/authorized", "declined/authorized", "cancelled/cancelled",
        "cancelled/cancelled",
    ]  # fmt: skip
    heard = [await notices(owner, each) for each in bookings]
    ended = [("expert_cancelled", "learner")]
    assert heard == [ended, ended, [("declined", "learner")], ended, ended]
    assert [await settles(owner, each) for each in bookings] == [1] * 5
    due = [
        await owner.fetchval("select refund_due from bookings where id = $1", b) for b in bookings
    ]
    assert due == [45000, 45000, None, None, None]
    assert await owner.fetchval("select current_bookings from bookable_slots") == 0
    assert (await act(owner, expert, "cancel_slot", slot.id))["cancel_slot"] == 0


async def test_a_slot_is_cancelled_by_its_expert_alone_before_it_starts_and_as_it_was_shown(
    owner: asyncpg.Connection,
) -> None:
    expert, other = await an_expert(owner), await an_expert(owner, name="Jonas")
    slot, *bookings = await a_full_slot(owner, expert, "confirmed/captured", "confirmed/captured")

    async def refused(person: Person, at_most: int) -> str:
        with pytest.raises(asyncpg.PostgresError) as refusal:
            async with acting_as(owner, person.actor):
                await owner.execute("select app.cancel_slot($1, $2)", slot.id, at_most)
        return str(refusal.value.sqlstate)

    assert await refused(other, 2) == "BK006"
    assert await refused(await a_learner(owner), 2) == "BK006"
    assert await refused(expert, 1) == "BK011"
    await move_clock(owner, days=4)
    assert await refused(expert, 2) == "BK007"
    assert {await state(owner, each) for each in bookings} == {"confirmed/captured"}
