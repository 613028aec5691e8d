"""Cancelling, by whom and when, and what comes back."""

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
    assert await owner.fetchval("select is_available from bookable_slots") is True
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
