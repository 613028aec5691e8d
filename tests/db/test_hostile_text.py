"""Whatever somebody writes to a function is kept as it is, or refused by a rule; it is no program.

Every text that people may hand to the database by its functions, as the catalogue has them: those
of parameters, and those inside of JSON.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

import asyncpg
import pytest

from tests.db import matrix
from tests.db.calling import GIVEN, Function, functions, given
from tests.db.parties import REFUSED, World, a_world, in_the_role

NUL = "a\x00b"
HOSTILE = {
    "a quote that ends a string": "x'; drop table public.bookings; --",
    "a quote that ends a name": '"; select 1; --"',
    "places to be filled in": "%s {0} $1 :x \\ %n",
    "a formula": "=cmd|' /C calc'!A0",
    "marks that turn the order": "\u202eevil\u202c\u200f\u2066 \ufeff",
    "nothing to see": " \u00a0\u3000\t",
    "a number beyond all": "99999999999999999999",
    "100,000 letters": "x" * 100_000,
    "a NUL": NUL,
}
NO_TEXT = {"22021", "22P05"}
"""Postgres' own word for a NUL, before any function of ours is called."""
WORDS = {"p_notes", "p_reason", "p_title", "p_description", "bio", "title", "description"}
"""What is kept as it was written, but for blanks around it."""
KEYS = {
    "app.apply_as_expert": "bio areas rate_cents currency meeting_url",
    "app.change_expert": "bio areas rate_cents currency meeting_url is_available instant_booking"
    " cancellation_policy notice_minutes buffer_minutes",
    "app.change_session": "title description duration_minutes price_cents level topics seats"
    " prerequisites materials_url is_active",
}
KEPT = """
select exists (
    select from (
        select unnest(array[learner_notes, expert_notes, cancellation_reason]) from bookings
        union all select reason from app.booking_events
        union all select unnest(array[title, description]) from sessions
        union all select unnest(array[bio, verification_note]) from expert_profiles
    ) t (words) where btrim(t.words) = btrim($1)
)
"""


def attacks(world: World, function: Function, text: str) -> Iterator[tuple[str, list[object]]]:
    """The text in each place of a call where text goes: the place, and all that is handed over."""
    ordinary = [given(world, function, name) for name, _ in function.parameters]
    for place, (name, kind) in enumerate(function.parameters):
        for where, value in _values(world, function, name, kind, text):
            yield where, [*ordinary[:place], value, *ordinary[place + 1 :]]


def _values(
    world: World, function: Function, name: str, kind: str, text: str
) -> Iterator[tuple[str, object]]:
    if kind == "text":
        yield name, text
    if kind != "jsonb":
        return
    for odd in (text, [text], {text: text}, None):
        yield f"all of {name}", json.dumps(odd)
    if name == "p_windows":
        window = {"day": 1, "start": "09:00", "end": "17:00"}
        for key in window:
            yield key, json.dumps([{**window, key: text}])
        return
    assert function.name in KEYS, f"say in KEYS what {function.name}() reads"
    facts = json.loads(str(GIVEN[name](world)))
    for key in KEYS[function.name].split():
        for odd in (text, [text], {text: text}, None):
            yield key if odd == text else f"{key} as JSON", json.dumps({**facts, key: odd})


async def handed(
    owner: asyncpg.Connection, function: Function, values: list[object], text: str
) -> tuple[str, bool]:
    """What came of it: an SQLSTATE ('' for none), and whether the text is kept somewhere now."""
    places = ", ".join(f"${n}::{kind}" for n, (_, kind) in enumerate(function.parameters, 1))
    transaction = owner.transaction()
    await transaction.start()
    try:
        await owner.fetch(f"select * from {function.name}({places})", *values)  # noqa: S608
        await owner.execute("reset session authorization")
        return "", text != NUL and bool(await owner.fetchval(KEPT, text))
    except asyncpg.PostgresError as error:
        return str(error.sqlstate), False
    finally:
        await transaction.rollback()


@pytest.mark.parametrize("what", HOSTILE)
async def test_every_function_keeps_the_text_or_refuses_it(
    owner: asyncpg.Connection, what: str
) -> None:
    text, wrong, tried = HOSTILE[what], [], 0
    world = await a_world(owner)
    said = matrix.read(matrix.FUNCTIONS)
    for function in await functions(owner):
        answers = said.get(function.name, {})
        for role in ("learner", "expert", "admin"):
            if answers.get(role, "-") == "-":
                continue
            async with in_the_role(owner, world, role):
                for place, values in attacks(world, function, text):
                    state, kept = await handed(owner, function, values, text)
                    tried += 1
                    foreseen = state in ("", REFUSED) or state.startswith("BK")
                    if not foreseen and not (text == NUL and state in NO_TEXT):
                        wrong.append(f"{function.name}({place}) as {role}: {state}")
                    elif state == "" and place in WORDS and text != NUL and not kept:
                        wrong.append(f"{function.name}({place}) as {role}: is not kept as it was")
    assert wrong == []
    assert tried > 100
