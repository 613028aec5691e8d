"""The table of a booking's life, looked at as a whole."""

from __future__ import annotations

import asyncpg

HELD = {"pending", "confirmed", "completed"}


async def test_a_step_frees_the_seat_where_the_booking_stops_holding_it(
    owner: asyncpg.Connection,
) -> None:
    for step in await owner.fetch("select * from app.transitions"):
        ends = step["from_status"] in HELD and step["to_status"] not in HELD
        assert step["frees_seat"] == ends, step


async def test_a_notice_and_how_it_is_given_go_together(owner: asyncpg.Connection) -> None:
    for step in await owner.fetch("select * from app.transitions"):
        for side in ("learner", "expert"):
            assert (step[f"{side}_notice"] is None) == (step[f"{side}_how"] is None), step


async def test_two_states_and_who_acts_name_one_event(owner: asyncpg.Connection) -> None:
    """The trigger that follows a plain UPDATE finds the event by these alone."""
    rows = await owner.fetch(
        "select count(*) from app.transitions a join app.transitions b"
        " on a.ctid < b.ctid and a.from_status is not distinct from b.from_status"
        " and a.from_payment is not distinct from b.from_payment"
        " and (a.to_status, a.to_payment) = (b.to_status, b.to_payment)"
        " and (a.free is null or b.free is null or a.free = b.free)"
        " and (a.to_status <> 'cancelled' or a.actor = b.actor)"
    )
    assert rows[0]["count"] == 0


async def test_every_state_but_the_last_ones_leads_on(owner: asyncpg.Connection) -> None:
    rows = await owner.fetch(
        "select distinct t.to_status || '/' || t.to_payment as state from app.transitions t"
        " where not exists (select from app.transitions n"
        " where (n.from_status, n.from_payment) = (t.to_status, t.to_payment))"
    )
    assert {row["state"] for row in rows} == {
        "completed/refunded",
        "cancelled/refunded",
        "declined/cancelled",
        "declined/refunded",
    }
