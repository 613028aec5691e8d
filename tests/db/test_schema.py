"""The platform's schema is kept exactly: tables, columns, types, view, functions, indexes."""

from __future__ import annotations

import asyncpg

TIMES = {"created_at": "timestamptz", "updated_at": "timestamptz"}
TABLES: dict[str, dict[str, str]] = {
    "user_profiles": {
        "id": "uuid",
        "user_id": "uuid",
        "role": "text",
        "display_name": "text",
        "first_name": "text",
        "last_name": "text",
        "avatar_url": "text",
        "timezone": "text",
        **TIMES,
    },
    "expert_profiles": {
        "id": "uuid",
        "user_profile_id": "uuid",
        "bio": "text",
        "expertise_areas": "_text",
        "hourly_rate_cents": "int4",
        "currency": "text",
        "rating": "numeric",
        "total_sessions": "int4",
        "total_earnings_cents": "int4",
        "is_available": "bool",
        "verification_status": "text",
        **TIMES,
    },
    "learner_profiles": {
        "id": "uuid",
        "user_profile_id": "uuid",
        "learning_goals": "_text",
        "interests": "_text",
        "experience_level": "text",
        "preferred_session_duration": "int4",
        "total_sessions_booked": "int4",
        "total_spent_cents": "int4",
        **TIMES,
    },
    "sessions": {
        "id": "uuid",
        "expert_id": "uuid",
        "title": "text",
        "description": "text",
        "short_description": "text",
        "topic_tags": "_text",
        "duration_minutes": "int4",
        "price_cents": "int4",
        "currency": "text",
        "level": "text",
        "prerequisites": "text",
        "materials_url": "text",
        "max_participants": "int4",
        "is_active": "bool",
        **TIMES,
    },
    "availability_windows": {
        "id": "uuid",
        "expert_id": "uuid",
        "day_of_week": "int4",
        "start_time": "time",
        "end_time": "time",
        "timezone": "text",
        "is_active": "bool",
        **TIMES,
    },
    "bookable_slots": {
        "id": "uuid",
        "session_id": "uuid",
        "availability_window_id": "uuid",
        "start_time": "timestamptz",
        "end_time": "timestamptz",
        "is_available": "bool",
        "current_bookings": "int4",
        "max_bookings": "int4",
        **TIMES,
    },
    "bookings": {
        "id": "uuid",
        "learner_id": "uuid",
        "expert_id": "uuid",
        "session_id": "uuid",
        "slot_id": "uuid",
        "start_at": "timestamptz",
        "end_at": "timestamptz",
        "status": "text",
        "payment_status": "text",
        "amount_authorized": "int4",
        "amount_captured": "int4",
        "amount_refunded": "int4",
        "currency": "text",
        "stripe_payment_intent_id": "text",
        "learner_notes": "text",
        "expert_notes": "text",
        "cancelled_by": "text",
        "cancellation_reason": "text",
        "cancelled_at": "timestamptz",
        **TIMES,
    },
}
FOREIGN_KEYS = {
    ("user_profiles", "user_id", "auth.users"),
    ("expert_profiles", "user_profile_id", "user_profiles"),
    ("learner_profiles", "user_profile_id", "user_profiles"),
    ("sessions", "expert_id", "expert_profiles"),
    ("availability_windows", "expert_id", "expert_profiles"),
    ("bookable_slots", "session_id", "sessions"),
    ("bookable_slots", "availability_window_id", "availability_windows"),
    ("bookings", "learner_id", "learner_profiles"),
    ("bookings", "expert_id", "expert_profiles"),
    ("bookings", "session_id", "sessions"),
    ("bookings", "slot_id", "bookable_slots"),
}
INDEXES = {
    "idx_bookings_learner_id": "btree (learner_id)",
    "idx_bookings_expert_id": "btree (expert_id)",
    "idx_bookings_session_id": "btree (session_id)",
    "idx_bookings_slot_id": "btree (slot_id)",
    "idx_bookings_status": "btree (status)",
    "idx_bookings_payment_status": "btree (payment_status)",
    "idx_bookable_slots_available": "btree (is_available) WHERE (is_available = true)",
    "idx_bookable_slots_time_range": "btree (start_time, end_time)",
    "idx_sessions_expert_id": "btree (expert_id)",
    "idx_sessions_active": "btree (is_active) WHERE (is_active = true)",
    "idx_sessions_topic_tags": "gin (topic_tags)",
}


async def test_a_table_begins_with_the_platforms_columns_in_their_types(
    owner: asyncpg.Connection,
) -> None:
    for table, columns in TABLES.items():
        rows = await owner.fetch(
            "select a.attname::text, t.typname::text from pg_attribute a"
            " join pg_type t on t.oid = a.atttypid"
            " where a.attrelid = $1::regclass and a.attnum > 0 and not a.attisdropped"
            " order by a.attnum",
            f"public.{table}",
        )
        assert [tuple(row) for row in rows][: len(columns)] == list(columns.items()), table


async def test_nothing_else_lies_in_the_public_schema(owner: asyncpg.Connection) -> None:
    rows = await owner.fetch(
        "select relname::text from pg_class where relkind in ('r', 'v', 'm', 'S')"
        " and relnamespace = 'public'::regnamespace"
    )
    assert {row["relname"] for row in rows} == {*TABLES, "booking_details"}


async def test_every_id_is_a_primary_key(owner: asyncpg.Connection) -> None:
    rows = await owner.fetch(
        "select conrelid::regclass::text as name, pg_get_constraintdef(oid) as key"
        " from pg_constraint where contype = 'p' and connamespace = 'public'::regnamespace"
    )
    assert {tuple(row) for row in rows} == {(table, "PRIMARY KEY (id)") for table in TABLES}


