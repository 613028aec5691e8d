"""The books of money are the bot's alone."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import DBAPIError

from db.session import ANON, Actor, sqlstate
from tests.payments.conftest import Desk

CALLS = (
    "select * from app.payments_case(:b)",
    "select app.payments_take(:b, 'me', 60)",
    "select app.payments_release(:b, 'me')",
    "select app.payments_order(:b, 'me', 60, 'refund', gen_random_uuid(), '{}', null, 'x', 'x', 0)",
    "select app.payments_retry_events(10)",
    "select app.payments_work_event('evt_1')",
    "select app.payments_disputes(:b, '[]')",
    "select app.tell_money(:b, 0)",
    "select app.set_platform_fee(100)",
    "select app.payments_record(:b, 'me', 'capture', '{}')",
    "select app.payments_event('evt_1', 'x', '{}', :b, null, null)",
    "select app.payments_ask_open('3 s', 10)",
    "select app.payments_ask_refunded('6 h', 10)",
    "select app.payments_amounts(:b, '{}')",
    "select app.payments_link(:b, '{}')",
    "select app.payments_refused(:b, 'x')",
    "select app.payments_tell(:b, 'held')",
    "select app.payments_hold_until(:b, now())",
    "select app.payments_open(now(), null, 10)",
    "select app.payments_charged(now(), null, 10)",
    "select * from app.payments_books(array[cast(:b as uuid)])",
    "select app.lost_of(b) from public.bookings b where b.id = :b",
    "select app.refund_meant(b) from public.bookings b where b.id = :b",
    "select app.owing() from public.bookings b where b.id = :b",
)


@pytest.mark.parametrize("who", ["anon", "learner", "expert"])
async def test_nobody_else_calls_them(desk: Desk, who: str) -> None:
    booking = await desk.a_seat()
    actors: dict[str, Actor] = {
        "anon": ANON,
        "learner": booking.learner.actor,
        "expert": booking.expert.actor,
    }
    for sql in CALLS:
        with pytest.raises(DBAPIError) as refused:
            async with desk.db.begin(actors[who]) as tx:
                await tx.run(sql, **({"b": booking.id} if ":b" in sql else {}))
        assert sqlstate(refused.value) == "42501", sql
