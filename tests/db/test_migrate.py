"""Migrating: from nothing, again, step by step, beside Supabase's own auth, and without rights."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import asyncpg
import pytest
from alembic import command
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from db.migrate import RightsMissingError, alembic_config, migrate_async, upgrade
from db.session import Database, asyncpg_url
from tests.conftest import _LOGIN, _at
from tests.servers import SUPABASE

CATALOGUE = """
select 'table' as kind, c.oid::regclass::text as name,
       concat_ws(' ', c.relkind, c.relrowsecurity, c.relacl::text, c.reloptions::text) as body
  from pg_class c
 where c.relnamespace in ('public'::regnamespace, 'app'::regnamespace, 'auth'::regnamespace)
   and c.relkind in ('r', 'v', 'S')
union all
select 'column', a.attrelid::regclass || '.' || a.attname,
       concat_ws(' ', a.attnum, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attacl::text)
  from pg_attribute a join pg_class c on c.oid = a.attrelid
 where c.relnamespace in ('public'::regnamespace, 'app'::regnamespace) and a.attnum > 0
   and not a.attisdropped
union all
select 'default', d.adrelid::regclass || '.' || d.adnum, pg_get_expr(d.adbin, d.adrelid)
  from pg_attrdef d
union all
select 'constraint', coalesce(c.conrelid::regclass::text, '') || '.' || c.conname,
       pg_get_constraintdef(c.oid)
  from pg_constraint c
 where c.connamespace in ('public'::regnamespace, 'app'::regnamespace)
union all
select 'index', indexname, indexdef from pg_indexes where schemaname in ('public', 'app')
union all
select 'function', p.oid::regprocedure::text,
       concat_ws(' ', pg_get_functiondef(p.oid), p.proacl::text)
  from pg_proc p
 where p.pronamespace in ('public'::regnamespace, 'app'::regnamespace, 'auth'::regnamespace)
   and p.prokind = 'f'
union all
select 'trigger', t.tgrelid::regclass || '.' || t.tgname, pg_get_triggerdef(t.oid)
  from pg_trigger t where not t.tgisinternal
union all
select 'policy', tablename || '.' || policyname,
       concat_ws(' ', permissive, roles::text, cmd, qual, with_check)
  from pg_policies
union all
select 'view', viewname, definition from pg_views where schemaname = 'public'
union all
select 'schema', nspname, nspacl::text from pg_namespace
 where nspname in ('public', 'app', 'auth')
union all
select 'role', r.rolname,
       concat_ws(' ', r.rolcanlogin, r.rolinherit, r.rolconfig::text,
                 array(select m.roleid::regrole::text from pg_auth_members m
                        where m.member = r.oid order by 1)::text)
  from pg_roles r where r.rolname in ('anon', 'authenticated', 'service_role', 'tutorline_bot',
                                      'tutorline')
 order by 1, 2, 3
