"""The tables as SQLAlchemy Core knows them, for typed statements and for Alembic's comparison.

The truth is the migrations' SQL: a test compares the two. Constraints, triggers and policies are
the database's own business and are not repeated here.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Integer,
    Interval,
    MetaData,
    Numeric,
    Table,
    Text,
    Time,
    Uuid,
)
from sqlalchemy.dialects.postgresql import JSONB, TSTZRANGE

metadata = MetaData()

_TYPES: dict[str, Any] = {
    "uuid": Uuid,
    "text": Text,
    "text[]": ARRAY(Text),
    "int": Integer,
    "bigint": BigInteger,
    "bool": Boolean,
    "decimal": Numeric,
    "time": Time,
    "at": DateTime(timezone=True),
    "interval": Interval,
    "range": TSTZRANGE,
    "json": JSONB,
}


def _table(schema: str, name: str, columns: str) -> Table:
    """A table from lines of `name type`, a `*` marking the primary key and `?` what may be null."""
    made = []
    for line in columns.strip().splitlines():
        column, kind = line.split()
        made.append(
            Column(
                column,
                _TYPES[kind.rstrip("*?")],
                primary_key=kind.endswith("*"),
                nullable=kind.endswith("?"),
                # Identities and defaults are the database's.
                autoincrement=False,
            )
        )
    return Table(name, metadata, *made, schema=schema)


user_profiles = _table(
    "public",
    "user_profiles",
    """
    id uuid*
    user_id uuid
    role text
    display_name text?
    first_name text?
    last_name text?
    avatar_url text?
    timezone text?
    created_at at
    updated_at at
    """,
)

expert_profiles = _table(
    "public",
    "expert_profiles",
    """
    id uuid*
    user_profile_id uuid
    bio text?
    expertise_areas text[]
    hourly_rate_cents int?
    currency text
    rating decimal?
    total_sessions int
    total_earnings_cents int
    is_available bool
    verification_status text
    created_at at
    updated_at at
    buffer_minutes int
    minimum_notice_minutes int
    horizon_days int
    instant_booking bool
    cancellation_policy text
    meeting_url text?
    verification_note text?
    """,
)

learner_profiles = _table(
    "public",
    "learner_profiles",
    """
    id uuid*
    user_profile_id uuid
    learning_goals text[]
    interests text[]
    experience_level text?
    preferred_session_duration int?
    total_sessions_booked int
    total_spent_cents int
    created_at at
    updated_at at
    """,
)

sessions = _table(
    "public",
    "sessions",
    """
    id uuid*
    expert_id uuid
    title text
    description text?
    short_description text?
    topic_tags text[]
    duration_minutes int
    price_cents int
    currency text
    level text?
    prerequisites text?
    materials_url text?
    max_participants int
    is_active bool
    created_at at
    updated_at at
    """,
)

availability_windows = _table(
    "public",
    "availability_windows",
    """
    id uuid*
    expert_id uuid
    day_of_week int
    start_time time
    end_time time
    timezone text
    is_active bool
    created_at at
    updated_at at
    """,
)

bookable_slots = _table(
    "public",
    "bookable_slots",
    """
    id uuid*
    session_id uuid
    availability_window_id uuid?
    start_time at
    end_time at
    is_available bool
    current_bookings int
    max_bookings int
    created_at at
    updated_at at
    expert_id uuid
    busy range
    closed text?
    """,
)

bookings = _table(
    "public",
    "bookings",
    """
    id uuid*
    learner_id uuid
    expert_id uuid
    session_id uuid
    slot_id uuid
    start_at at
    end_at at
    status text
    payment_status text
    amount_authorized int
    amount_captured int
    amount_refunded int
    currency text
    stripe_payment_intent_id text?
    learner_notes text?
    expert_notes text?
    cancelled_by text?
    cancellation_reason text?
    cancelled_at at?
    created_at at
    updated_at at
    price_cents int
    cancellation_policy text
    refund_due int?
    hold_expires_at at?
    respond_by at?
    capture_before at?
    meeting_url text?
    confirmed_at at?
    completed_at at?
    learner_person uuid
    expert_person uuid
    """,
)

zones = _table("app", "zones", "name text*")

clock = _table("app", "clock", "one bool*\noffset interval")

cancellation_policies = _table(
    "app", "cancellation_policies", "policy text*\nfree_hours int\nlate_share_percent int"
)

reminder_offsets = _table("app", "reminder_offsets", "kind text*\nbefore interval")

transitions = _table(
    "app",
    "transitions",
    """
    event text
    actor text
    free bool?
    from_status text?
    from_payment text?
    to_status text
    to_payment text
    frees_seat bool
    asks_settle bool
    learner_notice text?
    learner_how text?
    expert_notice text?
    expert_how text?
    number int*
    """,
)

admins = _table("app", "admins", "telegram_id bigint*")

telegram_accounts = _table(
    "app",
    "telegram_accounts",
    """
    telegram_id bigint*
    user_id uuid
    username text?
    first_name text?
    language text?
    blocked_at at?
    created_at at
    linked_at at?
    """,
)

link_tokens = _table(
    "app",
    "link_tokens",
    "token_hash text*\nuser_id uuid\ncreated_at at\nexpires_at at\nused_at at?",
)

telegram_updates = _table(
    "app",
    "telegram_updates",
    """
    update_id bigint*
    telegram_id bigint
    payload json
    received_at at
    handled_at at?
    attempts int
    not_before at?
    last_error text?
    dead_at at?
    """,
)

stripe_events = _table(
    "app",
    "stripe_events",
    """
    event_id text*
    type text
    payload json
    received_at at
    handled_at at?
    attempts int
    last_error text?
    not_before at?
    dead_at at?
    number bigint
    """,
)

outbox = _table(
    "app",
    "outbox",
    """
    id bigint*
    lane text
    kind text
    payload json
    urgent bool
    created_at at
    not_before at?
    claimed_until at?
    claimed_by text?
    attempts int
    last_error text?
    sent_at at?
    dead_at at?
    result json?
    """,
)

conversations = _table(
    "app",
    "conversations",
    "telegram_id bigint*\nname text*\nstate text?\ndata json\nupdated_at at",
)

cards = _table("app", "cards", "booking_id uuid*\ntelegram_id bigint*\nmessage_id bigint")

reminders = _table(
    "app",
    "reminders",
    "booking_id uuid*\nkind text*\naudience text*\ndue_at at\nsent_at at?",
)

payment_attempts = _table(
    "app",
    "payment_attempts",
    """
    id uuid*
    booking_id uuid
    step text
    checkout_session_id text?
    url text?
    parameters json
    idempotency_key text
    expires_at at?
    created_at at
    closed_at at?
    failure text?
    """,
)

settles = _table("app", "settles", "booking_id uuid*\nholder text\nuntil at")

booking_events = _table(
    "app",
    "booking_events",
    """
    id bigint*
    booking_id uuid
    event text?
    actor text
    actor_user_id uuid?
    from_status text?
    from_payment text?
    to_status text
    to_payment text
    reason text?
    at at
    recorded_at at
    """,
)

leases = _table("app", "leases", "name text*\nholder text\nuntil at")

workers = _table("app", "workers", "name text*\nsince at\nseen_at at")

slot_work = _table("app", "slot_work", "expert_id uuid*\ndue_at at")

platform = _table("app", "platform", "one bool*\nid uuid\nfee_bps int")

ledger_entries = _table(
    "app",
    "ledger_entries",
    """
    id bigint*
    booking_id uuid
    kind text
    amount_cents int
    currency text
    at at
    recorded_at at
    """,
)

disputes = _table(
    "app",
    "disputes",
    """
    id text*
    booking_id uuid
    amount_cents int
    currency text
    reason text
    status text
    due_by at?
    opened_at at
    closed_at at?
    """,
)

receipts = _table("app", "receipts", "booking_id uuid*\nurl text")

booking_fees = _table("app", "booking_fees", "booking_id uuid*\nfee_bps int")

rooms = _table("app", "rooms", "slot_id uuid*\nroom text")

refund_quotes = _table("app", "refund_quotes", "booking_id uuid*\nrefund_cents int\nquoted_at at")
