"""Applications, their answers, and an expert's own changes: as people, plain SQL, and admins."""

from __future__ import annotations

import json
from typing import Any

import asyncpg
import pytest

from bot.domain.errors import InvalidInput, NoProfile, NotFound, PriceTooLow, WrongState
from bot.domain.ids import SessionId
from db import teaching
from db.queries import teaching as queries
from db.session import SERVICE, Database
from tests.builders import (
    Person,
    a_booking,
    a_learner,
    a_person,
    a_session,
    a_slot,
    acting_as,
    an_expert,
)

FACTS: dict[str, teaching.Fact] = {
    "bio": "Ten years of Rust.",
    "areas": ["Rust ", "rust", "Systems"],
    "rate_cents": 45000,
    "currency": "DKK",
    "meeting_url": None,
}


async def an_admin(owner: asyncpg.Connection) -> Person:
    return await a_learner(owner, name="Ada", role="admin", telegram=True)


async def told(owner: asyncpg.Connection, person: Person) -> list[str]:
    """What was said to a person beside bookings, in order."""
    rows = await owner.fetch(
        "select payload ->> 'notice' as notice from app.outbox"
        " where kind = 'notice' and lane = $1 order by id",
        str(person.telegram_id),
    )
    return [row["notice"] for row in rows]


async def expert_of(owner: asyncpg.Connection, person: Person) -> asyncpg.Record:
    return await owner.fetchrow(
        "select * from expert_profiles where user_profile_id = $1", person.profile_id
    )


async def test_an_application_makes_an_expert_who_waits_and_tells_every_admin_once(
    db: Database, owner: asyncpg.Connection
) -> None:
    admins = [await an_admin(owner), await an_admin(owner)]
    person = await a_learner(owner, telegram=True)
    for first in (True, False):
        async with db.begin(person.actor) as tx:
            assert await teaching.apply(tx, FACTS) is first
    made = await expert_of(owner, person)
    assert (made["verification_status"], made["expertise_areas"]) == (
        "pending",
        ["rust", "systems"],
    )
    role = await owner.fetchval("select role from user_profiles where id = $1", person.profile_id)
    assert role == "expert"
    assert [await told(owner, each) for each in admins] == [["application"], ["application"]]


@pytest.mark.parametrize(
    ("changed", "refusal", "field"),
    [
        ({"bio": " "}, InvalidInput, "bio"),
        ({"bio": "x" * 601}, InvalidInput, "bio"),
        ({"areas": []}, InvalidInput, "areas"),
        ({"areas": ["x" * 41]}, InvalidInput, "areas"),
        ({"areas": list("abcdefghi")}, InvalidInput, "areas"),
        ({"rate_cents": -1}, InvalidInput, "rate"),
        ({"rate_cents": None}, InvalidInput, "rate"),
        ({"rate_cents": 249}, PriceTooLow, "rate"),
        ({"currency": "SEK"}, InvalidInput, "currency"),
        ({"meeting_url": "javascript:alert(1)"}, InvalidInput, "meeting"),
    ],
)
async def test_an_application_says_which_part_is_wrong(
    db: Database, owner: asyncpg.Connection,
    changed: dict[str, teaching.Fact], refusal: type[InvalidInput], field: str,
) -> None:  # fmt: skip
    person = await a_learner(owner)
    async with db.begin(person.actor) as tx:
        with pytest.raises(refusal) as refused:
            await teaching.apply(tx, FACTS | changed)
        assert refused.value.detail == field
    assert await expert_of(owner, person) is None


