"""Bring a database to the present state; run as often as you like.

One transaction under one lock does all of it, so that replicas may start at once and a failure
leaves nothing half done: what Supabase would have brought (auth, roles), types, tables (Alembic),
reference data, functions, triggers, policies, views and grants.
"""

from __future__ import annotations

import asyncio
import zoneinfo
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

import asyncpg
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from db.migrations.scripts import run_script
from db.revision import fingerprint
from db.session import RETRIED, asyncpg_url, sqlstate

SQL = Path(__file__).parent / "sql"
ROLES = ("anon", "authenticated", "service_role", "tutorline_bot")
"""Supabase's three, and the mark by which functions know the bot's own login."""

LOCK_TIMEOUT = "10s"
"""How long any statement of a migration waits for a lock: whoever queues behind it waits too."""
_TRIES = 3

_DENIED = frozenset({"42501", "3F000", "42704"})
_LOGIN_SETTINGS = {
    "statement_timeout": "30s",
    "lock_timeout": "5s",
    "idle_in_transaction_session_timeout": "60s",
}


class RightsMissingError(Exception):
    """The admin login may not do everything; the message holds the SQL for somebody who may."""

    def __init__(self, statements: list[str]) -> None:
        self.statements = statements
        script = "\n".join(f"{statement.strip().rstrip(';')};" for statement in statements)
        super().__init__(
            "DATABASE_ADMIN_URL's login lacks rights. Run this as a superuser of that database,"
            f" then migrate again:\n\n{script}\n"
        )


def migrate(admin_url: str, app_url: str) -> None:
    """Bring the database at `admin_url` (its owner) to the present state.

    `app_url` names the bot's login, which is made where it is missing (with the password of the
    address) and made a member of the roles it acts as. Where both are one login, it needs nothing.

    Raises:
        RightsMissingError: with the SQL that somebody with more rights must run first.
    """
    asyncio.run(migrate_async(admin_url, app_url))


async def migrate_async(admin_url: str, app_url: str) -> None:
    """The same for callers that already run an event loop.

    What bots that run meanwhile get in the way of is done again, whole, as they do themselves.
    """
    engine = create_async_engine(asyncpg_url(admin_url), poolclass=NullPool)
    try:
        for left in reversed(range(_TRIES)):
            try:
                async with engine.begin() as connection:
                    return await connection.run_sync(upgrade, app_url)
            except (DBAPIError, asyncpg.PostgresError) as error:
                if state_of(error) not in RETRIED or not left:
                    raise
    finally:
        await engine.dispose()


def upgrade(connection: Connection, app_url: str, revision: str = "head") -> None:
    """All of `migrate` inside the transaction of `connection` (which the caller commits)."""
    connection.execute(text("select pg_advisory_xact_lock(hashtext('tutorline.migrate'))"))
    run_script(
        connection,
        f"set local lock_timeout = '{LOCK_TIMEOUT}'; set local check_function_bodies = off;"
        " set local client_min_messages = warning",
    )
    _ground(connection, app_url)
    apply(connection, "types")
    for view in sorted((SQL / "views").glob("*.sql")):
        run_script(connection, f"drop view if exists public.{view.stem}")
    command.upgrade(alembic_config(connection), revision)
    for phase in ("data", "functions", "triggers", "policies", "views", "grants"):
        apply(connection, phase)
    run_script(connection, f"comment on schema app is {_literal(fingerprint())}")
    _zones(connection)


def apply(connection: Connection, phase: str) -> None:
    """Run every file of one folder of db/sql, by name."""
    for path in sorted((SQL / phase).glob("*.sql")):
        try:
            run_script(connection, path.read_text("utf-8"))
        except Exception as error:
            error.add_note(f"in db/sql/{phase}/{path.name}")
            raise