"""


async def catalogue(connection: asyncpg.Connection) -> list[tuple[str, ...]]:
    return [tuple(row) for row in await connection.fetch(CATALOGUE)]


@pytest.fixture
async def nothing(empty_url: str) -> AsyncIterator[asyncpg.Connection]:
    """The owner in a database with nothing in it."""
    connection = await asyncpg.connect(empty_url)
    yield connection
    await connection.close()


async def test_the_bots_login_reads_the_clock(db: Database, owner: asyncpg.Connection) -> None:
    async with db.begin() as tx:
        assert tx.now.tzinfo is not None
        assert await tx.scalar("select session_user") == _LOGIN
    assert await owner.fetchval("select count(*) from app.zones") > 400


async def test_the_bots_login_owns_and_inherits_nothing(owner: asyncpg.Connection) -> None:
    role = await owner.fetchrow("select * from pg_roles where rolname = $1", _LOGIN)
    assert not role["rolinherit"]
    assert not role["rolsuper"]
    assert not role["rolbypassrls"]
    owned = await owner.fetchval(
        "select count(*) from pg_class where relowner = $1::regrole", _LOGIN
    )
    assert owned == 0


async def test_migrating_again_leaves_the_catalogue_as_it_was(
    owner: asyncpg.Connection, migrating_url: str, app_url: str
) -> None:
    before = await catalogue(owner)
    await migrate_async(migrating_url, app_url)
    assert await catalogue(owner) == before
    assert len(before) > 500


@pytest.mark.skipif(SUPABASE, reason="what it compares with has another owner there")
async def test_replicas_may_migrate_at_once(
    empty_url: str, nothing: asyncpg.Connection, owner: asyncpg.Connection
) -> None:
    login = _at(empty_url, urlsplit(empty_url).path[1:], user=_LOGIN)
    await asyncio.gather(*(migrate_async(empty_url, login) for _ in range(3)))
    assert await catalogue(nothing) == await catalogue(owner)


async def on_connection(url: str, work: object, *args: object) -> None:
    engine = create_async_engine(asyncpg_url(url), poolclass=NullPool)
    async with engine.begin() as connection:
        await connection.run_sync(work, *args)  # type: ignore[arg-type]
    await engine.dispose()


async def test_every_revision_goes_up_down_and_up_again(
    empty_url: str, nothing: asyncpg.Connection
) -> None:
    def steps(connection: Connection) -> None:
        upgrade(connection, empty_url)
        config = alembic_config(connection)
        connection.execute(text("drop view public.booking_details"))
        for script in ScriptDirectory.from_config(config).walk_revisions():
            command.downgrade(config, str(script.down_revision or "base"))
        left = connection.execute(
            text("select count(*) from pg_tables where schemaname in ('public', 'app')")
        ).scalar_one()
        assert left == 1, "only Alembic's own table is left"
        upgrade(connection, empty_url)
        head = ScriptDirectory.from_config(config).get_current_head()
        context = MigrationContext.configure(connection, opts={"version_table_schema": "app"})
        assert context.get_current_revision() == head

    await on_connection(empty_url, steps)
    assert await nothing.fetchval("select count(*) from public.bookings") == 0


async def test_an_auth_schema_of_another_is_used_and_left_alone(
    empty_url: str, nothing: asyncpg.Connection
) -> None:
    """As on Supabase: auth belongs to another role, and the owner is no superuser."""
    name = uuid.uuid4().hex[:8]
    database = urlsplit(empty_url).path[1:]
    await nothing.execute(
        f"create role auth_{name} nologin;"
        f"create role owner_{name} login createrole password 'owner_{name}';"
        f"create schema auth authorization auth_{name};"
        f"set role auth_{name};"
        "create table auth.users (id uuid primary key default gen_random_uuid(), email text);"
        "create function auth.uid() returns uuid language sql stable as $$"
        " select (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub')::uuid"
        " $$;"
        f"grant usage on schema auth to owner_{name}, anon, authenticated, service_role;"
        f"grant select, insert, references on auth.users to owner_{name};"
        "reset role;"
        f"alter database {database} owner to owner_{name};"
        f"grant all on schema public to owner_{name};"
    )
    before = await nothing.fetchval("select 'auth.users'::regclass::oid")
    try:
        owner_url = _at(empty_url, database, user=f"owner_{name}")
        await migrate_async(owner_url, _at(empty_url, database, user=_LOGIN))
        assert await nothing.fetchval("select 'auth.users'::regclass::oid") == before
        assert await nothing.fetchval("select count(*) from public.bookings") == 0
    finally:
        await nothing.execute(
            f"drop owned by owner_{name} cascade; alter database {database} owner to current_user;"
            f"drop owned by auth_{name} cascade;"
            f"drop role owner_{name}; drop role auth_{name}"
        )


async def test_what_is_lacking_of_anothers_auth_is_said_and_suffices(
    empty_url: str, nothing: asyncpg.Connection
) -> None:
    name = uuid.uuid4().hex[:8]
    database = urlsplit(empty_url).path[1:]
    await nothing.execute(
        f"create role auth_{name} nologin;"
        f"create role owner_{name} login createrole password 'owner_{name}';"
        f"create schema auth authorization auth_{name};"
        f"set role auth_{name};"
        "create table auth.users (id uuid primary key default gen_random_uuid());"
        "create function auth.uid() returns uuid language sql stable as $$ select null::uuid $$;"
        "reset role;"
        f"alter database {database} owner to owner_{name};"
        f"grant all on schema public to owner_{name};"
    )
    owner_url = _at(empty_url, database, user=f"owner_{name}")
    try:
        with pytest.raises(RightsMissingError) as missing:
            await migrate_async(owner_url, _at(empty_url, database, user=_LOGIN))
        script = str(missing.value).split("again:", 1)[1]
        for lacking in (
            f'grant usage on schema auth to "owner_{name}"',
            'grant usage on schema auth to "authenticated"',
            f'grant insert on auth.users to "owner_{name}"',
            f'grant references on auth.users to "owner_{name}"',
        ):
            assert lacking in script
        await nothing.execute(script)
        await migrate_async(owner_url, _at(empty_url, database, user=_LOGIN))
        assert await nothing.fetchval("select count(*) from public.bookings") == 0
    finally:
        await nothing.execute(
            f"drop owned by owner_{name} cascade; alter database {database} owner to current_user;"
            f"drop owned by auth_{name} cascade;"
            f"drop role owner_{name}; drop role auth_{name}"
        )


async def test_without_rights_the_sql_to_run_is_said(
    empty_url: str, nothing: asyncpg.Connection
) -> None:
    name = f"poor_{uuid.uuid4().hex[:8]}"
    database = urlsplit(empty_url).path[1:]
    await nothing.execute(f"create role {name} login password '{name}'")
    try:
        with pytest.raises(RightsMissingError) as missing:
            await migrate_async(
                _at(empty_url, database, user=name), _at(empty_url, database, user=f"{name}_bot")
            )
        script = str(missing.value).split("again:", 1)[1]
        assert "create table auth.users" in script
        assert f'create role "{name}_bot" login noinherit' in script
        async with nothing.transaction():
            await nothing.execute(script)
        assert await nothing.fetchval("select to_regclass('auth.users')") is not None
    finally:
        await nothing.execute(
            f"drop owned by {name}; drop role {name}; drop role if exists {name}_bot"
        )
