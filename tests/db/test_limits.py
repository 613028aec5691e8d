"""What one person may have at a time, from plain SQL: so much, and the next is refused."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import pytest

from tests.builders import Person, a_booking, a_learner, a_session, acting_as, book, move
from tests.crowds import many_slots

WINDOW = (
    "insert into availability_windows (expert_id, day_of_week, start_time, end_time, timezone)"
    " values ($1, $2, make_time($3, $4, 0), make_time($3, $4 + 1, 0), 'UTC')"
)


@asynccontextmanager
async def too_many(detail: str) -> AsyncIterator[None]:
    with pytest.raises(asyncpg.PostgresError) as refused:
        yield
    assert (refused.value.sqlstate, refused.value.detail) == ("BK012", detail)


async def test_a_learner_waits_for_ten_bookings_at_most(
    owner: asyncpg.Connection, expert: Person, learner: Person
) -> None:
    session = await a_session(owner, expert)
    first, *slots = await many_slots(owner, session, 12, day=3)
    held = [await book(owner, learner, slot) for slot in slots[:10]]
    async with too_many("pending"):
        await book(owner, learner, first)
    assert await book(owner, learner, slots[0]) == held[0], "the same seat is the same booking"
    await book(owner, await a_learner(owner), first)
    await move(owner, held[0]["booking_id"], "expire")
    assert (await book(owner, learner, slots[10]))["booking_id"], "and once one is settled, another"


async def test_a_learner_books_fifty_times_a_day_at_most(
    owner: asyncpg.Connection, expert: Person, learner: Person
) -> None:
    *slots, last = await many_slots(owner, await a_session(owner, expert, minutes=15), 51, day=3)
    for slot in slots:
        booking = await a_booking(owner, learner, slot)
        await move(owner, booking, "expire")
    async with too_many("day"):
        await book(owner, learner, last)
    await owner.execute("update bookings set created_at = created_at - interval '1 day'")
    assert (await book(owner, learner, last))["booking_id"]


async def test_an_expert_offers_fifty_sessions_at_most_and_an_import_as_many_as_there_are(
    owner: asyncpg.Connection, expert: Person
) -> None:
    for _ in range(49):
        await a_session(owner, expert)
    create = "select create_session(auth.uid(), 'One more', 'x', 60, 45000)"
    async with acting_as(owner, expert.actor) as connection:
        await connection.execute(create)
    for sql in (
        create,
        "insert into sessions (expert_id, title, duration_minutes, price_cents)"
        " values (app.my_expert_id(), 'By hand', 60, 45000)",
    ):
        async with too_many("sessions"), acting_as(owner, expert.actor) as connection:
            await connection.execute(sql)
    assert await a_session(owner, expert)


def quarter(number: int) -> dict[str, object]:
    """A quarter of an hour of the week: two an hour, so that no two of them touch."""
    begins = f"{number // 14:02}:{number // 7 % 2 * 30:02}"
    return {"day": number % 7, "start": begins, "end": f"{begins[:3]}{int(begins[3:]) + 15}"}


async def test_a_week_has_so_many_windows_however_they_are_written(
    owner: asyncpg.Connection, expert: Person
) -> None:
    many = [quarter(number) for number in range(169)]
    save = "select * from app.set_availability(cast($1::text as jsonb), 'UTC')"
    async with too_many("windows"), acting_as(owner, expert.actor) as connection:
        await connection.execute(save.replace("$1", f"'{json.dumps(many)}'"))
    for _ in range(2):  # what is replaced counts no more
        async with acting_as(owner, expert.actor) as connection:
            await connection.execute(save.replace("$1", f"'{json.dumps(many[:168])}'"))
    async with too_many("windows"), acting_as(owner, expert.actor) as connection:
        await connection.execute(WINDOW, expert.expert_id, 1, 23, 50)
