"""Trying what a role may do to a table, row by row and column by column."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import asyncpg

from tests.builders import Person
from tests.db.parties import REFUSED, World, attempt, in_the_role

ACTIONS = ("select", "insert", "update", "delete")
_MINE = {
    "user_profiles": "user_id = $1",
    "expert_profiles": "user_profile_id = (select id from user_profiles where user_id = $1)",
    "learner_profiles": "user_profile_id = (select id from user_profiles where user_id = $1)",
    "sessions": "expert_id = {expert}",
    "availability_windows": "expert_id = {expert}",
    "bookable_slots": "expert_id = {expert}",
    "bookings": "learner_id = {learner} or expert_id = {expert}",
    "booking_details": "learner_id = {learner} or expert_id = {expert}",
}
_OPEN = {
    "sessions": "title = 'Open to all' or exists"
    " (select from bookings b where b.session_id = t.id and b.learner_id = {learner})",
    "bookable_slots": "is_available and exists"
    " (select from sessions s where s.id = t.session_id and s.title = 'Open to all')"
    " or exists (select from bookings b where b.slot_id = t.id and b.learner_id = {learner})",
}
_PROFILE = "(select e.id from {0}_profiles e join user_profiles p on p.id = e.user_profile_id"
_PROFILES = {
    kind: _PROFILE.format(kind) + " where p.user_id = $1)" for kind in ("expert", "learner")
}
# A row of a person's own, as far as they may write one.
_ROWS = {
    "user_profiles": "(user_id, display_name) values ({0.user_id}, 'x')",
    "expert_profiles": "(user_profile_id, bio) values ({0.profile_id}, 'x')",
    "learner_profiles": "(user_profile_id, interests) values ({0.profile_id}, '{{x}}')",
    "sessions": "(expert_id, title, duration_minutes, price_cents)"
    " values ({0.expert_id}, 'x', 30, 0)",
    "availability_windows": "(expert_id, day_of_week, start_time, end_time)"
    " values ({0.expert_id}, 1, '18:00', '19:00')",
    "bookable_slots": "(session_id, start_time, end_time) select s.id, now(),"
    " now() + interval '1 hour' from sessions s where s.expert_id = {0.expert_id}",
    "bookings": "(learner_id, slot_id) select {0.learner_id}, s.id from bookable_slots s"
    " where s.is_available limit 1",
}

_STATEMENTS = {
    "select": "select {1} from {0} where false",
    "insert": "insert into {0} ({1}) select null::{2} where false",
    "update": "update {0} set {1} = null where false",
    "delete": "delete from {0} where false",
}
_TRY_EACH = """
do $try$
declare
    v_statement text;
    v_done text := '';
begin
    foreach v_statement in array array[{}] loop
        begin
            execute v_statement;
            v_done := v_done || 'y';
        exception when insufficient_privilege or object_not_in_prerequisite_state then
            v_done := v_done || 'n';
        end;
    end loop;
    perform set_config('tried.done', v_done, false);
end
$try$
"""


@dataclass(frozen=True)
class Table:
    """A table or view as the catalogue has it: columns that a statement can name, and its key."""

    name: str
    columns: tuple[tuple[str, str], ...]
    key: str


async def tables(owner: asyncpg.Connection, *, every_column: bool = False) -> list[Table]:
    """Every table and view of ours; a view's key is its id. Columns are those that can be written,
    or `every_column`: nobody writes a number that the database gives."""
    rows = await owner.fetch(
        "select c.oid::regclass::text as name,"
        " array_agg(quote_ident(a.attname) order by a.attnum) as columns,"
        " array_agg(format_type(a.atttypid, a.atttypmod) order by a.attnum) as types,"
        " coalesce((select string_agg(quote_ident(k.attname) || '::text', ' || ' order by k.attnum)"
        " from pg_index i join pg_attribute k on k.attrelid = c.oid and k.attnum = any (i.indkey)"
        " where i.indrelid = c.oid and i.indisprimary), 'id::text') as key"
        " from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0"
        " and not a.attisdropped and ($1 or a.attidentity <> 'a')"
        " where c.relkind in ('r', 'p', 'v', 'm')"
        " and c.relnamespace in ('public'::regnamespace, 'app'::regnamespace)"
        " group by c.oid order by c.relnamespace <> 'public'::regnamespace, 1",
        every_column,
    )
    return [
        Table(row["name"], tuple(zip(row["columns"], row["types"], strict=True)), row["key"])
        for row in rows
    ]


async def own_and_open(
    owner: asyncpg.Connection, table: Table, user_id: UUID | None
) -> tuple[set[str], set[str]]:
    """The keys of a person's own rows, and of these and those open to them; told by the owner."""
    mine = _MINE.get(table.name, "false and $1::uuid is null").format(**_PROFILES)
    opened = _OPEN.get(table.name, "false").format(**_PROFILES)
    found = []
    for which in (mine, f"({mine}) or ({opened})"):
        rows = await owner.fetch(f"select {table.key} from {table.name} t where {which}", user_id)  # noqa: S608
        found.append({row[0] for row in rows})
    return found[0], found[1]


