"""Events that cannot be worked up: answered, kept, tried again, and given up on aloud."""

from __future__ import annotations

import json

from bot.payments.webhooks import retry_events, take
from tests import builders
from tests.payments.conftest import SECRET, Desk
from tests.payments.test_webhooks import NOW, an_event, signed

BREAK = """
create or replace function app.payments_apply_event(p_event_id text) returns uuid
language plpgsql as $$ begin raise exception 'broken on purpose'; end $$
"""


async def try_again(desk: Desk) -> int:
    await desk.owner.execute("update app.stripe_events set not_before = clock_timestamp()")
    async with desk.db.begin() as tx:
        return await retry_events(tx)


async def test_an_event_that_fails_is_kept_and_worked_up_later(desk: Desk) -> None:
    booking = await desk.a_seat()
    works = await desk.owner.fetchval(
        "select pg_get_functiondef('app.payments_apply_event(text)'::regprocedure)"
    )
    await desk.owner.execute(BREAK)
    asked = await builders.settles(desk.owner, booking.id)
    body = an_event(
        {"object": "payment_intent", "id": "pi_1", "metadata": {"booking": str(booking.id)}}
    )

    assert await take(desk.db, body, signed(body), (SECRET,), NOW) is None
    assert await builders.settles(desk.owner, booking.id) == asked

    await desk.owner.execute(works)
    assert await try_again(desk) == 1
    assert await try_again(desk) == 0
    assert await builders.settles(desk.owner, booking.id) == asked + 1


async def test_the_fifth_failure_makes_it_a_dead_letter_that_admins_hear_of(desk: Desk) -> None:
    admin = await builders.a_learner(desk.owner, telegram=True, name="Ada")
    await desk.owner.execute(
        "update user_profiles set role = 'admin' where user_id = $1", admin.user_id
    )
    await desk.owner.execute(BREAK)
    body = an_event()
    await take(desk.db, body, signed(body), (SECRET,), NOW)
    for _ in range(6):
        await try_again(desk)

    row = await desk.owner.fetchrow(
        "select attempts, dead_at is not null as dead, last_error from app.stripe_events"
    )
    assert tuple(row) == (5, True, "P0001")
    told = await desk.owner.fetchval(
        "select count(*) from app.outbox where payload ->> 'notice' = 'event_dead'"
    )
    assert told == 1


async def test_a_nul_in_a_payload_is_no_reason_to_refuse_it(desk: Desk) -> None:
    body = an_event(
        {"object": "payment_intent", "id": "pi_1", "description": "a\x00b", "note": "\\u0000"}
    )
    await take(desk.db, body, signed(body), (SECRET,), NOW)

    kept = json.loads(await desk.owner.fetchval("select payload from app.stripe_events"))
    assert kept["event"]["data"]["object"]["description"] == "a\ufffdb"
