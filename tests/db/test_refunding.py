"""An admin gives money back: who may, how much, what is kept of it; and who is told of trouble."""

from __future__ import annotations

from uuid import UUID

import asyncpg
import pytest

from db.session import SERVICE
from tests.builders import (
    Person,
    a_booking,
    a_learner,
    a_person,
    a_session,
    a_slot,
    act,
    acting_as,
    an_expert,
    settles,
)

PRICE = 45000


@pytest.fixture
async def ada(owner: asyncpg.Connection) -> Person:
    return await a_person(owner, name="Ada", role="admin", telegram=True)


@pytest.fixture
async def ann(owner: asyncpg.Connection) -> Person:
    return await a_learner(owner, telegram=True)


@pytest.fixture
async def charged(owner: asyncpg.Connection, ann: Person) -> UUID:
    """Ann's booking of 450 kr., accepted and charged."""
    slot = await a_slot(owner, await a_session(owner, await an_expert(owner)))
    return await a_booking(owner, ann, slot, state="confirmed/captured")


async def refund(
    owner: asyncpg.Connection, who: Person, booking: UUID, amount: int | None, reason: str = "x"
) -> int:
    async with acting_as(owner, who.actor):
        due: int = await owner.fetchval(
            "select app.refund_booking($1, $2, $3)", booking, amount, reason
        )
    return due


async def a_dispute(owner: asyncpg.Connection, booking: UUID, status: str, cents: int) -> None:
    await owner.execute(
        "insert into app.disputes (id, booking_id, amount_cents, currency, reason, status,"
        " opened_at, closed_at) values ('dp_' || $2::text, $1, $3, 'DKK', 'fraudulent', $2::text,"
        " app.now(), case when $2::text in ('won', 'lost') then app.now() end)",
        booking, status, cents,
    )  # fmt: skip


async def refusal(
    owner: asyncpg.Connection, who: Person, booking: UUID, amount: int | None, reason: str = "x"
) -> str:
    """The SQLSTATE and detail that refuse it; nothing has changed then."""
    with pytest.raises(asyncpg.PostgresError) as no:
        await refund(owner, who, booking, amount, reason)
    events = "select count(*) from app.booking_events where event = 'admin_refund'"
    assert await owner.fetchval(events) == 0
    error: asyncpg.PostgresError = no.value
    return f"{error.sqlstate} {error.detail or ''}".strip()


async def test_it_is_stored_with_who_and_why_and_the_money_is_asked_to_follow(
    owner: asyncpg.Connection, ada: Person, charged: UUID
) -> None:
    asked = await settles(owner, charged)
    assert await refund(owner, ada, charged, 10000, "  The sound failed. ") == 10000
    assert await refund(owner, ada, charged, PRICE - 10000, "All of it, then") == PRICE
    rows = await owner.fetch(
        "select actor, actor_user_id, reason, to_status || '/' || to_payment as state"
        " from app.booking_events where event = 'admin_refund' order by id"
    )
    assert [row["reason"] for row in rows] == ["The sound failed.", "All of it, then"]
    assert {(row["actor"], row["actor_user_id"]) for row in rows} == {("admin", ada.user_id)}
    assert {row["state"] for row in rows} == {"confirmed/captured"}
    assert await settles(owner, charged) == asked + 2


async def test_nobody_but_an_admin(owner: asyncpg.Connection, ann: Person, charged: UUID) -> None:
    for who in (ann, await an_expert(owner, name="Eve")):
        assert await refusal(owner, who, charged, 100) == "42501"


@pytest.mark.parametrize("amount", [0, -1, PRICE + 1, None])
async def test_no_more_than_is_left_and_no_less_than_something(
    owner: asyncpg.Connection, ada: Person, charged: UUID, amount: int | None
) -> None:
    assert await refusal(owner, ada, charged, amount) == "BK009 amount"


@pytest.mark.parametrize("reason", ["", "   ", "x" * 501])
async def test_there_is_a_reason_and_it_can_be_kept(
    owner: asyncpg.Connection, ada: Person, charged: UUID, reason: str
) -> None:
    assert await refusal(owner, ada, charged, 100, reason) == "BK009 reason"


async def test_what_is_not_charged_does_not_go_back(
    owner: asyncpg.Connection, ada: Person, ann: Person
) -> None:
    slot = await a_slot(owner, await a_session(owner, await an_expert(owner)))
    booking = await a_booking(owner, ann, slot, state="pending/authorized")
    assert await refusal(owner, ada, booking, 100) == "BK007 uncharged"
    assert await refusal(owner, ada, ann.user_id, 100) == "BK006 booking"


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("needs_response", "BK007 disputed"),
        ("under_review", "BK007 disputed"),
        ("lost", "BK009 amount"),
        ("warning_needs_response", None),
        ("won", None),
    ],
)
async def test_while_a_bank_decides_and_where_it_took_it_nothing_goes_back(
    owner: asyncpg.Connection, ada: Person, charged: UUID, status: str, said: str | None
) -> None:
    await a_dispute(owner, charged, status, PRICE)
    if said:
        assert await refusal(owner, ada, charged, 100) == said
    else:
        assert await refund(owner, ada, charged, 100) == 100


async def owed(owner: asyncpg.Connection, booking: UUID) -> int:
    async with acting_as(owner, SERVICE):
        found: int = await owner.fetchval(
            "select app.owed(b) from bookings b where id = $1", booking
        )
    return found


