"""Slots: what windows give, against an oracle that knows only zoneinfo; what generating leaves be.

The rule, stated here on its own: a window's two ends are wall times. A wall time that the clocks
skip counts as if they had not been moved yet, one that they show twice means the second time.
Between the two instants slots follow each other by real time while they fit.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import asyncpg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.session import SERVICE
from tests.builders import (
    Person,
    a_booking,
    a_learner,
    a_session,
    a_slot,
    acting_as,
    an_expert,
    move_clock,
)

ZONES = [
    "Europe/Copenhagen",
    "America/New_York",
    "America/Sao_Paulo",
    "Australia/Sydney",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "America/St_Johns",
    "Pacific/Auckland",
    "Pacific/Chatham",
    "Africa/Casablanca",
    "UTC",
]
CHANGES = [
    date(2027, 3, 14),
    date(2027, 3, 28),
    date(2027, 4, 4),
    date(2027, 9, 26),
    date(2027, 10, 3),
    date(2027, 10, 31),
    date(2027, 11, 7),
]
EVERY_DAY = [{"day": day, "start": "09:00", "end": "12:00"} for day in range(7)]


def instant(day: date, minutes: int, zone: ZoneInfo) -> datetime:
    """When a wall clock in the zone shows this, by the rule above."""
    wall = datetime.combine(day, time()) + timedelta(minutes=minutes)
    first, second = (wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    shown = first.astimezone(zone).replace(tzinfo=None) == wall
    return second if shown else first


def oracle(
    day_of_week: int, start: int, end: int, zone: str, length: int, since: datetime, until: datetime
) -> list[datetime]:
    """The slots' starts, day by day and step by step."""
    found = []
    day = since.date() - timedelta(days=2)
    while day <= until.date() + timedelta(days=2):
        if day.isoweekday() % 7 == day_of_week:
            at, last = instant(day, start, ZoneInfo(zone)), instant(day, end, ZoneInfo(zone))
            while at + timedelta(minutes=length) <= last:
                if since <= at < until:
                    found.append(at)
                at += timedelta(minutes=length)
        day += timedelta(days=1)
    return found


@settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    zone=st.sampled_from(ZONES),
    near=st.sampled_from(CHANGES),
    offset=st.integers(-2, 2),
    start=st.integers(0, 95),
    span=st.integers(1, 96),
    length=st.sampled_from([15, 30, 45, 60, 90, 120]),
)
async def test_a_window_gives_the_slots_that_the_oracle_counts(
    owner: asyncpg.Connection,
    zone: str,
    near: date,
    offset: int,
    start: int,
    span: int,
    length: int,
) -> None:
    day = near + timedelta(days=offset)
    first, last = start * 15, min(1440, (start + span) * 15)
    since = datetime.combine(day, time(3), tzinfo=UTC) - timedelta(days=7)
    until = since + timedelta(days=15)
    rows = await owner.fetch(
        "select start_time, end_time from app.slots_of_window("
        "$1, app.wall_time($2), app.wall_time($3), $4, $5, $6, $7) order by 1",
        day.isoweekday() % 7, first, last, zone, length, since, until,
    )  # fmt: skip
    expected = oracle(day.isoweekday() % 7, first, last, zone, length, since, until)
    assert [row["start_time"] for row in rows] == expected
    assert all(row["end_time"] - row["start_time"] == timedelta(minutes=length) for row in rows)


async def set_availability(
    owner: asyncpg.Connection, expert: Person, windows: list[dict[str, object]], zone: str = "UTC"
) -> tuple[int, int, int]:
    async with acting_as(owner, expert.actor):
        row = await owner.fetchrow(
            "select * from app.set_availability($1, $2)", json.dumps(windows), zone
        )
    return tuple(row)


async def preview(
    owner: asyncpg.Connection, expert: Person, windows: list[dict[str, object]], zone: str = "UTC"
) -> tuple[int, int, int]:
    async with acting_as(owner, expert.actor):
        row = await owner.fetchrow(
            "select * from app.preview_availability($1, $2)", json.dumps(windows), zone
        )
    return tuple(row)


@pytest.fixture
async def expert(owner: asyncpg.Connection) -> Person:
    made = await an_expert(owner)
    await a_session(owner, made)
    return made


async def free(owner: asyncpg.Connection) -> int:
    """How many can be booked: each is free, and none too soon for its expert's notice."""
    count: int = await owner.fetchval(BOOKABLE.format("*"))
    return count


BOOKABLE = """
select count({}) from bookable_slots s join expert_profiles e on e.id = s.expert_id
 where s.is_available and s.start_time >= app.bookable_from(e.minimum_notice_minutes)
"""


async def test_slots_exist_at_once_and_the_preview_said_how_many(
    owner: asyncpg.Connection, expert: Person
) -> None:
    said = await preview(owner, expert, EVERY_DAY)
    assert await free(owner) == 0
    done = await set_availability(owner, expert, EVERY_DAY)
    assert said == done == (await free(owner), 0, 0)
    assert 28 * 3 - 3 <= done[0] <= 28 * 3 + 3


