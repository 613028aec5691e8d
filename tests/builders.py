"""People, sessions, slots and bookings for tests: name only what matters, the rest is ordinary.

Rows are written by plain SQL as the owner, with only the columns of the platform, so that every
test also shows that such rows work.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

import asyncpg

from db.session import SERVICE, Actor, user

_numbers = count(1)


@dataclass(frozen=True)
class Person:
    """A person with an account; `learner_id` or `expert_id` where they have that profile."""

    user_id: UUID
    profile_id: UUID
    learner_id: UUID | None = None
    expert_id: UUID | None = None
    telegram_id: int | None = None

    @property
    def actor(self) -> Actor:
        """This person as the actor of a transaction."""
        return user(self.user_id)


@dataclass(frozen=True)
class Slot:
    """A slot of a session, with its times (UTC)."""

    id: UUID
    session_id: UUID
    start: datetime
    end: datetime


async def now(owner: asyncpg.Connection) -> datetime:
    """The domain's time, to the minute."""
    value: datetime = await owner.fetchval("select date_trunc('minute', app.now())")
    return value


async def move_clock(owner: asyncpg.Connection, **by: float) -> None:
    """Move the domain's time ahead by a timedelta (`hours=1`)."""
    await owner.execute('update app.clock set "offset" = "offset" + $1', timedelta(**by))


async def a_person(
    owner: asyncpg.Connection,
    *,
    name: str = "Ann",
    zone: str | None = "UTC",
    role: str = "learner",
    telegram: bool = False,
    language: str = "en",
) -> Person:
    """Somebody with an account and a user profile, and neither capability yet."""
    user_id = await owner.fetchval(
        "insert into auth.users (id) values (gen_random_uuid()) returning id"
    )
    profile_id = await owner.fetchval(
        "insert into public.user_profiles (user_id, role, display_name, timezone)"
        " values ($1, $2, $3, $4) returning id",
        user_id, role, name, zone,
    )  # fmt: skip
    telegram_id = None
    if telegram:
        telegram_id = 70_000 + next(_numbers)
        await owner.execute(
            "insert into app.telegram_accounts (telegram_id, user_id, first_name, language)"
            " values ($1, $2, $3, $4)",
            telegram_id, user_id, name, language,
        )  # fmt: skip
    return Person(user_id, profile_id, telegram_id=telegram_id)


async def a_learner(owner: asyncpg.Connection, **person: Any) -> Person:
    """A person who books."""
    made = await a_person(owner, **person)
    learner_id = await owner.fetchval(
        "insert into public.learner_profiles (user_profile_id) values ($1) returning id",
        made.profile_id,
    )
    return Person(made.user_id, made.profile_id, learner_id, None, made.telegram_id)


async def an_expert(
    owner: asyncpg.Connection, *, status: str = "verified", currency: str = "DKK", **person: Any
) -> Person:
    """A verified expert, unless `status` says otherwise; also a learner, as everybody may be."""
    made = await a_learner(owner, **{"name": "Maria", "role": "expert", **person})
    expert_id = await owner.fetchval(
        "insert into public.expert_profiles (user_profile_id, verification_status, currency)"
        " values ($1, $2, $3) returning id",
        made.profile_id, status, currency,
    )  # fmt: skip
    return Person(made.user_id, made.profile_id, made.learner_id, expert_id, made.telegram_id)


async def a_session(
    owner: asyncpg.Connection,
    expert: Person,
    *,
    minutes: int = 60,
    price: int = 45000,
    seats: int = 1,
    tags: tuple[str, ...] = ("python",),
    title: str = "Python Basics",
) -> UUID:
    """An open session of the expert, in the expert's currency."""
    session_id: UUID = await owner.fetchval(
        "insert into public.sessions (expert_id, title, duration_minutes, price_cents,"
        " max_participants, topic_tags, currency)"
        " select $1, $2, $3, $4, $5, $6, e.currency from public.expert_profiles e where e.id = $1"
        " returning id",
        expert.expert_id, title, minutes, price, seats, list(tags),
    )  # fmt: skip
    return session_id


