"""Taking a seat and a booking's life, from plain SQL."""

from __future__ import annotations

from urllib.parse import urlsplit
from uuid import uuid4

import asyncpg
import pytest

from db.session import SERVICE
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
    move,
    move_clock,
    notices,
    settles,
    state,
)
from tests.conftest import _at

BOOK = "select * from public.create_booking_with_payment($1, $2, $3)"


async def test_a_learner_books_by_plain_sql(
    owner: asyncpg.Connection, learner: Person, expert: Person, slot: Slot
) -> None:
    row = await book(owner, learner, slot)
    assert (row["amount_cents"], row["currency"]) == (45000, "DKK")
    assert (row["expert_id"], row["session_id"]) == (expert.expert_id, slot.session_id)
    booking = await owner.fetchrow("select * from bookings where id = $1", row["booking_id"])
    assert booking["learner_notes"] == "Looking forward"
    assert booking["amount_authorized"] == 0
    assert booking["hold_expires_at"] is not None
    assert await settles(owner, row["booking_id"]) == 1
    taken = await owner.fetchrow("select * from bookable_slots where id = $1", slot.id)
    assert (taken["current_bookings"], taken["is_available"]) == (1, False)


async def test_asking_again_returns_the_same_booking(
    owner: asyncpg.Connection, learner: Person, slot: Slot
) -> None:
    first = await book(owner, learner, slot)
    again = await book(owner, learner, slot)
    assert first == again
    assert await settles(owner, first["booking_id"]) == 1


async def test_a_bare_insert_with_the_seeds_columns_behaves_like_a_booking_in_the_chat(
    owner: asyncpg.Connection, learner: Person, slot: Slot
) -> None:
    booking = await a_booking(owner, learner, slot)
    row = await owner.fetchrow("select * from bookings where id = $1", booking)
    assert (row["price_cents"], row["cancellation_policy"]) == (45000, "moderate")
    assert row["hold_expires_at"] is not None
    assert await settles(owner, booking) == 1
    assert await owner.fetchval("select current_bookings from bookable_slots") == 1
    assert await owner.fetchval("select event from app.booking_events") == "hold"


async def test_nobody_books_for_somebody_else(
    owner: asyncpg.Connection, learner: Person, slot: Slot
) -> None:
    other = await a_learner(owner)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with acting_as(owner, other.actor):
            await owner.fetchrow(BOOK, learner.user_id, slot.id, None)


async def test_a_paid_booking_goes_from_hold_to_completion(
    owner: asyncpg.Connection, learner: Person, expert: Person, slot: Slot
) -> None:
    booking = (await book(owner, learner, slot))["booking_id"]
    assert (await move(owner, booking, "authorize"))["changed"]
    accepted = await act(owner, expert, "accept_booking", booking)
    assert (accepted["status"], accepted["payment_status"]) == ("confirmed", "authorized")
    await owner.execute("update bookings set amount_captured = price_cents")
    await move(owner, booking, "capture")
    assert await owner.fetchval("select count(*) from app.reminders") == 4
    await move_clock(owner, days=4)
    async with acting_as(owner, SERVICE):
        due = await owner.fetch("select app.due_bookings('complete', 10)")
        assert [row[0] for row in due] == [booking]
    await move(owner, booking, "complete")
    assert await state(owner, booking) == "completed/captured"
    assert await notices(owner, booking) == [
        ("authorized", "learner"),
        ("request", "expert"),
        ("accepted", "learner"),
        ("charged", "expert"),
        ("completed", "learner"),
        ("completed", "expert"),
    ]
    totals = await owner.fetchrow(
        "select total_sessions, total_earnings_cents from expert_profiles where id = $1",
        expert.expert_id,
    )
    assert tuple(totals) == (1, 45000)
    spent = await owner.fetchrow(
        "select total_sessions_booked, total_spent_cents from learner_profiles where id = $1",
        learner.learner_id,
    )
    assert tuple(spent) == (1, 45000)
    history = await owner.fetch("select event, actor from app.booking_events order by id")
    assert [tuple(row) for row in history] == [
        ("hold", "learner"),
        ("authorize", "system"),
        ("accept", "expert"),
        ("capture", "system"),
        ("complete", "system"),
    ]


async def test_accepting_twice_changes_nothing_the_second_time(
    owner: asyncpg.Connection, learner: Person, expert: Person, slot: Slot
) -> None:
    booking = await a_booking(owner, learner, slot, state="pending/authorized")
    assert (await act(owner, expert, "accept_booking", booking))["changed"]
    assert not (await act(owner, expert, "accept_booking", booking))["changed"]
    await move(owner, booking, "capture")
    assert not (await act(owner, expert, "accept_booking", booking))["changed"]
    assert await settles(owner, booking) == 1


async def test_a_declined_booking_cannot_be_accepted(
    owner: asyncpg.Connection, learner: Person, expert: Person, slot: Slot
) -> None:
    booking = await a_booking(owner, learner, slot, state="pending/authorized")
    await act(owner, expert, "decline_booking", booking)
    with pytest.raises(asyncpg.PostgresError) as refused:
        await act(owner, expert, "accept_booking", booking)
    assert refused.value.sqlstate == "BK007"
    assert await owner.fetchval("select is_available from bookable_slots") is True