async def test_a_time_is_counted_once_however_many_sessions_can_be_booked_then(
    owner: asyncpg.Connection, expert: Person
) -> None:
    await a_session(owner, expert)
    said = await preview(owner, expert, EVERY_DAY)
    done = await set_availability(owner, expert, EVERY_DAY)
    times = await owner.fetchval(BOOKABLE.format("distinct start_time"))
    assert await free(owner) == 2 * times
    assert said == done == (times, 0, 0)
    assert await preview(owner, expert, []) == (0, times, 0)
    assert await set_availability(owner, expert, []) == (0, times, 0)


async def test_what_nobody_can_book_yet_or_any_more_is_no_bookable_time(
    owner: asyncpg.Connection, expert: Person, learner: Person
) -> None:
    def all_day(*days: int) -> list[dict[str, object]]:
        return [{"day": day, "start": "00:00", "end": "24:00"} for day in days]

    await owner.execute("update expert_profiles set minimum_notice_minutes = 24 * 60")
    week = all_day(*range(7))
    said = await preview(owner, expert, week)
    done = await set_availability(owner, expert, week)
    assert said == done == (await free(owner), 0, 0)
    standing = await owner.fetchval("select count(*) from bookable_slots where is_available")
    assert standing > done[0], "the day that is too soon has times, which nobody can book yet"
    await a_session(owner, expert, minutes=30)
    await set_availability(owner, expert, week)
    slot = await owner.fetchval(
        "select id from bookable_slots where start_time > app.now() + interval '3 days'"
        " and end_time - start_time = interval '1 hour' order by start_time limit 1"
    )
    async with acting_as(owner, learner.actor):
        await owner.execute(
            "select * from create_booking_with_payment($1, $2)", learner.user_id, slot
        )
    times = await owner.fetchval(BOOKABLE.format("distinct start_time"))
    assert await preview(owner, expert, []) == (0, times, 1)
    await set_availability(owner, expert, [])
    assert (await preview(owner, expert, week))[0] == times, "nor one that lies in what is booked"


async def test_setting_the_same_again_keeps_every_slots_id(
    owner: asyncpg.Connection, expert: Person
) -> None:
    await set_availability(owner, expert, EVERY_DAY)
    ids = await owner.fetch("select id from bookable_slots order by id")
    windows = await owner.fetch("select id from availability_windows order by id")
    assert await set_availability(owner, expert, EVERY_DAY) == (0, 0, 0)
    longer = [{"day": day, "start": "09:00", "end": "13:00"} for day in range(7)]
    await set_availability(owner, expert, longer)
    await set_availability(owner, expert, EVERY_DAY)
    assert await owner.fetch("select id from bookable_slots order by id") == ids
    assert len(await owner.fetch("select id from availability_windows")) == len(windows)


async def test_windows_that_touch_or_overlap_become_one(
    owner: asyncpg.Connection, expert: Person
) -> None:
    await set_availability(
        owner,
        expert,
        [
            {"day": 1, "start": "9:00", "end": "12:00"},
            {"day": 1, "start": "12:00", "end": "14:00"},
            {"day": 1, "start": "13:00", "end": "24:00"},
        ],
    )
    rows = await owner.fetch("select start_time::text, end_time::text from availability_windows")
    assert [tuple(row) for row in rows] == [("09:00:00", "24:00:00")]


@pytest.mark.parametrize(
    ("windows", "zone", "field"),
    [
        (EVERY_DAY, "Mars+3", "zone"),
        ([{"day": 7, "start": "09:00", "end": "10:00"}], "UTC", "windows"),
        ([{"day": 1, "start": "10:00", "end": "09:00"}], "UTC", "windows"),
        ([{"day": 1, "start": "25:00", "end": "26:00"}], "UTC", "windows"),
        ([{"day": 1}], "UTC", "windows"),
    ],
)
async def test_windows_that_make_no_sense_are_refused_by_name(
    owner: asyncpg.Connection,
    expert: Person,
    windows: list[dict[str, object]],
    zone: str,
    field: str,
) -> None:
    with pytest.raises(asyncpg.PostgresError) as refused:
        await set_availability(owner, expert, windows, zone)
    assert (refused.value.sqlstate, refused.value.detail) == ("BK009", field)


async def test_a_booked_slot_outlives_its_window_and_is_counted_as_uncovered(
    owner: asyncpg.Connection, expert: Person
) -> None:
    await set_availability(owner, expert, EVERY_DAY)
    learner = await a_learner(owner)
    slot = await owner.fetchrow("select id from bookable_slots order by start_time offset 20")
    async with acting_as(owner, learner.actor):
        await owner.fetchrow(
            "select * from create_booking_with_payment($1, $2)", learner.user_id, slot["id"]
        )
    before = await free(owner)
    for person, named in ((expert, ["Ann"]), (await an_expert(owner), [])):
        async with acting_as(owner, person.actor):
            rows = await owner.fetch("select * from app.uncovered_bookings('[]', 'UTC', 5)")
        assert [row["learner_name"] for row in rows] == named
    added, removed, uncovered = await set_availability(owner, expert, [])
    assert (added, removed, uncovered) == (0, before, 1)
    assert [row["id"] for row in await owner.fetch("select id from bookable_slots")] == [slot["id"]]


