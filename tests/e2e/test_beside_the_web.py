"""The web platform beside the chats: plain SQL as a signed-in person, and what the phones show."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import asyncpg
import pytest

from tests.builders import Person, a_person, acting_as
from tests.e2e.stage import ANN, BO, JONAS, MARIA, Stage, settle_in

SLOT = (
    "select f.slot_id from app.browse_topics(50, 0) t"
    " cross join lateral app.browse_sessions(t.topic, 20, 0) s"
    " cross join lateral app.free_slots(s.session_id, app.now() + interval '3 days',"
    " app.now() + interval '20 days') f where s.expert_name like $1 order by f.start_at limit 1"
)


async def behind(owner: asyncpg.Connection, telegram_id: int) -> Person:
    """The person whose phone this is, as the web knows them."""
    user_id = await owner.fetchval(
        "select user_id from app.telegram_accounts where telegram_id = $1", telegram_id
    )
    return Person(user_id, user_id)


async def on_the_web(owner: asyncpg.Connection, person: Person, sql: str, *given: Any) -> Any:
    """One statement as this person, as the platform's gateway would send it."""
    async with acting_as(owner, person.actor):
        return await owner.fetchval(sql, *given)


@pytest.fixture
async def cleo(stage: Stage, owner: asyncpg.Connection) -> Person:
    """A web account that Ann has joined to her chat by the web's link."""
    web = await a_person(owner, name="Cleo", zone=None)
    token = await on_the_web(owner, web, "select app.create_link_token()")
    ann = stage.phone(ANN)
    await ann.send(f"/start link_{token}")
    asked = await ann.wait_for("web account Cleo")
    assert asked.button("Leave it")
    await ann.tap("Connect")
    await ann.wait_for("Connected")
    await ann.tap("Copenhagen")
    await ann.wait_for(button="Find a session")
    return web


async def booked(owner: asyncpg.Connection, who: Person, expert: str = "Maria%") -> Any:
    slot = await on_the_web(owner, who, SLOT, expert)
    return await on_the_web(
        owner,
        who,
        "select booking_id from public.create_booking_with_payment(auth.uid(), $1, 'From the web')",
        slot,
    )


async def test_booked_accepted_and_cancelled_by_sql_it_reads_like_one_of_the_chat(
    stage: Stage, owner: asyncpg.Connection, cleo: Person
) -> None:
    ann, maria = stage.phone(ANN), stage.phone(MARIA)
    booking = await booked(owner, cleo)
    held = await ann.wait_for("Held for you until", anywhere=True)
    assert held.button("Let it go")
    hold = await owner.fetchval(
        "select hold_expires_at - created_at from bookings where id = $1", booking
    )
    assert timedelta(minutes=30) < hold < timedelta(minutes=32)

    await stage.pay(await ann.url("Pay"))
    await ann.wait_for("450 kr. held on your card")
    asked = await maria.wait_for("New request from Cleo", anywhere=True)
    assert "From the web" in asked.text

    expert = await behind(owner, MARIA)
    await on_the_web(owner, expert, "select changed from app.accept_booking($1)", booking)
    await ann.wait_for("Maria accepted", anywhere=True)
    await maria.wait_for("450 kr. charged", anywhere=True)

    await on_the_web(owner, cleo, "select changed from app.cancel_booking($1)", booking)
    await maria.wait_for("Cleo cancelled", anywhere=True)
    cancelled = await ann.wait_for("You cancelled it", anywhere=True)
    assert not cancelled.button("Cancel…")
    await ann.wait_for("was returned to your card", anywhere=True)
    assert await stage.stripe() == (0, 45000, 45000)


async def test_an_expert_cancels_by_sql_and_both_chats_know(
    stage: Stage, owner: asyncpg.Connection, cleo: Person
) -> None:
    ann, maria = stage.phone(ANN), stage.phone(MARIA)
    booking = await booked(owner, cleo)
    await ann.wait_for(button="Pay", anywhere=True)
    await stage.pay(await ann.url("Pay"))
    await maria.wait_for("New request from Cleo", anywhere=True)
    await maria.tap("Accept")
    await maria.wait_for("450 kr. charged", anywhere=True)
    await ann.wait_for("Maria accepted", anywhere=True)
    expert = await behind(owner, MARIA)
    await on_the_web(owner, expert, "select changed from app.cancel_booking($1)", booking)
    await ann.wait_for("Maria had to cancel", anywhere=True)
    await maria.wait_for("You cancelled. Cleo gets everything back.", anywhere=True)


async def test_a_session_paused_by_sql_is_gone_and_its_old_buttons_say_so(
    stage: Stage, owner: asyncpg.Connection
) -> None:
    ann = stage.phone(ANN)
    await settle_in(ann)
    await ann.send("/book")
    await ann.wait_for(button="Code review")
    await ann.tap("Code review")
    listed = await ann.wait_for("Code review, 30 min")
    # Jonas's other session may be free at the same time, so which is first is not said.
    line = next(line for line in listed.text.splitlines() if "Code review, 30 min" in line)
    numbered = re.compile(rf"^{line[0]} ")
    await ann.tap(numbered, message=listed)
    days = await ann.wait_for(button="Earliest")
    jonas = await behind(owner, JONAS)
    await on_the_web(
        owner, jonas,
        "update sessions set is_active = false where title = 'Code review' returning id",
    )  # fmt: skip
    await ann.tap_stale(days, "Earliest")
    await ann.wait_for("That time is not offered any more")
    await ann.tap_stale(listed, numbered)
    await ann.wait_for("Nothing is free there any more")
    await ann.send("/book")
    await ann.wait_for(button="Code review")
    await ann.tap("Code review")
    shown = await ann.wait_for("First talk")
    assert "30 min" not in shown.text


async def test_a_window_written_by_sql_is_bookable_in_the_chat(
    stage: Stage, owner: asyncpg.Connection
) -> None:
    bo, jonas = stage.phone(BO), await behind(owner, JONAS)
    await settle_in(bo)
    await on_the_web(owner, jonas, "delete from availability_windows returning id")
    await stage.skip(by=60)
    await bo.send("/book")
    shown = await bo.wait_for("Hvad vil du gerne lære?")
    assert not shown.button("Code review")
    await on_the_web(
        owner, jonas,
        "insert into availability_windows (expert_id, day_of_week, start_time, end_time, timezone)"
        " values (app.my_expert_id(), 3, '18:00', '20:00', 'Europe/Copenhagen') returning id",
    )  # fmt: skip
    await stage.skip(by=60)
    await bo.send("/book")
    await bo.wait_for(button="Code review")