async def test_only_the_expert_of_a_booking_answers_it(
    owner: asyncpg.Connection, learner: Person, slot: Slot
) -> None:
    booking = await a_booking(owner, learner, slot, state="pending/authorized")
    stranger = await an_expert(owner)
    for person in (learner, stranger):
        with pytest.raises(asyncpg.PostgresError) as refused:
            await act(owner, person, "accept_booking", booking)
        assert refused.value.sqlstate == "BK006"


async def test_a_free_session_skips_stripe(owner: asyncpg.Connection, learner: Person) -> None:
    expert = await an_expert(owner, telegram=True)
    slot = await a_slot(owner, await a_session(owner, expert, price=0))
    booking = (await book(owner, learner, slot))["booking_id"]
    assert await state(owner, booking) == "pending/authorized"
    await act(owner, expert, "accept_booking", booking)
    assert await state(owner, booking) == "confirmed/captured"
    assert await settles(owner, booking) == 0
    assert [notice for notice, _ in await notices(owner, booking)] == [
        "authorized", "request", "accepted", "charged",
    ]  # fmt: skip


async def test_instant_booking_accepts_by_itself_and_asks_nobody(
    owner: asyncpg.Connection, learner: Person, expert: Person, slot: Slot
) -> None:
    await owner.execute("update expert_profiles set instant_booking = true")
    booking = (await book(owner, learner, slot))["booking_id"]
    row = await move(owner, booking, "authorize")
    assert (row["status"], row["payment_status"]) == ("confirmed", "authorized")
    assert await notices(owner, booking) == []


async def test_a_person_in_the_chat_gets_no_notice_of_their_own_act(
    owner: asyncpg.Connection, learner: Person, slot: Slot
) -> None:
    await owner.execute("update sessions set price_cents = 0")
    async with acting_as(owner, learner.actor):
        await owner.execute("select set_config('app.via', 'chat', true)")
        row = await owner.fetchrow(BOOK, learner.user_id, slot.id, None)
    assert await notices(owner, row["booking_id"]) == [("request", "expert")]


async def test_a_state_never_changes_outside_the_table_of_transitions(
    owner: asyncpg.Connection, learner: Person, slot: Slot
) -> None:
    booking = await a_booking(owner, learner, slot)
    with pytest.raises(asyncpg.PostgresError) as refused:
        await owner.execute("update bookings set status = 'completed' where id = $1", booking)
    assert refused.value.sqlstate == "BK007"


async def test_the_audit_is_append_only(
    owner: asyncpg.Connection, learner: Person, slot: Slot
) -> None:
    await a_booking(owner, learner, slot)
    for statement in (
        "update app.booking_events set actor = 'x'",
        "delete from app.booking_events",
    ):
        with pytest.raises(asyncpg.PostgresError):
            await owner.execute(statement)


async def test_a_payment_in_the_last_second_is_told_once(
    owner: asyncpg.Connection, learner: Person, slot: Slot
) -> None:
    booking = await a_booking(owner, learner, slot)
    await act(owner, learner, "cancel_booking", booking)
    assert (await move(owner, booking, "paid_late"))["changed"]
    assert not (await move(owner, booking, "paid_late"))["changed"]
    assert await notices(owner, booking) == [("paid_too_late", "learner")]


async def test_only_the_bot_moves_bookings_and_the_clock(
    owner: asyncpg.Connection, learner: Person, slot: Slot
) -> None:
    booking = await a_booking(owner, learner, slot)
    for statement in (
        f"select app.transition('{booking}', 'authorize')",
        "select app.move_clock(now() + interval '1 day')",
        "select app.due_bookings('expire', 1)",
        f"select app.apply_transition('{booking}', 'authorize')",
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with acting_as(owner, learner.actor):
                await owner.execute(statement)


async def test_the_platforms_service_role_inserts_and_reads_bookings_too(
    owner: asyncpg.Connection, learner: Person, slot: Slot
) -> None:
    async with acting_as(owner, SERVICE):
        booking = await a_booking(owner, learner, slot)
        row = await owner.fetchrow("select * from booking_details where id = $1", booking)
        assert (row["learner_name"], row["expert_name"]) == ("Ann", "Maria")
    assert await settles(owner, booking) == 1


async def test_a_web_platforms_login_is_not_the_bot(
    owner: asyncpg.Connection, admin_url: str, learner: Person, slot: Slot
) -> None:
    """Supabase's own gateway may act as the service, but bookings move for the bot alone."""
    name = f"gateway_{uuid4().hex[:8]}"
    await owner.execute(
        f"create role {name} login noinherit password '{name}'; grant service_role to {name}"
    )
    database = urlsplit(admin_url).path[1:]
    gateway = await asyncpg.connect(_at(admin_url, database, user=name))
    try:
        async with acting_as(gateway, SERVICE):
            booking = (await gateway.fetchrow(BOOK, learner.user_id, slot.id, None))["booking_id"]
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await move(gateway, booking, "authorize")
    finally:
        await gateway.close()
        await owner.execute(f"drop role {name}")