def alembic_config(connection: Connection) -> Config:
    """Alembic's configuration for work on an open connection."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config


@dataclass
class _Attempts:
    """Statements tried one by one; those that the login may not run are kept for the message."""

    connection: Connection
    denied: list[str] = field(default_factory=list)

    def has(self, query: str, **params: str) -> bool:
        return bool(self.connection.execute(text(query), params).scalar())

    def run(self, sql: str) -> None:
        try:
            with self.connection.begin_nested():
                run_script(self.connection, sql)
        except Exception as error:
            if state_of(error) not in _DENIED:
                raise
            self.denied.append(sql)

    def grant(self, sql: str, held: str, **params: str) -> None:
        """Run the grant where the query `held` is not true, and see that it is true then: a grant
        by somebody who may not pass a right on is only warned about."""
        if not self.has(held, **params):
            self.run(sql)
            if sql not in self.denied and not self.has(held, **params):
                self.denied.append(sql)


def _ground(connection: Connection, app_url: str) -> None:
    """Auth and roles: looked for in the catalogue first, made only where missing."""
    attempts = _Attempts(connection)
    for role in ROLES:
        if not attempts.has("select true from pg_roles where rolname = :role", role=role):
            attempts.run(f"create role {role} nologin noinherit")
    _auth(attempts)
    _login(attempts, app_url)
    if attempts.denied:
        raise RightsMissingError(attempts.denied)


def _auth(attempts: _Attempts) -> None:
    """Where auth belongs to another role (as on Supabase) it is used, never changed: what we need
    of it is looked up here, since a statement that fails later would only say "denied"."""
    # By the catalogue: to_regclass itself is refused to who may not use the schema.
    if not attempts.has("select true from pg_namespace where nspname = 'auth'"):
        attempts.run((SQL / "auth" / "schema.sql").read_text("utf-8"))
    if not attempts.has(
        "select true from pg_class where relname = 'users' and relnamespace ="
        " (select oid from pg_namespace where nspname = 'auth')"
    ):
        attempts.run((SQL / "auth" / "users.sql").read_text("utf-8"))
    if not attempts.has(
        "select true from pg_proc where proname = 'uid' and pronargs = 0 and pronamespace ="
        " (select oid from pg_namespace where nspname = 'auth')"
    ):
        attempts.run((SQL / "auth" / "uid.sql").read_text("utf-8"))
    if attempts.denied:
        return  # the script for them goes first; the next run looks at the rest
    owner = str(attempts.connection.execute(text("select current_user")).scalar())
    for role in (owner, *ROLES[:3]):
        attempts.grant(
            f"grant usage on schema auth to {_identifier(role)}",
            "select has_schema_privilege(:role, 'auth', 'usage')",
            role=role,
        )
    for right in ("select", "insert", "references"):
        attempts.grant(
            f"grant {right} on auth.users to {_identifier(owner)}",
            "select has_table_privilege(current_user, c.oid, :right) from pg_class c"
            " join pg_namespace n on n.oid = c.relnamespace"
            " where n.nspname = 'auth' and c.relname = 'users'",
            right=right,
        )


def _login(attempts: _Attempts, app_url: str) -> None:
    parts = urlsplit(app_url)
    login = unquote(parts.username or "")
    owner = str(attempts.connection.execute(text("select session_user")).scalar())
    login = login or owner
    name = _identifier(login)
    if not attempts.has("select true from pg_roles where rolname = :login", login=login):
        password = unquote(parts.password or "")
        secret = f" password {_literal(password)}" if password else ""
        attempts.run(f"create role {name} login noinherit{secret}")
    for role in ROLES:
        # A login that is a superuser passes every role check without being a member.
        if not attempts.has(
            "select pg_has_role(rolname, :role, 'member') from pg_roles where rolname = :login",
            role=role,
            login=login,
        ):
            attempts.run(f"grant {role} to {name}")
    if login != owner:
        for setting, value in _LOGIN_SETTINGS.items():
            if not attempts.has(
                "select true from pg_roles where rolname = :login"
                " and exists (select from unnest(rolconfig) s where s like :setting)",
                login=login,
                setting=f"{setting}=%",
            ):
                attempts.run(f"alter role {name} set {setting} = '{value}'")


def state_of(error: Exception) -> str | None:
    """The SQLSTATE of an error: asyncpg's own carry it, SQLAlchemy's wrap them."""
    if isinstance(error, DBAPIError):
        return sqlstate(error)
    return getattr(error, "sqlstate", None)


def _identifier(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _literal(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _zones(connection: Connection) -> None:
    """The zones that both Postgres and Python know, by their exact names."""
    known = connection.execute(text("select name from pg_timezone_names"))
    stored = connection.execute(text("select name from app.zones"))
    names = {row.name for row in known} & zoneinfo.available_timezones()
    missing = names - {row.name for row in stored} - {"Factory", "localtime", "posixrules"}
    if missing:
        connection.execute(
            text("insert into app.zones (name) select unnest(cast(:names as text[]))"),
            {"names": sorted(missing)},
        )
