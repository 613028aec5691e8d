"""What the web platform does by plain SQL has the consequences that the same has in the chat."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import asyncpg
import pytest

from db.session import SERVICE
from tests.builders import (
    Person,
    Slot,
    a_session,
    a_slot,
    act,
    acting_as,
    book,
    move,
    notices,
    settles,
    state,
)


async def as_person(owner: asyncpg.Connection, person: Person, sql: str, *given: Any) -> Any:
    """One statement as `authenticated` with the person's claims."""
    async with acting_as(owner, person.actor):
        return await owner.fetchval(sql, *given)


async def slots(owner: asyncpg.Connection) -> int:
    """Free slots after whatever is due to be generated has been."""
    async with acting_as(owner, SERVICE):
        await owner.fetchval("select app.top_up_slots(10)")
    count: int = await owner.fetchval("select count(*) from bookable_slots where is_available")
    return count


async def test_a_booking_is_held_31_minutes_its_money_asked_for_and_its_pay_link_told(
    owner: asyncpg.Connection, learner: Person, slot: Slot
) -> None:
    booking = (await book(owner, learner, slot))["booking_id"]
    row = await owner.fetchrow(
        "select status, payment_status, hold_expires_at - created_at as held from bookings"
    )
    assert (row["status"], row["payment_status"]) == ("pending", "pending")
    assert abs(row["held"] - timedelta(minutes=31)) < timedelta(seconds=5)
    assert await settles(owner, booking) == 1
    assert await notices(owner, booking) == [], "the link is told once it is there"
    await owner.execute("select app.payments_tell($1, 'held')", booking)
    assert await notices(owner, booking) == [("held", "learner")]


async def test_somebody_without_a_chat_is_told_nothing_and_their_expert_is_asked(
    owner: asyncpg.Connection, learner: Person, slot: Slot
) -> None:
    await owner.execute("delete from app.telegram_accounts where user_id = $1", learner.user_id)
    booking = (await book(owner, learner, slot))["booking_id"]
    await move(owner, booking, "authorize")
    assert await notices(owner, booking) == [("request", "expert")]


async def test_a_free_session_asks_the_expert_at_once(
    owner: asyncpg.Connection, expert: Person, learner: Person
) -> None:
    slot = await a_slot(owner, await a_session(owner, expert, price=0))
    booking = (await book(owner, learner, slot))["booking_id"]
    assert await state(owner, booking) == "pending/authorized"
    assert sorted(await notices(owner, booking)) == [
        ("authorized", "learner"), ("request", "expert"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("who", "other", "told"),
    [("learner", "expert", "learner_cancelled"), ("expert", "learner", "expert_cancelled")],
)
async def test_a_cancellation_is_told_to_the_other_and_redraws_ones_own_card(
    owner: asyncpg.Connection, learner: Person, expert: Person, slot: Slot,
    who: str, other: str, told: str,
) -> None:  # fmt: skip
    booking = (await book(owner, learner, slot))["booking_id"]
    for event in ("authorize", "accept", "capture"):
        await move(owner, booking, event)
    people = {"learner": learner, "expert": expert}
    await owner.execute(
        "insert into app.cards (booking_id, telegram_id, message_id) values ($1, $2, 5)",
        booking, people[who].telegram_id,
    )  # fmt: skip
    before = len(await notices(owner, booking))
    await act(owner, people[who], "cancel_booking", booking)
    assert sorted((await notices(owner, booking))[before:]) == sorted(
        [(told, other), ("changed", who)]
    )
    assert await settles(owner, booking) > 1, "the money follows"


async def test_in_the_chat_ones_own_act_is_no_news(
    owner: asyncpg.Connection, learner: Person, slot: Slot
) -> None:
    booking = (await book(owner, learner, slot))["booking_id"]
    await move(owner, booking, "authorize")
    before = await notices(owner, booking)
    async with acting_as(owner, learner.actor):
        await owner.execute("select set_config('app.via', 'chat', true)")
        await owner.fetchrow("select * from app.cancel_booking($1)", booking)
    assert (await notices(owner, booking))[len(before) :] == [("request_withdrawn", "expert")]


async def test_windows_written_changed_and_deleted_are_bookable_times(
    owner: asyncpg.Connection, expert: Person
) -> None:
    await a_session(owner, expert)
    assert await slots(owner) == 0
    window = await as_person(
        owner, expert,
        "insert into availability_windows (expert_id, day_of_week, start_time, end_time, timezone)"
        " values (app.my_expert_id(), 1, '09:00', '12:00', 'Europe/Copenhagen') returning id",
    )  # fmt: skip
    three_hours = await slots(owner)
    assert three_hours >= 9
    await as_person(
        owner, expert,
        "update availability_windows set end_time = '10:00' where id = $1 returning id", window,
    )  # fmt: skip
    assert await slots(owner) * 3 == three_hours
    await as_person(owner, expert, "delete from availability_windows returning id")
    assert await slots(owner) == 0


async def test_a_paused_session_is_nowhere_to_be_found(
    owner: asyncpg.Connection, expert: Person, learner: Person, slot: Slot
) -> None:
    looks = {
        "select count(*) from app.browse_topics(8, 0)": (),
        "select count(*) from app.browse_sessions('python', 8, 0)": (),
        "select count(*) from app.browse_expert($1, 8, 0)": (expert.expert_id,),
        "select count(*) from app.session_card($1)": (slot.session_id,),
        "select count(*) from app.slot_summary($1)": (slot.id,),
    }
    for sql, given in looks.items():
        assert await as_person(owner, learner, sql, *given) == 1, sql
    await as_person(owner, expert, "update sessions set is_active = false returning id")
    for sql, given in looks.items():
        assert await as_person(owner, learner, sql, *given) == 0, sql
    with pytest.raises(asyncpg.PostgresError) as refused:
        await book(owner, learner, slot)
    assert refused.value.sqlstate == "BK005"