async def may(owner: asyncpg.Connection, world: World, role: str, table: Table) -> str:
    """What the role may do: four letters as matrix.py has them, found by trying."""
    person = world.person(role)
    every = {row[0] for row in await owner.fetch(f"select {table.key} from {table.name}")}  # noqa: S608
    assert every, f"nothing is in {table.name}: give it a row in tests/db/parties.py"
    own, seen = await own_and_open(owner, table, person.user_id if person else None)
    kinds = {frozenset(every): "a", frozenset(seen): "v", frozenset(own): "o"}
    letters = ""
    async with in_the_role(owner, world, role):
        for action in ACTIONS:
            columns = await columns_for(owner, table, action)
            if not columns:
                letters += "-"
                continue
            if action == "insert":
                letter = await _insert(owner, world, table, person)
            else:
                reached = await _reached(owner, table, action, columns[0], every)
                letter = kinds.get(frozenset(reached), "?")
            some = len(columns) < len(table.columns)
            letters += letter.upper() if some else letter
    return letters


async def columns_for(owner: asyncpg.Connection, table: Table, action: str) -> list[str]:
    """The columns that whoever acts may name in such a statement: Postgres looks at that, though no
    row is there to touch. Tried in one go, for there are many."""
    tried = [_STATEMENTS[action].format(table.name, column, kind) for column, kind in table.columns]
    listed = ", ".join("'" + statement.replace("'", "''") + "'" for statement in tried)
    await owner.execute(_TRY_EACH.format(listed))
    done = await owner.fetchval("select current_setting('tried.done')")
    return [
        column for (column, _), letter in zip(table.columns, done, strict=True) if letter == "y"
    ]


async def _reached(
    owner: asyncpg.Connection, table: Table, action: str, column: str, every: set[str]
) -> set[str]:
    """The rows that the role reaches, one by one; a rule that stops it then is another matter."""
    reached = set()
    for key in every:
        statement = {
            "select": f"select 1 from {table.name} where {table.key} = $1",  # noqa: S608
            "update": f"update {table.name} set {column} = {column} where {table.key} = $1 returning 1",  # noqa: S608, E501
            "delete": f"delete from {table.name} where {table.key} = $1 returning 1",  # noqa: S608
        }[action]
        refused, rows = await attempt(owner, statement, key)
        if rows or refused not in ("", REFUSED):
            reached.add(key)
    return reached


async def _insert(
    owner: asyncpg.Connection, world: World, table: Table, person: Person | None
) -> str:
    """'a' where anybody's row may be written, 'o' where one's own, '-' where none."""
    of = {world.expert, world.expert2} - {person}
    others = [await _inserted(owner, table, somebody) for somebody in of]
    if all(others):
        return "a"
    if any(others):
        return "?"
    return "o" if person and await _inserted(owner, table, person) else "-"


async def _inserted(owner: asyncpg.Connection, table: Table, whose: Person) -> bool:
    """Whether such a row may be written: that there is one already is another matter."""
    quoted = Person(*(_literal(value) for value in vars(whose).values()))  # type: ignore[arg-type]
    row = _ROWS[table.name].format(quoted)
    return (await attempt(owner, f"insert into {table.name} {row}"))[0] != REFUSED


def _literal(value: object) -> str:
    return "null" if value is None else f"'{value}'"