async def test_admins_answer_and_the_applicant_hears(
    db: Database, owner: asyncpg.Connection
) -> None:
    admin, person = await an_admin(owner), await a_learner(owner, telegram=True)
    async with db.begin(person.actor) as tx:
        await teaching.apply(tx, FACTS)
    expert = (await expert_of(owner, person))["id"]
    async with db.begin(admin.actor) as tx:
        [waiting] = await queries.applications(tx, limit=8, offset=0)
        assert (waiting.expert_id, waiting.total) == (expert, 1)
        with pytest.raises(InvalidInput):
            await teaching.reject(tx, expert, " ")
        assert await teaching.reject(tx, expert, "Say more")
        assert not await teaching.reject(tx, expert, "Again")
    assert (await expert_of(owner, person))["verification_note"] == "Say more"
    async with db.begin(person.actor) as tx:
        assert await teaching.apply(tx, FACTS), "after a rejection the admins hear of it again"
    async with db.begin(admin.actor) as tx:
        assert await teaching.verify(tx, expert)
        assert not await teaching.verify(tx, expert)
        with pytest.raises(WrongState):
            await teaching.reject(tx, expert, "Too late")
        with pytest.raises(NotFound):
            await teaching.verify(tx, person.user_id)
    async with db.begin(person.actor) as tx:
        with pytest.raises(WrongState):
            await teaching.apply(tx, FACTS)
    assert await told(owner, person) == ["rejected", "verified"]
    assert await told(owner, admin) == ["application", "application"]


@pytest.mark.parametrize(
    "call",
    [
        "app.verify_expert($1)",
        "app.reject_expert($1, 'no')",
        "app.withdraw_verification($1, 'no')",
        "app.bookings_to_come($1)",
        "app.verified_experts(8, 0) where $1::uuid is not null",
        "app.application($1)",
        "app.applications(8, 0) where $1::uuid is not null",
    ],
)
async def test_only_admins_answer(owner: asyncpg.Connection, call: str) -> None:
    expert = await an_expert(owner, status="pending")
    for person in (expert, await a_learner(owner)):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with acting_as(owner, person.actor):
                await owner.execute(f"select * from {call}", expert.expert_id)  # noqa: S608
    async with acting_as(owner, (await an_admin(owner)).actor):
        await owner.execute(f"select * from {call}", expert.expert_id)  # noqa: S608


async def test_an_insert_and_an_update_by_plain_sql_are_told_too(
    owner: asyncpg.Connection,
) -> None:
    admin = await an_admin(owner)
    expert = await an_expert(owner, status="pending", telegram=True)
    assert await told(owner, admin) == ["application"]
    await owner.execute("update expert_profiles set verification_status = 'verified'")
    await owner.execute("update expert_profiles set bio = 'x'")
    assert await told(owner, expert) == ["verified"]


async def test_admins_are_those_whom_the_settings_name_and_those_of_the_web(
    db: Database, owner: asyncpg.Connection
) -> None:
    web = await an_admin(owner)
    expert, person = await an_expert(owner, telegram=True), await a_learner(owner, telegram=True)

    async def roles() -> list[str]:
        return [
            await owner.fetchval("select role from user_profiles where id = $1", each.profile_id)
            for each in (web, expert, person)
        ]

    async def appoint(*people: Person) -> None:
        async with db.begin() as tx:
            await teaching.set_admins(tx, [each.telegram_id or 0 for each in people])

    await appoint(expert, person)
    assert await roles() == ["admin", "admin", "admin"]
    await appoint(person)
    assert await roles() == ["admin", "expert", "admin"]
    await appoint()
    assert await roles() == ["admin", "expert", "learner"]
    assert await told(owner, person) == ["appointed", "dismissed"]
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with acting_as(owner, person.actor):
            await owner.execute("select app.set_admins('{1}')")


@pytest.mark.parametrize(
    ("before", "after", "price", "priced"),
    [("DKK", "USD", 250, 250), ("USD", "DKK", 50, 250), ("EUR", "USD", 0, 0)],
)
async def test_sessions_follow_their_experts_currency_and_wait_for_a_price_in_it(
    db: Database, owner: asyncpg.Connection, before: str, after: str, price: int, priced: int
) -> None:
    expert = await an_expert(owner, currency=before)
    session = await a_session(owner, expert, price=price)
    async with db.begin(expert.actor) as tx:
        await teaching.change_expert(tx, {"currency": after})
    row = await owner.fetchrow(
        "select currency, price_cents, is_active from sessions where id = $1", session
    )
    assert tuple(row) == (after, priced, price == 0)


