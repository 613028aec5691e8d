"""Who may do what: every word of matrix.py and personal.py is tried, with rows of everybody."""

from __future__ import annotations

import asyncpg
import pytest

from tests.db import matrix
from tests.db.calling import answer, functions
from tests.db.parties import ROLES, World, a_world, in_the_role
from tests.db.personal import all_that_is_read, lines, mark
from tests.db.trying import columns_for, may, tables

TABLES, FUNCTIONS = matrix.read(matrix.TABLES), matrix.read(matrix.FUNCTIONS)
FOR_THE_BOT = {f"app.{name}" for name in matrix.FOR_THE_BOT.split()}
FOR_NOBODY = {f"app.{name}" for name in matrix.FOR_NOBODY.split()}


@pytest.fixture
async def world(owner: asyncpg.Connection) -> World:
    return await a_world(owner)


async def test_every_table_view_and_function_says_who_may_use_it(owner: asyncpg.Connection) -> None:
    there = {table.name for table in await tables(owner)}
    new = [
        f"{name} is new: give it a row in TABLES of tests/db/matrix.py that says who may do what,"
        " a policy, and a row of its own in tests/db/parties.py"
        for name in sorted(there - set(TABLES))
    ]
    known = set(FUNCTIONS) | FOR_THE_BOT | FOR_NOBODY
    called = {function.name for function in await functions(owner)}
    new += [
        f"{name}() is new: give it a row in FUNCTIONS of tests/db/matrix.py that says what it"
        " answers whom, or name it in FOR_THE_BOT or FOR_NOBODY"
        for name in sorted(called - known)
    ]
    assert new == []
    gone = set(TABLES) - there | known - called
    assert gone == set(), "matrix.py has what is there no more: take it out"


async def test_a_table_is_read_and_written_by_whom_the_matrix_says(
    owner: asyncpg.Connection, world: World
) -> None:
    wrong = []
    for table in await tables(owner):
        for role in ROLES:
            found, said = await may(owner, world, role, table), TABLES[table.name][role]
            if found != said:
                wrong.append(f"{table.name} as {role}: {said} is said, {found} is so")
    assert wrong == []


async def test_people_write_and_read_the_columns_that_are_theirs(
    owner: asyncpg.Connection, world: World
) -> None:
    written = matrix.words(matrix.WRITTEN)
    for table in await tables(owner):
        columns = written.get(table.name, [])
        for role in ("learner", "expert", "admin"):
            async with in_the_role(owner, world, role):
                inserted, updated, read = [
                    await columns_for(owner, table, action)
                    for action in ("insert", "update", "select")
                ]
            assert sorted(inserted) == sorted(column.rstrip("!") for column in columns), table.name
            assert sorted(updated) == sorted(c for c in columns if c[-1] != "!"), table.name
            # Every column or none: the web's clients ask for `*`.
            assert not read or set(read) == {column for column, _ in table.columns}, table.name


async def test_a_function_answers_whom_the_matrix_says(
    owner: asyncpg.Connection, world: World
) -> None:
    wrong, every = [], await functions(owner)
    for role in ROLES:
        async with in_the_role(owner, world, role):
            for function in every:
                found = await answer(owner, world, function)
                if function.name in FUNCTIONS:
                    said = FUNCTIONS[function.name][role]
                elif function.name in FOR_THE_BOT and role == "bot":
                    # It may find nothing to do, or what it was given wrong; it is not refused.
                    said, found = "called", "refused" if found == "-" else "called"
                else:
                    said = "-"
                if found != said:
                    wrong.append(f"{function.name}() as {role}: {said} is said, {found} is so")
    assert wrong == []


async def test_what_is_personal_is_read_by_nobody_else(
    owner: asyncpg.Connection, world: World
) -> None:
    marks = await mark(owner, world)
    wrong = []
    for role in ROLES[:-1]:
        read = await all_that_is_read(owner, world, role)
        for what, looked_for in marks.items():
            said = lines()[what].get(role, "-")  # nobody reads it who has no column there
            found = "x" if looked_for.search(read) else "-"
            if found != said:
                wrong.append(f"{what} as {role}: {said} is said, {found} is so")
    assert wrong == []