async def test_the_platforms_foreign_keys_hold(owner: asyncpg.Connection) -> None:
    rows = await owner.fetch(
        "select c.conrelid::regclass::text as child, a.attname::text as col,"
        " c.confrelid::regclass::text as parent"
        " from pg_constraint c join pg_attribute a"
        " on a.attrelid = c.conrelid and a.attnum = any (c.conkey)"
        " where c.contype = 'f' and c.connamespace = 'public'::regnamespace"
    )
    assert {tuple(row) for row in rows} >= FOREIGN_KEYS


async def test_an_index_is_as_the_platform_names_it(owner: asyncpg.Connection) -> None:
    rows = await owner.fetch(
        "select indexname, indexdef from pg_indexes where schemaname = 'public'"
    )
    found = {row["indexname"]: row["indexdef"].split(" USING ")[1] for row in rows}
    assert {name: found.get(name) for name in INDEXES} == INDEXES


async def test_the_view_holds_every_booking_field_and_what_goes_with_it(
    owner: asyncpg.Connection,
) -> None:
    rows = await owner.fetch(
        "select attname::text from pg_attribute"
        " where attrelid = 'public.booking_details'::regclass and attnum > 0"
    )
    names = {row["attname"] for row in rows}
    assert names >= set(TABLES["bookings"])
    assert names >= {
        "session_title",
        "session_description",
        "duration_minutes",
        "expert_name",
        "expert_bio",
        "learner_name",
        "slot_start_time",
        "slot_end_time",
    }


async def test_the_functions_have_the_platforms_signatures(owner: asyncpg.Connection) -> None:
    rows = await owner.fetch(
        "select p.proname::text, pg_get_function_arguments(p.oid) as arguments,"
        " pg_get_function_result(p.oid) as result"
        " from pg_proc p where p.pronamespace = 'public'::regnamespace order by 1"
    )
    assert [tuple(row) for row in rows] == [
        (
            "create_booking_with_payment",
            "p_learner_user_id uuid, p_slot_id uuid, p_notes text DEFAULT NULL::text",
            "TABLE(booking_id uuid, amount_cents integer, currency text, expert_id uuid,"
            " session_id uuid)",
        ),
        (
            "create_session",
            "p_expert_user_id uuid, p_title text, p_description text, p_duration_minutes integer,"
            " p_price_cents integer, p_currency text DEFAULT 'DKK'::text",
            "uuid",
        ),
    ]


async def test_rows_with_only_the_platforms_columns_work(owner: asyncpg.Connection) -> None:
    """Every column of the platform written by hand, none of ours."""
    users = [
        await owner.fetchval("insert into auth.users (id) values (gen_random_uuid()) returning id")
        for _ in range(2)
    ]
    profiles = [
        await owner.fetchval(
            "insert into user_profiles (id, user_id, role, display_name, first_name, last_name,"
            " avatar_url, timezone, created_at, updated_at) values (gen_random_uuid(), $1,"
            " 'expert', 'A B', 'A', 'B', null, 'Europe/Copenhagen', now(), now()) returning id",
            user,
        )
        for user in users
    ]
    expert = await owner.fetchval(
        "insert into expert_profiles (user_profile_id, bio, expertise_areas, hourly_rate_cents,"
        " currency, rating, total_sessions, total_earnings_cents, is_available,"
        " verification_status) values ($1, 'x', '{python}', 45000, 'EUR', 4.5, 3, 0, true,"
        " 'verified') returning id",
        profiles[0],
    )
    learner = await owner.fetchval(
        "insert into learner_profiles (user_profile_id, learning_goals, interests,"
        " experience_level, preferred_session_duration, total_sessions_booked, total_spent_cents)"
        " values ($1, '{read}', '{ai}', 'BEGINNER', 60, 0, 0) returning id",
        profiles[1],
    )
    session = await owner.fetchval(
        "insert into sessions (expert_id, title, description, short_description, topic_tags,"
        " duration_minutes, price_cents, currency, level, prerequisites, materials_url,"
        " max_participants, is_active) values ($1, 'T', 'D', 'S', '{python}', 60, 5000, 'EUR',"
        " 'BEGINNER', null, null, 1, true) returning id",
        expert,
    )
    window = await owner.fetchval(
        "insert into availability_windows (expert_id, day_of_week, start_time, end_time,"
        " timezone, is_active) values ($1, 1, '09:00', '17:00', 'Europe/Copenhagen', true)"
        " returning id",
        expert,
    )
    slot = await owner.fetchval(
        "insert into bookable_slots (session_id, availability_window_id, start_time, end_time,"
        " is_available, current_bookings, max_bookings) values ($1, $2, '2099-01-05 09:00Z',"
        " '2099-01-05 10:00Z', true, 0, 1) returning id",
        session,
        window,
    )
    booking = await owner.fetchval(
        "insert into bookings (learner_id, expert_id, session_id, slot_id, start_at, end_at,"
        " status, payment_status, amount_authorized, amount_captured, amount_refunded, currency,"
        " stripe_payment_intent_id, learner_notes, expert_notes, cancelled_by,"
        " cancellation_reason, cancelled_at) values ($1, $2, $3, $4, '2099-01-05 09:00Z',"
        " '2099-01-05 10:00Z', 'pending', 'pending', 5000, 0, 0, 'EUR', null, 'hi', null, null,"
        " null, null) returning id",
        learner, expert, session, slot,
    )  # fmt: skip
    details = await owner.fetchrow("select * from booking_details where id = $1", booking)
    assert (details["price_cents"], details["expert_name"]) == (5000, "A B")