async def test_an_expert_changes_their_own_profile_and_keeps_the_currency_of_their_bookings(
    db: Database, owner: asyncpg.Connection
) -> None:
    expert = await an_expert(owner)
    slot = await a_slot(owner, await a_session(owner, expert))
    await a_booking(owner, await a_learner(owner), slot)
    async with db.begin(expert.actor) as tx:
        await teaching.change_expert(tx, {"rate_cents": 0, "is_available": False})
        with pytest.raises(InvalidInput) as refused:
            await teaching.change_expert(tx, {"currency": "USD"})
        assert refused.value.detail == "currency"
        found = await queries.profile(tx)
    assert found is not None
    assert (found.rate_cents, found.is_available, found.open_sessions) == (0, False, 1)
    async with db.begin((await a_learner(owner)).actor) as tx:
        with pytest.raises(NoProfile):
            await teaching.change_expert(tx, {"bio": "x"})


async def test_a_person_without_a_profile_cannot_apply(
    db: Database, owner: asyncpg.Connection
) -> None:
    stranger = await a_person(owner)
    await owner.execute("delete from user_profiles where id = $1", stranger.profile_id)
    async with db.begin(stranger.actor) as tx:
        with pytest.raises(NoProfile):
            await teaching.apply(tx, FACTS)


SESSION_REFUSALS: list[tuple[dict[str, Any], type[Exception], str]] = [
    ({"title": ""}, InvalidInput, "title"),
    ({"duration_minutes": 50}, InvalidInput, "duration"),
    ({"price_cents": -1}, InvalidInput, "price"),
    ({"price_cents": 100}, PriceTooLow, "price"),
    ({"price_cents": 100_000_000}, InvalidInput, "price"),
    ({"level": "GURU"}, InvalidInput, "level"),
    ({"seats": 0}, InvalidInput, "seats"),
    ({"topics": ["x" * 41]}, InvalidInput, "topics"),
    ({"description": "x" * 3001}, InvalidInput, "description"),
    ({"prerequisites": "x" * 501}, InvalidInput, "prerequisites"),
    ({"materials_url": "no"}, InvalidInput, "materials"),
]


async def test_a_session_is_changed_by_its_expert_alone_and_as_it_must_be(
    db: Database, owner: asyncpg.Connection
) -> None:
    expert, other = await an_expert(owner), await an_expert(owner, name="Jonas")
    session = SessionId(await a_session(owner, expert))
    async with db.begin(expert.actor) as tx:
        for changed, refusal, field in SESSION_REFUSALS:
            with pytest.raises(refusal) as refused:
                await teaching.change_session(tx, session, changed)
            assert getattr(refused.value, "detail", None) == field
        await teaching.change_session(
            tx, session, {"description": "x " * 400, "level": None, "price_cents": 0}
        )
    row = await owner.fetchrow("select * from sessions")
    assert len(row["short_description"]) <= 500
    assert (row["level"], row["price_cents"], row["title"]) == (None, 0, "Python Basics")
    async with db.begin(other.actor) as tx:
        with pytest.raises(NotFound):
            await teaching.change_session(tx, session, {"title": "Mine"})


async def test_slots_follow_a_session_at_once(db: Database, owner: asyncpg.Connection) -> None:
    expert = await an_expert(owner)
    session = SessionId(await a_session(owner, expert))
    await owner.execute(
        "insert into availability_windows (expert_id, day_of_week, start_time, end_time)"
        " select $1, d, '09:00', '12:00' from generate_series(0, 6) d",
        expert.expert_id,
    )

    async def times() -> int:
        found = await owner.fetchval("select count(*) from bookable_slots where is_available")
        return int(found)

    async def change(**changes: Any) -> None:
        async with db.begin(expert.actor) as tx:
            await teaching.change_session(tx, session, changes)

    await change(duration_minutes=90)
    hourly = await times()
    assert hourly > 0
    await change(duration_minutes=45)
    assert await times() == 2 * hourly
    await change(is_active=False)
    assert await times() == 0


async def test_the_service_reads_an_application_for_its_notice(
    owner: asyncpg.Connection,
) -> None:
    expert = await an_expert(owner, status="pending")
    async with acting_as(owner, SERVICE):
        row = await owner.fetchrow("select * from app.application($1)", expert.expert_id)
    assert row["name"] == "Maria"
    assert json.loads(json.dumps(row["areas"])) == []
