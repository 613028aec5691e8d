"""What cannot be stored, whoever writes it: the constraint that holds is named."""

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
    an_expert,
)


@pytest.fixture
async def expert(owner: asyncpg.Connection) -> Person:
    return await an_expert(owner)


@pytest.fixture
async def slot(owner: asyncpg.Connection, expert: Person) -> Slot:
    return await a_slot(owner, await a_session(owner, expert))


async def violated(owner: asyncpg.Connection, statement: str, *args: object) -> str:
    """The name of the constraint that the statement runs into."""
    with pytest.raises(asyncpg.IntegrityConstraintViolationError) as raised:
        await owner.execute(statement, *args)
    return str(raised.value.constraint_name)


async def test_two_booked_slots_of_one_expert_never_overlap(
    owner: asyncpg.Connection, expert: Person, slot: Slot
) -> None:
    other = await a_slot(
        owner,
        await a_session(owner, expert, title="Other"),
        starts_in=timedelta(days=3, minutes=30),
    )
    await a_booking(owner, await a_learner(owner), slot)
    with pytest.raises(asyncpg.ExclusionViolationError) as raised:
        await a_booking(owner, await a_learner(owner), other)
    assert raised.value.constraint_name == "bookable_slots_no_overlap"


async def test_a_group_slot_fills_up_to_its_last_seat_and_no_further(
    owner: asyncpg.Connection, expert: Person
) -> None:
    slot = await a_slot(owner, await a_session(owner, expert, seats=2))
    await a_booking(owner, await a_learner(owner), slot)
    await a_booking(owner, await a_learner(owner), slot)
    with pytest.raises(asyncpg.CheckViolationError) as raised:
        await a_booking(owner, await a_learner(owner), slot)
    assert raised.value.constraint_name == "bookable_slots_seats"


async def test_a_learner_is_not_in_two_places(owner: asyncpg.Connection, slot: Slot) -> None:
    learner = await a_learner(owner)
    await a_booking(owner, learner, slot)
    elsewhere = await a_slot(
        owner,
        await a_session(owner, await an_expert(owner)),
        starts_in=timedelta(days=3, minutes=30),
    )
    with pytest.raises(asyncpg.ExclusionViolationError) as raised:
        await a_booking(owner, learner, elsewhere)
    assert raised.value.constraint_name == "bookings_learner_in_one_place"


async def test_nobody_books_themselves(
    owner: asyncpg.Connection, expert: Person, slot: Slot
) -> None:
    with pytest.raises(asyncpg.CheckViolationError) as raised:
        await a_booking(owner, expert, slot)
    assert raised.value.constraint_name == "bookings_not_oneself"


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("amount_authorized = -1", "bookings_authorized_not_negative"),
        ("amount_captured = -1", "bookings_captured_not_negative"),
        ("amount_refunded = -1", "bookings_refunded_not_negative"),
        ("amount_refunded = 1", "bookings_refunded_of_captured"),
        ("price_cents = -1", "bookings_price_not_negative"),
        ("refund_due = price_cents + 1", "bookings_refund_due_range"),
        ("currency = 'SEK'", "bookings_currency_known"),
        ("cancelled_by = 'nobody'", "bookings_cancelled_by_known"),
        ("end_at = start_at", "bookings_ends_after_start"),
    ],
)
async def test_a_booking_holds_no_impossible_value(
    owner: asyncpg.Connection, slot: Slot, change: str, constraint: str
) -> None:
    await a_booking(owner, await a_learner(owner), slot)
    assert await violated(owner, f"update bookings set {change}") == constraint  # noqa: S608


@pytest.mark.parametrize(
    ("state", "constraint"),
    [("held/pending", "bookings_status_known"), ("pending/paid", "bookings_payment_status_known")],
)
async def test_an_unknown_status_is_not_stored(
    owner: asyncpg.Connection, slot: Slot, state: str, constraint: str
) -> None:
    learner = await a_learner(owner)
    with pytest.raises(asyncpg.CheckViolationError) as raised:
        await a_booking(owner, learner, slot, state=state)
    assert raised.value.constraint_name == constraint