async def a_slot(
    owner: asyncpg.Connection,
    session_id: UUID,
    *,
    starts_in: timedelta = timedelta(days=3),
    seats: int | None = None,
) -> Slot:
    """A free slot of the session, made by hand (of no window)."""
    start = await now(owner) + starts_in
    row = await owner.fetchrow(
        "insert into public.bookable_slots (session_id, start_time, end_time, max_bookings)"
        " select s.id, $2::timestamptz,"
        " $2::timestamptz + make_interval(mins => s.duration_minutes),"
        " coalesce($3::int, s.max_participants) from public.sessions s where s.id = $1"
        " returning id, start_time, end_time",
        session_id, start, seats,
    )  # fmt: skip
    return Slot(row["id"], session_id, row["start_time"], row["end_time"])


async def a_booking(
    owner: asyncpg.Connection,
    learner: Person,
    slot: Slot,
    *,
    state: str = "pending/pending",
) -> UUID:
    """A booking by bare INSERT with the seed's columns, in a state (`status/payment_status`).

    'confirmed/captured' carries the money that Stripe would have told of.
    """
    status, payment = state.split("/")
    booking_id: UUID = await owner.fetchval(
        "insert into public.bookings (learner_id, expert_id, session_id, slot_id, start_at,"
        " end_at, status, payment_status, currency, amount_authorized, amount_captured)"
        " select $1, s.expert_id, s.id, $2, $3, $4, $5, $6, s.currency,"
        " case when $6::text in ('authorized', 'captured') then s.price_cents else 0 end,"
        " case when $6::text = 'captured' then s.price_cents else 0 end"
        " from public.sessions s where s.id = $7 returning id",
        learner.learner_id, slot.id, slot.start, slot.end, status, payment, slot.session_id,
    )  # fmt: skip
    return booking_id


@asynccontextmanager
async def acting_as(owner: asyncpg.Connection, actor: Actor) -> AsyncIterator[asyncpg.Connection]:
    """A transaction in which plain SQL runs as the actor, as behind the web platform's API."""
    async with owner.transaction():
        await owner.execute(
            "select set_config('request.jwt.claims', $1, true), set_config('role', $2, true)",
            actor.claims, actor.role,
        )  # fmt: skip
        yield owner


async def notices(owner: asyncpg.Connection, booking_id: UUID) -> list[tuple[str, str]]:
    """What was said about the booking so far, in order: (notice, audience)."""
    rows = await owner.fetch(
        "select payload ->> 'notice' as notice, payload ->> 'audience' as audience"
        " from app.outbox where kind = 'notice' and payload ->> 'booking' = $1 order by id",
        str(booking_id),
    )
    return [(row["notice"], row["audience"]) for row in rows]


async def settles(owner: asyncpg.Connection, booking_id: UUID) -> int:
    """How many settles of the booking were asked for so far."""
    asked: int = await owner.fetchval(
        "select count(*) from app.outbox where kind = 'settle' and payload ->> 'booking' = $1",
        str(booking_id),
    )
    return asked


async def book(owner: asyncpg.Connection, learner: Person, slot: Slot) -> asyncpg.Record:
    """Call the platform's own booking function as the learner."""
    async with acting_as(owner, learner.actor):
        return await owner.fetchrow(
            "select * from public.create_booking_with_payment($1, $2, $3)",
            learner.user_id,
            slot.id,
            "Looking forward",
        )


async def move(owner: asyncpg.Connection, booking: object, event: str) -> asyncpg.Record:
    """Let the service record an event of Stripe's or of time."""
    async with acting_as(owner, SERVICE):
        return await owner.fetchrow("select * from app.transition($1, $2)", booking, event)


async def act(
    owner: asyncpg.Connection, person: Person, function: str, booking: object
) -> asyncpg.Record:
    """Call one of the functions of schema app that take a booking, as the person."""
    async with acting_as(owner, person.actor):
        return await owner.fetchrow(f"select * from app.{function}($1)", booking)  # noqa: S608


async def state(owner: asyncpg.Connection, booking: object) -> str:
    """The booking's `status/payment_status`."""
    value: str = await owner.fetchval(
        "select status || '/' || payment_status from public.bookings where id = $1", booking
    )
    return value
