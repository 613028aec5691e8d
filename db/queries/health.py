"""What is asked of the database to see how the bot is doing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from db.session import Transaction

_LOGIN = """
select r.rolname as name, r.rolsuper or r.rolbypassrls as above_all,
       array(select wanted from pg_roles g
               join unnest(array['anon', 'authenticated', 'service_role', 'tutorline_bot'])
                    wanted on g.rolname = wanted
              where not pg_has_role(session_user, g.oid, 'member')) as lacks,
       exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace
                where c.relowner = r.oid and n.nspname in ('app', 'public')) as owns
  from pg_roles r where r.rolname = session_user
"""
_ZONES = """
select z.name, w.noon, w.noon at time zone z.name as instant
  from app.zones z cross join unnest(cast(:noons as timestamp[])) as w (noon)
"""


async def queue_depths(tx: Transaction) -> dict[str, tuple[int, float]]:
    """By queue, as the service: how many rows wait, and the age of the oldest in seconds."""
    rows = await tx.all("select queue, depth, oldest_seconds from app.queue_depths()")
    return {row.queue: (row.depth, row.oldest_seconds) for row in rows}


async def revision(tx: Transaction) -> tuple[str | None, str | None]:
    """Which revision the tables are at and which rules there are, as the service."""
    found = await tx.first("select revision, rules from app.schema_revision()")
    return (found.revision, found.rules) if found else (None, None)


@dataclass(frozen=True, slots=True)
class Login:
    """The bot's login: whether row level security can't hold it, which roles it is no member of,
    whether it owns tables of the bot's or the platform's."""

    name: str
    above_all: bool
    lacks: tuple[str, ...]
    owns: bool


async def login(tx: Transaction) -> Login:
    """Who the bot has logged in as, whoever it acts as now."""
    row = await tx.one(_LOGIN)
    return Login(row.name, row.above_all, tuple(row.lacks), row.owns)


async def clock(tx: Transaction) -> datetime:
    """What the server's own clock shows, which no sandbox moves (UTC)."""
    shown: datetime = await tx.scalar("select clock_timestamp()")
    return shown


async def zones(tx: Transaction, noons: list[datetime]) -> list[tuple[str, datetime, datetime]]:
    """Each zone that people may choose, with each wall time and the instant that Postgres takes
    it for."""
    rows = await tx.all(_ZONES, noons=noons)
    return [(row.name, row.noon, row.instant) for row in rows]