async def test_amounts_are_never_unknown(owner: asyncpg.Connection, slot: Slot) -> None:
    await a_booking(owner, await a_learner(owner), slot)
    for table, column in (
        ("bookings", "amount_authorized"),
        ("bookings", "amount_captured"),
        ("bookings", "amount_refunded"),
        ("bookings", "price_cents"),
        ("sessions", "price_cents"),
        ("expert_profiles", "total_earnings_cents"),
        ("learner_profiles", "total_spent_cents"),
    ):
        with pytest.raises(asyncpg.NotNullViolationError):
            await owner.execute(f"update {table} set {column} = null")  # noqa: S608


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("duration_minutes = 50", "sessions_duration_quarters"),
        ("duration_minutes = 0", "sessions_duration_quarters"),
        ("price_cents = -1", "sessions_price_not_negative"),
        ("price_cents = 249", "sessions_price_minimum"),
        ("level = 'EXPERT'", "sessions_level_known"),
        ("currency = 'SEK'", "sessions_currency_known"),
        ("currency = 'USD'", "sessions_currency_is_experts"),
        ("max_participants = 0", "sessions_participants_range"),
        ("short_description = repeat('x', 501)", "sessions_short_description_length"),
    ],
)
async def test_a_session_holds_no_impossible_value(
    owner: asyncpg.Connection, slot: Slot, change: str, constraint: str
) -> None:
    assert await violated(owner, f"update sessions set {change}") == constraint  # noqa: S608


@pytest.mark.parametrize(("currency", "least"), [("DKK", 250), ("USD", 50), ("EUR", 50)])
async def test_a_price_is_nothing_or_what_stripe_charges_at_least(
    owner: asyncpg.Connection, currency: str, least: int
) -> None:
    session = await a_session(owner, await an_expert(owner, currency=currency), price=least)
    for price in (0, least):
        await owner.execute("update sessions set price_cents = $2 where id = $1", session, price)
    with pytest.raises(asyncpg.CheckViolationError):
        await owner.execute("update sessions set price_cents = $1", least - 1)


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ("1, '10:00', '09:00', 'UTC'", "availability_windows_ends_after_start"),
        ("1, '10:00', '10:00', 'UTC'", "availability_windows_ends_after_start"),
        ("7, '09:00', '10:00', 'UTC'", "availability_windows_day_known"),
        ("1, '09:00', '10:00', 'Mars+3'", "availability_windows_zone_known"),
        ("1, '09:00', '10:00', 'europe/copenhagen'", "availability_windows_zone_known"),
    ],
)
async def test_a_window_holds_no_impossible_value(
    owner: asyncpg.Connection, expert: Person, values: str, constraint: str
) -> None:
    statement = (
        "insert into availability_windows"  # noqa: S608
        f" (expert_id, day_of_week, start_time, end_time, timezone) values ($1, {values})"
    )
    assert await violated(owner, statement, expert.expert_id) == constraint


@pytest.mark.parametrize(
    ("statement", "constraint"),
    [
        ("update user_profiles set timezone = 'Mars+3'", "user_profiles_zone_known"),
        ("update user_profiles set role = 'owner'", "user_profiles_role_known"),
        ("update learner_profiles set experience_level = 'GURU'", "learner_profiles_level_known"),
        ("update expert_profiles set currency = 'SEK'", "expert_profiles_currency_known"),
        ("update expert_profiles set hourly_rate_cents = -1", "expert_profiles_rate_not_negative"),
        (
            "update expert_profiles set verification_status = 'x'",
            "expert_profiles_verification_known",
        ),
        ("update expert_profiles set cancellation_policy = 'x'", "expert_profiles_policy_known"),
        ("update bookable_slots set end_time = start_time", "bookable_slots_ends_after_start"),
        ("update bookable_slots set current_bookings = 2", "bookable_slots_seats"),
        ("update bookable_slots set current_bookings = -1", "bookable_slots_bookings_not_negative"),
    ],
)
async def test_profiles_and_slots_hold_no_impossible_value(
    owner: asyncpg.Connection, slot: Slot, statement: str, constraint: str
) -> None:
    assert await violated(owner, statement) == constraint


async def test_a_bookings_slot_session_and_expert_belong_together(
    owner: asyncpg.Connection, slot: Slot
) -> None:
    learner = await a_learner(owner)
    other = await a_slot(owner, await a_session(owner, await an_expert(owner)))
    mixed = Slot(slot.id, other.session_id, slot.start, slot.end)
    with pytest.raises(asyncpg.ForeignKeyViolationError):
        await a_booking(owner, learner, mixed)
    shifted = Slot(slot.id, slot.session_id, slot.start, slot.end + timedelta(minutes=15))
    with pytest.raises(asyncpg.CheckViolationError):
        await a_booking(owner, learner, shifted)


async def test_tags_are_trimmed_lower_case_and_each_once(
    owner: asyncpg.Connection, expert: Person
) -> None:
    session = await a_session(owner, expert, tags=(" Python", "SQL", "python ", "", "sql"))
    tags = await owner.fetchval("select topic_tags from sessions where id = $1", session)
    assert tags == ["python", "sql"]