async def test_what_is_owed_is_what_should_have_gone_back_and_has_not(
    owner: asyncpg.Connection, ada: Person, ann: Person, charged: UUID
) -> None:
    assert await owed(owner, charged) == 0
    await refund(owner, ada, charged, 10000)
    assert await owed(owner, charged) == 10000
    await owner.execute("update bookings set amount_refunded = 4000")
    assert await owed(owner, charged) == 6000
    await act(owner, ann, "cancel_booking", charged)
    assert await owed(owner, charged) == PRICE - 4000
    await a_dispute(owner, charged, "lost", PRICE - 4000)
    assert await owed(owner, charged) == 0, "the bank has given it back already"


@pytest.mark.parametrize("taken", ["lost to the bank", "given back at Stripe"])
async def test_what_is_given_back_comes_on_top_of_what_is_gone(
    owner: asyncpg.Connection, ada: Person, ann: Person, charged: UUID, taken: str
) -> None:
    if taken == "lost to the bank":
        await a_dispute(owner, charged, "lost", 10000)
    else:
        await owner.execute("update bookings set amount_refunded = 10000")
    assert await refusal(owner, ada, charged, PRICE - 9999) == "BK009 amount"
    await refund(owner, ada, charged, 5000)
    assert await owed(owner, charged) == 5000
    async with acting_as(owner, ann.actor):
        said: int = await owner.fetchval("select app.quote_refund($1)", charged)
    assert said == PRICE - 15000
    await act(owner, ann, "cancel_booking", charged)
    assert await owed(owner, charged) == 5000 + said


async def fail(owner: asyncpg.Connection, error: str, times: int) -> None:
    """The settle that waits fails so many times, as the outbox writes it down."""
    for _ in range(times):
        async with acting_as(owner, SERVICE):
            row = await owner.fetchrow(
                "select * from app.outbox_claim('w', 9, 9, interval '1 min') where kind = 'settle'"
            )
            await owner.execute(
                "select app.outbox_close($1, 'w', interval '1 min', $2, interval '0')",
                row["id"], error,
            )  # fmt: skip


async def stuck(owner: asyncpg.Connection, booking: UUID) -> int:
    """How often admins were told that this booking's money is stuck."""
    told: int = await owner.fetchval(
        "select count(*) from app.outbox where payload ->> 'notice' = 'money_stuck'"
        " and payload ->> 'record' = $1 and payload ->> 'audience' = 'admin'",
        str(booking),
    )
    return told


async def test_the_fifth_failure_is_told_to_every_admin_once_until_it_succeeds(
    owner: asyncpg.Connection, ada: Person, charged: UUID
) -> None:
    await a_person(owner, name="Al", role="admin", telegram=True)
    await owner.execute("delete from app.outbox")
    await owner.execute("select app.ask_settle($1)", charged)
    await fail(owner, "#YX9W Rejected", 4)
    assert await stuck(owner, charged) == 0
    await fail(owner, "#YX9W Rejected", 1)
    assert await stuck(owner, charged) == 2
    await fail(owner, "#YX9W Rejected", 3)
    async with acting_as(owner, SERVICE):
        await owner.execute("select app.operate_settle($1)", charged)
    await fail(owner, "#YX9W Rejected", 6)
    assert await stuck(owner, charged) == 2, "asking again is the same story"
    await owner.execute("update app.outbox set sent_at = now() where kind = 'settle'")
    await owner.execute("select app.ask_settle($1)", charged)
    await fail(owner, "#YX9W Rejected", 5)
    assert await stuck(owner, charged) == 4, "it had succeeded: another story"


async def test_refunds_that_keep_coming_back_are_told_at_the_first_failure_and_once(
    owner: asyncpg.Connection, ada: Person, charged: UUID
) -> None:
    await owner.execute("delete from app.outbox")
    await owner.execute("select app.ask_settle($1)", charged)
    await fail(owner, "#YX9W RefundsFailed", 1)
    assert await stuck(owner, charged) == 1
    await fail(owner, "#YX9W RefundsFailed", 6)
    assert await stuck(owner, charged) == 1


async def test_an_outage_is_told_after_half_an_hour_alone(
    owner: asyncpg.Connection, ada: Person, charged: UUID
) -> None:
    await owner.execute("delete from app.outbox")
    await owner.execute("select app.ask_settle($1)", charged)
    await fail(owner, "Unavailable", 39)
    assert await stuck(owner, charged) == 0
    await fail(owner, "Unavailable", 2)
    assert await stuck(owner, charged) == 1


@pytest.mark.parametrize("first", ["completed", "paid"])
async def test_what_was_paid_another_way_is_not_the_experts_whenever_the_session_was_completed(
    owner: asyncpg.Connection, ada: Person, charged: UUID, first: str
) -> None:
    await owner.execute("update bookings set amount_captured = price_cents")
    await refund(owner, ada, charged, 10000)
    await owner.execute("update app.outbox set last_error = '#AAAA RefundsFailed'")
    await owner.execute(
        "update app.outbox set sent_at = null where kind = 'settle' and lane = $1", str(charged)
    )

    async def complete() -> None:
        async with acting_as(owner, SERVICE):
            await owner.execute("select app.transition($1, 'complete')", charged)

    if first == "completed":
        await complete()
    async with acting_as(owner, ada.actor):
        assert await owner.fetchval("select app.paid_elsewhere($1, 'by hand')", charged) == 10000
    if first == "paid":
        await complete()
    totals = await owner.fetchrow(
        "select b.status, e.total_earnings_cents, l.total_spent_cents from bookings b"
        " join expert_profiles e on e.id = b.expert_id"
        " join learner_profiles l on l.id = b.learner_id where b.id = $1",
        charged,
    )
    assert tuple(totals) == ("completed", PRICE - 10000, PRICE - 10000)
    assert await owed(owner, charged) == 0
