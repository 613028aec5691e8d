"""Stripe is away: who waits for it hears so once, on the booking's card."""

from __future__ import annotations

from uuid import UUID

import asyncpg
import pytest

from db.session import Database
from tests.builders import Person, Slot, a_booking


async def fail(
    db: Database, owner: asyncpg.Connection, booking: UUID, times: int, why: str
) -> None:
    await owner.execute("delete from app.outbox")
    await owner.execute("select app.ask_settle($1)", booking)
    row = await owner.fetchval("select id from app.outbox where kind = 'settle'")
    for _ in range(times):
        await owner.execute(
            "update app.outbox set claimed_by = 'me', claimed_until = clock_timestamp() + '1 m'"
            " where id = $1",
            row,
        )
        async with db.begin() as tx:
            await tx.run(
                "select app.outbox_close(:id, 'me', '1 m', p_error => :why, p_retry => '1 s')",
                id=row,
                why=why,
            )


async def told(owner: asyncpg.Connection) -> list[str]:
    rows = await owner.fetch(
        "select payload ->> 'audience' as who from app.outbox"
        " where payload ->> 'notice' = 'stripe_away' order by 1"
    )
    return [row["who"] for row in rows]


@pytest.mark.parametrize(
    ("state", "times", "why", "hear"),
    [
        ("pending/pending", 2, "Unavailable", []),
        ("pending/pending", 7, "Unavailable", ["learner"]),
        ("confirmed/authorized", 3, "Unavailable", ["expert", "learner"]),
        ("confirmed/captured", 3, "Unavailable", []),
        ("pending/pending", 3, "Busy", []),
    ],
)
async def test_the_third_silence_is_told_to_who_waits_once(
    db: Database,
    owner: asyncpg.Connection,
    learner: Person,
    slot: Slot,
    state: str,
    times: int,
    why: str,
    hear: list[str],
) -> None:
    booking = await a_booking(owner, learner, slot, state=state)
    await fail(db, owner, booking, times, why)
    assert await told(owner) == hear
