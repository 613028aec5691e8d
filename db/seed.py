"""Three demo experts to try the bot with; seeding again changes nothing that is there."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool

from db.session import asyncpg_url, user


@dataclass(frozen=True)
class _Session:
    title: str
    description: str
    minutes: int
    price: int
    tags: tuple[str, ...]
    level: str
    seats: int = 1


@dataclass(frozen=True)
class _Expert:
    telegram_id: int
    name: str
    zone: str
    language: str
    currency: str
    bio: str
    areas: tuple[str, ...]
    rating: Decimal | None
    sessions_held: int
    policy: str
    days: tuple[int, ...]
    hours: tuple[str, str]
    sessions: tuple[_Session, ...]


_WEEKDAYS = (1, 2, 3, 4, 5)

EXPERTS = (
    _Expert(
        2001, "Maria K.", "America/New_York", "en", "DKK",
        "Data engineer, ten years of Python in production.",
        ("python", "data engineering"), Decimal("4.9"), 38, "moderate",
        _WEEKDAYS, ("09:00", "17:00"),
        (
            _Session(
                "Python Basics",
                "From the first variable to reading a CSV file, at your own pace.",
                60, 45000, ("python", "data"), "BEGINNER",
            ),
            _Session(
                "SQL that stays fast",
                "Indexes, plans and the five mistakes that everybody makes once.",
                45, 40000, ("sql", "data"), "INTERMEDIATE",
            ),
        ),
    ),
    _Expert(
        2002, "Jonas P.", "Europe/Copenhagen", "da", "DKK",
        "Backend developer who would rather read code aloud.",
        ("python", "code review"), None, 0, "flexible", (*_WEEKDAYS, 6), ("09:00", "15:00"),
        (
            _Session(
                "Code review",
                "Bring a branch, leave with it merged in your head.",
                30, 25000, ("python", "code review"), "INTERMEDIATE",
            ),
            _Session(
                "First talk",
                "A quarter of an hour to see whether I can help you. Free.",
                15, 0, ("code review",), "BEGINNER",
            ),
        ),
    ),
    _Expert(
        2003, "Amira S.", "Asia/Kolkata", "en", "USD",
        "Machine learning researcher; I explain with pencil and paper first.",
        ("machine learning",), Decimal("4.7"), 112, "strict", (0, 1, 2, 3, 4), ("13:00", "21:00"),
        (
            _Session(
                "How a transformer works",
                "Attention, step by step, with numbers small enough to follow.",
                90, 9000, ("machine learning", "python"), "ADVANCED",
            ),
            _Session(
                "Study group: gradient descent",
                "Four learners, one notebook, many questions.",
                60, 2500, ("machine learning",), "BEGINNER", seats=4,
            ),
        ),
    ),
)  # fmt: skip
"""Sandbox people: their Telegram ids are those of the sandbox's chats."""


def seed(admin_url: str) -> int:
    """Make the demo experts where they are missing; how many were made.

    `admin_url`: the owner of a migrated database. Who is known by Telegram id is left alone.
    """
    return asyncio.run(seed_async(admin_url))


async def seed_async(admin_url: str) -> int:
    """The same for callers that already run an event loop."""
    engine = create_async_engine(asyncpg_url(admin_url), poolclass=NullPool)
    try:
        async with engine.begin() as connection:
            await connection.execute(
                text("select pg_advisory_xact_lock(hashtext('tutorline.seed'))")
            )
            return sum([await _expert(connection, expert) for expert in EXPERTS])
    finally:
        await engine.dispose()


async def _expert(connection: AsyncConnection, expert: _Expert) -> bool:
    made = await connection.execute(text(_PERSON), _columns(expert))
    row = made.first()
    if row is None:
        return False
    for session in expert.sessions:
        await connection.execute(
            text(_SESSION), {**vars(session), "tags": list(session.tags), "expert": row.expert_id}
        )
    start, end = expert.hours
    windows = [{"day": day, "start": start, "end": end} for day in expert.days]
    # As the expert, by the function that the chat calls: the slots exist at once.
    claims = "select set_config('request.jwt.claims', :claims, true)"
    await connection.execute(text(claims), {"claims": user(row.user_id).claims})
    await connection.execute(
        text("select * from app.set_availability(cast(:windows as jsonb), :zone)"),
        {"windows": json.dumps(windows), "zone": expert.zone},
    )
    await connection.execute(text(claims), {"claims": ""})
    return True


def _columns(expert: _Expert) -> dict[str, object]:
    return {
        "telegram_id": expert.telegram_id,
        "name": expert.name,
        "first_name": expert.name.split()[0],
        "zone": expert.zone,
        "language": expert.language,
        "currency": expert.currency,
        "bio": expert.bio,
        "areas": list(expert.areas),
        "rate": max(session.price * 60 // session.minutes for session in expert.sessions),
        "rating": expert.rating,
        "held": expert.sessions_held,
        "policy": expert.policy,
    }


_PERSON = """
with person as (
    insert into auth.users (id)
    select gen_random_uuid()
     where not exists (
         select from app.telegram_accounts a where a.telegram_id = :telegram_id
     )
    returning id
), profile as (
    insert into public.user_profiles (user_id, role, display_name, first_name, timezone)
    select p.id, 'expert', :name, :first_name, :zone from person p
    returning id, user_id
), learner as (
    insert into public.learner_profiles (user_profile_id) select p.id from profile p
), account as (
    insert into app.telegram_accounts (telegram_id, user_id, first_name, language)
    select :telegram_id, p.user_id, :first_name, :language from profile p
)
insert into public.expert_profiles (
    user_profile_id, bio, expertise_areas, hourly_rate_cents, currency, rating, total_sessions,
    verification_status, cancellation_policy
)
select p.id, :bio, :areas, :rate, :currency, cast(:rating as decimal), :held,
       'verified', :policy
  from profile p
returning id as expert_id, (select user_id from profile) as user_id
"""

_SESSION = """
insert into public.sessions (
    expert_id, title, description, short_description, topic_tags, duration_minutes, price_cents,
    level, max_participants
)
values (:expert, :title, :description, :description, :tags, :minutes, :price, :level, :seats)
"""
