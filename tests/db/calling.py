"""Calling every function as everybody, with what is real: the learner's booking, its slot, …"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import asyncpg

from tests.db.parties import REFUSED, World, attempt

# What a parameter is given, by its name.
GIVEN: dict[str, Callable[[World], object]] = {
    "p_booking_id": lambda w: w.booking,
    "p_slot_id": lambda w: w.slot.id,
    "p_session_id": lambda w: w.session,
    "p_expert_id": lambda w: w.expert.expert_id,
    "p_learner_id": lambda w: w.learner.learner_id,
    "p_learner_user_id": lambda w: w.learner.user_id,
    "p_expert_user_id": lambda w: w.expert.user_id,
    "p_topic": lambda w: "python",
    "p_zone": lambda w: "UTC",
    "p_currency": lambda w: "DKK",
    "p_language": lambda w: "da",
    "p_reason": lambda w: "because",
    "p_windows": lambda w: json.dumps([{"day": 1, "start": "09:00", "end": "17:00"}]),
    "p_changes": lambda w: "{}",
    "p_facts": lambda w: json.dumps(
        {"bio": "x", "areas": ["x"], "rate_cents": 0, "currency": "DKK", "meeting_url": None}
    ),
    "p_from": lambda w: datetime.now(UTC),
    "p_until": lambda w: datetime.now(UTC) + timedelta(days=30),
    "p_notice_minutes": lambda w: 120,
    "p_limit": lambda w: 10,
    "p_offset": lambda w: 0,
    "p_amount": lambda w: 100,
    "p_at_most": lambda w: None,
    "p_at_least": lambda w: None,
    "p_duration_minutes": lambda w: 30,
    "p_price_cents": lambda w: 0,
    "p_title": lambda w: "x",
    "p_description": lambda w: "x",
    "p_notes": lambda w: "x",
}
# What one function is given and others are not.
INSTEAD: dict[tuple[str, str], Callable[[World], object]] = {
    ("create_booking_with_payment", "p_slot_id"): lambda w: w.free.id,
    ("app.accept_booking", "p_booking_id"): lambda w: w.request,
    ("app.decline_booking", "p_booking_id"): lambda w: w.request,
    ("app.free_days", "p_from"): lambda w: date.today(),  # noqa: DTZ011 - any day
    ("app.free_days", "p_to"): lambda w: date.today() + timedelta(days=30),  # noqa: DTZ011
    ("app.free_times", "p_day"): lambda w: w.free.start.date(),
}


@dataclass(frozen=True)
class Function:
    """A function of ours: how SQL calls it, and its parameters (name, type)."""

    name: str
    parameters: tuple[tuple[str, str], ...]
    returns: str
    volatile: bool


async def functions(owner: asyncpg.Connection) -> list[Function]:
    """Every function of schemas public and app, but those that come with a type."""
    rows = await owner.fetch(
        "select p.oid::regproc::text as name, p.prorettype::regtype::text as returns,"
        " p.provolatile = 'v' as volatile,"
        " coalesce(p.proargnames, '{}') as names,"
        " array(select t::regtype::text from unnest(p.proargtypes) t) as types"
        " from pg_proc p where p.pronamespace in ('public'::regnamespace, 'app'::regnamespace)"
        " and not exists (select from pg_depend d where d.objid = p.oid and d.deptype in ('e','i'))"
        " order by 1"
    )
    return [
        Function(
            row["name"],
            tuple(zip(row["names"], row["types"], strict=False)),
            row["returns"],
            row["volatile"],
        )
        for row in rows
    ]


def given(world: World, function: Function, name: str) -> object:
    """What to give a parameter: something real where it is known by its name, else nothing."""
    value = INSTEAD.get((function.name, name)) or GIVEN.get(name)
    return value(world) if value else None


async def call(
    owner: asyncpg.Connection, world: World, function: Function
) -> tuple[str, list[asyncpg.Record]]:
    """Call the function as whoever acts: its SQLSTATE and what it gave."""
    values = [
        None if kind.endswith("[]") else given(world, function, name)
        for name, kind in function.parameters
    ]
    named = [value for value in values if value is not None]
    places = (f"${place}" for place in range(1, len(named) + 1))
    told = ", ".join(
        f"{'null' if value is None else next(places)}::{kind}"
        for value, (_, kind) in zip(values, function.parameters, strict=True)
    )
    called = f"{function.name}({told})"
    trigger = function.returns == "trigger"  # nothing that a query could give back
    sql = f"do 'begin perform {called}; end'" if trigger else f"select * from {called}"  # noqa: S608
    return await attempt(owner, sql, *named)


async def answer(owner: asyncpg.Connection, world: World, function: Function) -> str:
    """What the function says to whoever acts: a letter as matrix.py has them, found by calling."""
    state, rows = await call(owner, world, function)
    if state == REFUSED:
        return "-"
    if state:
        return "b" if state.startswith("BK") else state
    # A function that says nothing has done what it was told.
    says_nothing = not rows or (len(rows[0]) == 1 and rows[0][0] in (None, False))
    return "n" if says_nothing and function.returns != "void" else "y"