async def test_a_slot_freed_after_its_window_went_is_closed_by_the_next_generation(
    owner: asyncpg.Connection, expert: Person
) -> None:
    await set_availability(owner, expert, EVERY_DAY)
    learner = await a_learner(owner)
    slot = await owner.fetchval("select id from bookable_slots order by start_time offset 20")
    async with acting_as(owner, learner.actor):
        booking = await owner.fetchval(
            "select booking_id from create_booking_with_payment($1, $2)", learner.user_id, slot
        )
    await set_availability(owner, expert, [])
    async with acting_as(owner, learner.actor):
        await owner.execute("select * from app.cancel_booking($1)", booking)
    assert await free(owner) == 0
    await set_availability(owner, expert, EVERY_DAY)
    assert await owner.fetchval("select is_available from bookable_slots where id = $1", slot)


async def test_what_a_person_closed_stays_closed(owner: asyncpg.Connection, expert: Person) -> None:
    await set_availability(owner, expert, EVERY_DAY)
    slot = await owner.fetchval("select id from bookable_slots order by start_time limit 1")
    await owner.execute("update bookable_slots set is_available = false where id = $1", slot)
    await set_availability(owner, expert, EVERY_DAY)
    assert not await owner.fetchval("select is_available from bookable_slots where id = $1", slot)
    await owner.execute("update bookable_slots set is_available = true where id = $1", slot)
    assert await owner.fetchval("select is_available from bookable_slots where id = $1", slot)


async def test_free_siblings_of_a_booked_slot_are_not_free_until_it_is(
    owner: asyncpg.Connection, expert: Person
) -> None:
    await owner.execute("update expert_profiles set buffer_minutes = 30")
    first = await a_slot(owner, await a_session(owner, expert), starts_in=timedelta(hours=10))
    other = await a_session(owner, expert, minutes=30, title="Code review")
    overlapping = await a_slot(owner, other, starts_in=timedelta(hours=10, minutes=30))
    in_buffer = await a_slot(owner, other, starts_in=timedelta(hours=11, minutes=15))
    after = await a_slot(owner, other, starts_in=timedelta(hours=11, minutes=45))

    async def open_slots() -> set[object]:
        rows = await owner.fetch("select id from bookable_slots where is_available")
        return {row["id"] for row in rows}

    booking = await a_booking(owner, await a_learner(owner), first)
    assert await open_slots() == {after.id}
    late = await a_slot(owner, other, starts_in=timedelta(hours=10, minutes=15))
    assert late.id not in await open_slots()
    async with acting_as(owner, SERVICE):
        await owner.execute("select app.transition($1, 'expire')", booking)
    assert await open_slots() == {first.id, overlapping.id, in_buffer.id, after.id, late.id}


async def test_a_window_or_session_made_by_plain_sql_gets_its_slots_with_the_next_tick(
    owner: asyncpg.Connection, expert: Person
) -> None:
    async with acting_as(owner, expert.actor):
        await owner.execute(
            "insert into availability_windows (expert_id, day_of_week, start_time, end_time,"
            " timezone) select $1, day, '09:00', '12:00', 'Asia/Kolkata'"
            " from generate_series(0, 6) day",
            expert.expert_id,
        )

    async def tick() -> int:
        async with acting_as(owner, SERVICE):
            done: int = await owner.fetchval("select app.top_up_slots(10)")
            return done

    assert await tick() == 1
    assert await tick() == 0
    made = await free(owner)
    assert made > 70
    await move_clock(owner, days=2)
    assert await tick() == 1
    assert await owner.fetchval(
        "select max(start_time) > app.now() + interval '26 days' from bookable_slots"
    )
    await owner.execute("update sessions set is_active = false")
    assert await tick() == 1
    assert (
        await owner.fetchval("select count(*) from bookable_slots where start_time > app.now()")
        == 0
    )


async def test_a_session_that_gets_longer_moves_its_free_slots_only(
    owner: asyncpg.Connection, expert: Person
) -> None:
    await set_availability(owner, expert, EVERY_DAY)
    learner = await a_learner(owner)
    slot = await owner.fetchval("select id from bookable_slots order by start_time offset 20")
    async with acting_as(owner, learner.actor):
        await owner.fetchrow(
            "select * from create_booking_with_payment($1, $2)", learner.user_id, slot
        )
    await owner.execute("update sessions set duration_minutes = 90")
    async with acting_as(owner, SERVICE):
        await owner.execute("select app.top_up_slots(10)")
    lengths = await owner.fetch(
        "select distinct end_time - start_time as length, current_bookings from bookable_slots"
    )
    assert {tuple(row) for row in lengths} == {
        (timedelta(minutes=60), 1),
        (timedelta(minutes=90), 0),
    }
