"""What is looked for again and again is found by an index, however much has gone before.

Blocks are counted, not seconds: those of a function's own statements are in its caller's count.
"""

from __future__ import annotations

import json

import asyncpg

from db.session import SERVICE, Actor
from tests.builders import a_booking, a_learner, a_session, a_slot, acting_as, an_expert

FEW = 200
"""Blocks of 8 KB; the tables below have thousands."""


async def blocks(owner: asyncpg.Connection, statement: str, actor: Actor = SERVICE) -> int:
    """How many blocks the statement looks at (run once before, for what is cached in a session)."""
    async with acting_as(owner, actor):
        told = json.loads(
            await owner.fetchval(f"explain (analyze, buffers, format json) {statement}")
        )
    plan = told[0]["Plan"]
    return int(plan["Shared Hit Blocks"] + plan["Shared Read Blocks"])


async def whole(owner: asyncpg.Connection, table: str) -> int:
    pages: int = await owner.fetchval(
        "select pg_relation_size($1::regclass) / 8192", f"app.{table}"
    )
    return pages


DEPTHS = "select * from app.queue_depths()"
CLAIM = "select * from app.outbox_claim('me', 16, 8, interval '30 s')"


async def test_what_was_sent_costs_the_next_claim_nothing(owner: asyncpg.Connection) -> None:
    await owner.execute(
        "insert into app.outbox (lane, kind, payload, sent_at)"
        " select (n % 500)::text, 'call', jsonb_build_object('method', 'sendMessage', 'n', n),"
        " clock_timestamp() from generate_series(1, 100000) n"
    )
    await owner.execute(
        "insert into app.outbox (lane, kind, payload, urgent)"
        " select (n % 5)::text, case when n % 2 = 0 then 'call' else 'notice' end, '{}', n % 3 = 0"
        " from generate_series(1, 20) n"
    )
    await owner.execute("analyze app.outbox")
    assert await whole(owner, "outbox") > 5 * FEW
    await blocks(owner, CLAIM)
    assert await blocks(owner, CLAIM) < FEW
    assert await blocks(owner, "select app.mechanism_idle(interval '2 s')") < FEW
    await blocks(owner, DEPTHS)
    assert await blocks(owner, DEPTHS) < FEW


async def test_others_waiting_updates_cost_a_persons_claim_nothing(
    owner: asyncpg.Connection,
) -> None:
    await owner.execute(
        "insert into app.telegram_updates (update_id, telegram_id, payload)"
        " select n, 100000 + n % 9000,"
        " jsonb_build_object('message', jsonb_build_object('text', repeat('x', 100)))"
        " from generate_series(1, 90000) n union all"
        " select 90000 + n, n, jsonb_build_object('message', jsonb_build_object("
        " 'from', jsonb_build_object('id', n, 'first_name', 'Ann'))) from generate_series(1, 2) n"
    )
    await owner.execute("analyze app.telegram_updates")
    assert await whole(owner, "telegram_updates") > 5 * FEW
    claim = "select * from app.inbox_claim({})"
    await blocks(owner, claim.format(1))
    assert await blocks(owner, claim.format(2)) < FEW


async def test_a_search_among_many_sessions_uses_the_index_on_tags(
    owner: asyncpg.Connection,
) -> None:
    expert, learner = await an_expert(owner), await a_learner(owner)
    await a_slot(owner, await a_session(owner, expert, tags=("rare",)))
    await owner.execute(
        "insert into public.sessions (expert_id, title, duration_minutes, price_cents, topic_tags,"
        " description) select $1, 'x', 60, 45000, '{common}', repeat('words ', 100)"
        " from generate_series(1, 20000)",
        expert.expert_id,
    )
    await owner.execute("analyze public.sessions")
    search = "select * from app.browse_sessions('rare', 8, 0)"
    await blocks(owner, search, learner.actor)
    assert await blocks(owner, search, learner.actor) < FEW


MANY = """
insert into public.bookings
select made.*
  from public.bookings b
 cross join generate_series(1, 20000) n
 cross join lateral jsonb_populate_record(b, jsonb_build_object(
           'id', gen_random_uuid(), 'learner_id', gen_random_uuid(),
           'slot_id', gen_random_uuid(), 'stripe_payment_intent_id', 'pi_' || n,
           'created_at', now() - interval '1 year', 'updated_at', now() - interval '1 year'
       )) made
"""


async def test_old_bookings_cost_the_look_at_open_money_nothing(owner: asyncpg.Connection) -> None:
    slot = await a_slot(owner, await a_session(owner, await an_expert(owner)))
    one = await a_booking(owner, await a_learner(owner), slot, state="confirmed/captured")
    await owner.execute("set session_replication_role = replica")  # no triggers: only rows
    await owner.execute("update public.bookings set status = 'completed'")
    await owner.execute(MANY)
    await owner.execute(
        "insert into app.settles (booking_id, holder, until)"
        " select id, '', now() - interval '1 year' from public.bookings"
    )
    await owner.execute(
        "insert into app.ledger_entries (booking_id, kind, amount_cents, currency, at)"
        " select id, 'refund', 1, 'DKK', now() - interval '1 year' from public.bookings"
    )
    await owner.execute("update public.bookings set refund_due = 100 where id = $1", one)
    await owner.execute("reset session_replication_role")
    for table in ("public.bookings", "app.settles", "app.ledger_entries", "app.payment_attempts"):
        await owner.execute(f"analyze {table}")
    pages = "select pg_relation_size('public.bookings') / 8192"
    assert await owner.fetchval(pages) > 3 * FEW

    for look in (
        "select app.payments_open(now() - interval '2 days', null, 500)",
        "select app.payments_ask_refunded('6 h', 100)",
        "select app.owing()",
    ):
        await blocks(owner, look)
        assert await blocks(owner, look) < FEW, look
    async with acting_as(owner, SERVICE):
        found = await owner.fetch("select app.payments_open(now(), null, 500) as id")
    assert [row["id"] for row in found] == [one]
