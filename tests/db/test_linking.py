"""A chat and a web account become one: by a token, once, and never over somebody's bookings."""

from __future__ import annotations

import asyncio
import re
from typing import Any

import asyncpg
import pytest

from db.session import SERVICE
from tests.builders import (
    Person,
    Slot,
    a_booking,
    a_learner,
    a_person,
    acting_as,
    an_expert,
    move_clock,
)


@pytest.fixture
async def web(owner: asyncpg.Connection) -> Person:
    """Somebody who signed up on the web and has never met the bot."""
    return await a_person(owner, name="Cleo", zone=None)


async def token_of(owner: asyncpg.Connection, person: Person) -> str:
    async with acting_as(owner, person.actor):
        token: str = await owner.fetchval("select app.create_link_token()")
    return token


async def redeem(owner: asyncpg.Connection, token: str, chat: int | None) -> Any:
    async with acting_as(owner, SERVICE):
        return await owner.fetchrow("select * from app.link_redeem($1, $2)", token, chat)


async def user_of(owner: asyncpg.Connection, chat: int | None) -> object:
    return await owner.fetchval(
        "select user_id from app.telegram_accounts where telegram_id = $1", chat
    )


async def test_a_token_fits_a_deep_link_and_is_kept_as_a_digest(
    owner: asyncpg.Connection, web: Person
) -> None:
    tokens = {await token_of(owner, web) for _ in range(20)}
    assert len(tokens) == 20
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{43}", token) for token in tokens)
    rows = await owner.fetch("select * from app.link_tokens")
    assert len(rows) == 1, "a new one ends those before it"
    assert rows[0]["token_hash"] not in tokens
    assert (rows[0]["expires_at"] - rows[0]["created_at"]).total_seconds() == 900


async def test_an_empty_account_of_the_bots_goes_and_its_zone_stays(
    owner: asyncpg.Connection, web: Person
) -> None:
    chat = await a_learner(owner, name="Ann", zone="Europe/Lisbon", telegram=True)
    row = await redeem(owner, await token_of(owner, web), chat.telegram_id)
    assert (row["outcome"], row["user_id"]) == ("ready", web.user_id)
    assert (row["name"], row["zone"], row["language"]) == ("Cleo", "Europe/Lisbon", "en")
    assert await user_of(owner, chat.telegram_id) == web.user_id
    assert not await owner.fetchval("select true from auth.users where id = $1", chat.user_id)
    assert await owner.fetchval(
        "select count(*) from learner_profiles where user_profile_id = $1", web.profile_id
    ) == 1  # fmt: skip


async def test_a_web_account_without_any_profile_gets_one(owner: asyncpg.Connection) -> None:
    user_id = await owner.fetchval(
        "insert into auth.users (id) values (gen_random_uuid()) returning id"
    )
    chat = await a_learner(owner, name="Ann", zone="Asia/Tokyo", telegram=True)
    row = await redeem(owner, await token_of(owner, Person(user_id, user_id)), chat.telegram_id)
    assert (row["user_id"], row["name"], row["zone"]) == (user_id, "Ann", "Asia/Tokyo")


async def test_a_token_works_once_in_one_chat_for_a_quarter_of_an_hour(
    owner: asyncpg.Connection, web: Person
) -> None:
    ann, bo = [await a_learner(owner, telegram=True) for _ in range(2)]
    late = await token_of(owner, web)
    await move_clock(owner, minutes=16)
    assert (await redeem(owner, late, ann.telegram_id))["outcome"] == "expired"
    assert (await redeem(owner, "x" * 43, ann.telegram_id))["outcome"] == "unknown"
    token = await token_of(owner, web)
    assert (await redeem(owner, late, ann.telegram_id))["outcome"] == "unknown"
    assert (await redeem(owner, token, ann.telegram_id))["outcome"] == "ready"
    assert (await redeem(owner, token, ann.telegram_id))["outcome"] == "already"
    assert (await redeem(owner, token, bo.telegram_id))["outcome"] == "used"
    again = await token_of(owner, web)
    assert (await redeem(owner, again, bo.telegram_id))["outcome"] == "taken"
    assert await user_of(owner, bo.telegram_id) == bo.user_id
    async with acting_as(owner, web.actor):
        assert await owner.fetchval("select app.unlink_telegram()")
        assert not await owner.fetchval("select app.unlink_telegram()")
    assert (await redeem(owner, again, bo.telegram_id))["outcome"] == "ready"


async def test_nobody_loses_what_they_have_in_the_chat(
    owner: asyncpg.Connection, web: Person, learner: Person, slot: Slot
) -> None:
    token = await token_of(owner, web)
    await a_booking(owner, learner, slot)
    assert (await redeem(owner, token, learner.telegram_id))["outcome"] == "booked"
    expert = await an_expert(owner, telegram=True)
    assert (await redeem(owner, token, expert.telegram_id))["outcome"] == "expert"
    assert await user_of(owner, learner.telegram_id) == learner.user_id
    assert await user_of(owner, expert.telegram_id) == expert.user_id
    fresh = await a_learner(owner, telegram=True)
    assert (await redeem(owner, token, fresh.telegram_id))["outcome"] == "ready"


async def test_a_joined_chat_may_change_to_another_web_account_and_both_keep_theirs(
    owner: asyncpg.Connection, web: Person, slot: Slot
) -> None:
    chat = await a_learner(owner, telegram=True)
    other = await a_learner(owner, name="Dee")
    await redeem(owner, await token_of(owner, web), chat.telegram_id)
    learner_id = await owner.fetchval(
        "select id from learner_profiles where user_profile_id = $1", web.profile_id
    )
    await a_booking(owner, Person(web.user_id, web.profile_id, learner_id), slot)
    row = await redeem(owner, await token_of(owner, other), chat.telegram_id)
    assert (row["outcome"], row["user_id"]) == ("switch", other.user_id)
    assert await owner.fetchval("select count(*) from bookings") == 1


async def test_an_admins_chat_stays_an_admins(owner: asyncpg.Connection, web: Person) -> None:
    chat = await a_learner(owner, telegram=True)
    async with acting_as(owner, SERVICE):
        await owner.execute("select app.set_admins($1)", [chat.telegram_id])
    await redeem(owner, await token_of(owner, web), chat.telegram_id)
    role = await owner.fetchval("select role from user_profiles where user_id = $1", web.user_id)
    assert role == "admin"


async def test_of_two_chats_at_once_one_is_joined(
    owner: asyncpg.Connection, admin_url: str, web: Person
) -> None:
    chats = [await a_learner(owner, telegram=True) for _ in range(4)]
    token = await token_of(owner, web)

    async def one(chat: Person) -> str:
        connection = await asyncpg.connect(admin_url)
        try:
            outcome: str = (await redeem(connection, token, chat.telegram_id))["outcome"]
            return outcome
        finally:
            await connection.close()

    outcomes = await asyncio.gather(*[one(chat) for chat in chats])
    assert sorted(outcomes) == ["ready", "used", "used", "used"]


async def test_only_the_bot_redeems_and_only_those_signed_in_get_a_token(
    owner: asyncpg.Connection, web: Person
) -> None:
    token = await token_of(owner, web)
    for call in ("select app.link_redeem($1, 1)", "select app.link_offer($1, 1)"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with acting_as(owner, web.actor):
                await owner.execute(call, token)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with acting_as(owner, SERVICE):
            await owner.execute("select app.create_link_token()")
