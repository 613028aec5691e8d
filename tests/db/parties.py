"""Two of each side, an admin, and something of theirs in every table, for who may do what."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

import asyncpg

from db.session import ANON, SERVICE, Actor
from tests import builders as make
from tests.builders import Person, Slot

ROLES = ("anon", "learner", "learner2", "expert", "expert2", "admin", "service", "bot")
"""`service` is the key of the web's own back end, `bot` the bot's login; both act as one role."""
BOT = "tutorline"


@dataclass(frozen=True)
class World:
    """The learner has booked the expert, and asks for another time; the others likewise."""

    learner: Person
    learner2: Person
    expert: Person
    expert2: Person
    admin: Person
    session: UUID
    slot: Slot
    free: Slot
    booking: UUID
    request: UUID
    gateway: str
    """The login of the web's API: it may become anybody of the web, and is not the bot."""

    def person(self, role: str) -> Person | None:
        """Who acts in this role; nobody is behind anon, service and bot."""
        return getattr(self, role, None) if role in ROLES else None

    def actor(self, role: str) -> Actor:
        """What the role is for the database."""
        person = self.person(role)
        return person.actor if person else ANON if role == "anon" else SERVICE


async def a_world(owner: asyncpg.Connection) -> World:
    """Everybody, with rows in every table of schemas public and app."""
    learner, expert = await _somebody(owner, "Ann"), await _somebody(owner, "Maria", expert=True)
    learner2, expert2 = (
        await _somebody(owner, "Bo"),
        await _somebody(owner, "Jonas", expert=True),
    )
    admin = await make.a_learner(owner, name="Ada", role="admin", telegram=True)
    await make.an_expert(owner, name="Cleo", status="pending")
    session = await make.a_session(owner, expert, title="Open to all")
    booked, asked, free = [
        await make.a_slot(owner, session, starts_in=timedelta(days=day)) for day in (3, 4, 5)
    ]
    booking = await make.a_booking(owner, learner, booked, state="confirmed/captured")
    request = await make.a_booking(owner, learner, asked, state="pending/authorized")
    await make.a_slot(owner, await make.a_session(owner, expert2, title="Open to all"))
    theirs = await make.a_session(owner, expert2, title="Theirs")
    await make.a_booking(
        owner,
        learner2,
        await make.a_slot(owner, theirs, starts_in=timedelta(days=8)),
        state="confirmed/captured",
    )
    closed = await make.a_session(owner, expert2, title="Closed")
    await make.a_slot(owner, closed, starts_in=timedelta(days=9))
    await owner.execute("update sessions set is_active = false where title in ('Theirs', 'Closed')")
    await _what_is_the_bots(owner, booking, learner)
    gateway = f"gateway_{uuid4().hex[:8]}"
    return World(
        learner, learner2, expert, expert2, admin,
        session, booked, free, booking, request, gateway,
    )  # fmt: skip


async def _somebody(owner: asyncpg.Connection, name: str, *, expert: bool = False) -> Person:
    build = make.an_expert if expert else make.a_learner
    person = await build(owner, name=name, telegram=True)
    if expert:
        await owner.execute(
            "insert into availability_windows (expert_id, day_of_week, start_time, end_time)"
            " values ($1, 1, '09:00', '17:00')",
            person.expert_id,
        )
    return person


async def _what_is_the_bots(owner: asyncpg.Connection, booking: UUID, who: Person) -> None:
    for row in (
        "admins values (1)",
        "telegram_updates (update_id, telegram_id, payload) values (1, 1, '{}')",
        "stripe_events (event_id, type, payload) values ('evt_1', 'x', '{}')",
        "conversations (telegram_id, name) values (1, 'notes')",
        "leases values ('x', 'y', now())",
        "workers values ('x', now(), now())",
        "outbox (lane, kind, payload) values ('1', 'call', '{}')",
    ):
        await owner.execute(f"insert into app.{row}")
    for row in (
        "cards values ($1, 1, 1)",
        "receipts values ($1, 'https://stripe.example/receipt')",
        "booking_fees values ($1, 100)",
        "payment_attempts (booking_id, parameters, idempotency_key, expires_at)"
        " values ($1, '{}', 'key', now())",
        "settles values ($1, '', now())",
        "disputes (id, booking_id, amount_cents, currency, reason, status, opened_at, closed_at)"
        " values ('du_1', $1, 1, 'DKK', 'x', 'won', now(), now())",
        "refund_quotes values ($1, 1, now())",
    ):
        await owner.execute(f"insert into app.{row}", booking)
    await owner.execute(
        "insert into app.link_tokens values ('hash', $1, now(), now())", who.user_id
    )


@asynccontextmanager
async def in_the_role(
    owner: asyncpg.Connection, world: World, role: str
) -> AsyncIterator[asyncpg.Connection]:
    """A transaction in this role, on the login that takes it; what it did is undone."""
    actor = world.actor(role)
    transaction = owner.transaction()
    await transaction.start()
    try:
        login = BOT
        if role != "bot":
            login = world.gateway
            await owner.execute(f"create role {login} noinherit")
            await owner.execute(f"grant anon, authenticated, service_role to {login}")
        await owner.execute(f"set local session authorization {login}")
        await owner.execute(
            "select set_config('request.jwt.claims', $1, true), set_config('role', $2, true)",
            actor.claims, actor.role,
        )  # fmt: skip
        yield owner
    finally:
        await transaction.rollback()


async def attempt(
    owner: asyncpg.Connection, sql: str, *given: object
) -> tuple[str, list[asyncpg.Record]]:
    """Try a statement and undo it: its SQLSTATE ('' where it was done) and the rows it gave."""
    transaction = owner.transaction()
    await transaction.start()
    try:
        return "", await owner.fetch(sql, *given)
    except asyncpg.PostgresError as error:
        return str(error.sqlstate), []
    finally:
        await transaction.rollback()


REFUSED = "42501"
