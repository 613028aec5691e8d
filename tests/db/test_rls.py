"""What the matrix of who may do what does not say: what new people begin with, and what is told."""

from __future__ import annotations

import asyncpg
import pytest

from db.session import Actor
from tests.builders import Person, Slot, a_booking, acting_as


async def test_a_new_person_writes_their_own_profiles(owner: asyncpg.Connection) -> None:
    user_id = await owner.fetchval(
        "insert into auth.users (id) values (gen_random_uuid()) returning id"
    )
    async with acting_as(owner, Actor("authenticated", user_id)):
        profile = await owner.fetchval(
            "insert into user_profiles (user_id, display_name, timezone)"
            " values ($1, 'Cleo', 'Europe/Copenhagen') returning id",
            user_id,
        )
        await owner.execute("insert into learner_profiles (user_profile_id) values ($1)", profile)
        await owner.execute(
            "insert into expert_profiles (user_profile_id, bio) values ($1, 'x')", profile
        )
        status = await owner.fetchval("select verification_status from expert_profiles")
    assert status == "pending"


async def test_the_details_name_both_sides_to_both(
    owner: asyncpg.Connection, learner: Person, expert: Person, slot: Slot
) -> None:
    await a_booking(owner, learner, slot, state="pending/authorized")
    for person in (learner, expert):
        async with acting_as(owner, person.actor):
            row = await owner.fetchrow("select * from booking_details")
        assert (row["learner_name"], row["expert_name"]) == ("Ann", "Maria")
        assert row["session_title"] == "Python Basics"
        assert row["slot_start_time"] == slot.start
    # Also once the session is closed and the expert has paused.
    await owner.execute("update sessions set is_active = false")
    await owner.execute("update expert_profiles set verification_status = 'rejected'")
    async with acting_as(owner, learner.actor):
        row = await owner.fetchrow("select * from booking_details")
    assert (row["expert_name"], row["session_title"]) == ("Maria", "Python Basics")


async def test_accounts_are_the_platforms_to_make(
    owner: asyncpg.Connection, learner: Person
) -> None:
    for statement in (
        "insert into auth.users (id) values (gen_random_uuid())",
        "select 1 from auth.users",
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with acting_as(owner, learner.actor):
                await owner.execute(statement)
