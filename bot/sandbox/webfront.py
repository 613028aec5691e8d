"""Stands in for the platform's web front end: books by SQL, as a person, and tells the bot nothing.

It meets the bot in the database alone, through the functions that any client may call.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import asyncpg
from aiohttp import web

from bot.sandbox.telegram.people import Person

_DAYS_SHOWN = 3
_BECOME = "select set_config('role', $1, true), set_config('request.jwt.claims', $2, true)"
_LEARNERS = "select telegram_id, user_id from app.telegram_accounts where telegram_id = any($1)"
_ZONES = """
select a.telegram_id, p.timezone
  from app.telegram_accounts a
  join public.user_profiles p on p.user_id = a.user_id
 where a.telegram_id = any($1) and p.timezone is not null
"""
# The first free time of a few days of every session; browsing goes by topics, so some come twice.
_SLOTS = """
select s.title, s.expert_name, s.price_cents, s.currency, d.first_slot_id as slot_id,
       d.first_start as start_at
  from (select distinct on (s.session_id) s.*
          from app.browse_topics(50, 0) t
          cross join lateral app.browse_sessions(t.topic, 20, 0) s
         order by s.session_id) s
  cross join lateral (
      select f.first_slot_id, f.first_start
        from app.free_days(
                 s.session_id, 'UTC', app.now()::date, (app.now() + interval '28 days')::date
             ) f
       order by f.day
       limit $1
  ) d
 order by s.expert_name, s.title, d.first_start
"""
_BOOK = "select * from public.create_booking_with_payment($1, $2, $3)"
_SHOWN = """begin;
select set_config('role', 'authenticated', true),
       set_config('request.jwt.claims', '{claims}', true);

select booking_id, amount_cents, currency
  from create_booking_with_payment(
           p_learner_user_id => '{user}',
           p_slot_id => '{slot}',
           p_notes => 'Booked on the web page'
       );
commit;"""
_NOTE = "Booked on the web page"
_UNREACHABLE = (OSError, TimeoutError, asyncpg.InterfaceError)


class WebFront:
    """`/sandbox/sql`: who may book, what is free, and a booking; `/sandbox/zones`: whose zone."""

    def __init__(self, database_url: str, people: Callable[[], list[Person]]) -> None:
        self._url = database_url
        self._people = people

    def routes(self) -> list[web.RouteDef]:
        """Where it stands."""
        return [
            web.get("/sandbox/sql", self.look),
            web.post("/sandbox/sql", self.book),
            web.get("/sandbox/zones", self.zones),
        ]

    async def look(self, _request: web.Request) -> web.Response:
        """The learners (with `user_id` where the bot has met them), free slots, and the SQL."""
        learners = [person for person in self._people() if person.role == "learner"]
        try:
            async with self._as("service_role") as connection:
                known = dict(await connection.fetch(_LEARNERS, [one.id for one in learners]))
                someone = next(iter(known.values()), None)
                if someone is not None:
                    await _become(connection, "authenticated", someone)
                slots = [dict(row) for row in await connection.fetch(_SLOTS, _DAYS_SHOWN)]
        except (*_UNREACHABLE, asyncpg.PostgresError) as problem:
            return web.json_response({"error": _told(problem)}, status=503)
        return _json(
            {
                "learners": [
                    {"id": one.id, "name": one.first_name, "user_id": known.get(one.id)}
                    for one in learners
                ],
                "slots": slots,
                "sql": _SHOWN,
            }
        )

    async def zones(self, _request: web.Request) -> web.Response:
        """The zone that each person has told, by their id: Telegram knows nothing of it."""
        try:
            async with self._as("service_role") as connection:
                rows = await connection.fetch(_ZONES, [one.id for one in self._people()])
        except (*_UNREACHABLE, asyncpg.PostgresError) as problem:
            return web.json_response({"error": _told(problem)}, status=503)
        return _json({"zones": dict(rows)})

    async def book(self, request: web.Request) -> web.Response:
        """POST `{"user_id", "slot_id"}`: what the function returned, or its refusal with 409."""
        try:
            given = await request.json()
            user, slot = UUID(given["user_id"]), UUID(given["slot_id"])
        except (ValueError, KeyError, TypeError, AttributeError):
            return web.json_response({"error": "give user_id and slot_id"}, status=400)
        try:
            async with self._as("authenticated", user) as connection:
                row = await connection.fetchrow(_BOOK, user, slot, _NOTE)
        except (*_UNREACHABLE, asyncpg.PostgresError) as problem:
            return web.json_response({"error": _told(problem)}, status=409)
        return _json(dict(row or {}))

    @asynccontextmanager
    async def _as(self, role: str, user: UUID | None = None) -> AsyncIterator[asyncpg.Connection]:
        """A transaction of its own, as the platform's gateway would open it."""
        async with asyncio.timeout(10):
            connection = await asyncpg.connect(self._url)
            try:
                async with connection.transaction():
                    await _become(connection, role, user)
                    yield connection
            finally:
                await connection.close()


async def _become(connection: asyncpg.Connection, role: str, user: UUID | None) -> None:
    claims = {**({"sub": str(user)} if user else {}), "role": role}
    await connection.execute(_BECOME, role, json.dumps(claims))


def _told(problem: Exception) -> str:
    if isinstance(problem, asyncpg.PostgresError):
        return f"{problem.sqlstate}: {problem.args[0] if problem.args else 'refused'}"
    return "The database does not answer."


def _json(said: dict[str, Any]) -> web.Response:
    return web.json_response(said, dumps=lambda value: json.dumps(value, default=str))
