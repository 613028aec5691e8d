"""How much a booking leaves behind: `python -m tests.sizes` plays some thousands from the hold to
the end on a server of its own, and prints rows and bytes a booking of each table, indexes included.

docs/retention.md has what it printed. Every booking takes the way that has most rows: held, paid,
accepted, charged, over; one in ten is cancelled by its learner and paid back.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import shutil
import sys
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import asyncpg

from db import embedded
from db.migrate import migrate
from db.session import SERVICE
from tests import builders as make
from tests.builders import Person
from tests.chaos_money.server import hurried

PRICE = 45000
EACH = 400
"""How many bookings a pair of people has with each other."""
TABLES = """
select c.oid::regclass::text as name, pg_table_size(c.oid) + pg_indexes_size(c.oid) as bytes,
       pg_indexes_size(c.oid) as indexes
  from pg_class c
 where c.relkind = 'r' and c.relnamespace in ('public'::regnamespace, 'app'::regnamespace)
 order by 2 desc
"""


async def a_life(
    owner: asyncpg.Connection, learner: Person, expert: Person, session: UUID, number: int
) -> None:
    """One booking, through the functions that the bot and both people call."""
    slot = await make.a_slot(owner, session, starts_in=timedelta(days=3, hours=number))
    booking: UUID = (await make.book(owner, learner, slot))["booking_id"]
    attempt, intent = uuid4(), f"pi_{uuid4().hex[:24]}"
    closes = slot.start - timedelta(days=2)
    await _step(owner, booking, "checkout", attempt, "pending/pending", closes)
    await _record(
        owner, booking, None, attempt=str(attempt), checkout=f"cs_live_{uuid4().hex * 2}",
        url=f"https://checkout.stripe.com/c/pay/cs_live_{uuid4().hex * 10}",
        expires_at=closes.isoformat(),
    )  # fmt: skip
    await _record(owner, booking, "authorize", **_money(intent, PRICE, 0, 0), close=True)
    await make.act(owner, expert, "accept_booking", booking)
    await _step(owner, booking, "capture", uuid4(), "confirmed/authorized", None)
    await _record(owner, booking, "capture", **_money(intent, PRICE, PRICE, 0))
    if number % 10:
        await make.move(owner, booking, "complete")
        return
    await make.act(owner, learner, "cancel_booking", booking)
    await _step(owner, booking, "refund", uuid4(), "cancelled/captured", None)
    await _record(owner, booking, "refund", **_money(intent, PRICE, PRICE, PRICE))


def _money(intent: str, authorized: int, captured: int, refunded: int) -> dict[str, object]:
    receipt = f"https://pay.stripe.com/receipts/payment/{uuid4().hex * 4}"
    return {
        "intent": intent, "authorized": authorized, "captured": captured, "refunded": refunded,
        "receipt": receipt if captured else None,
    }  # fmt: skip


async def _step(
    owner: asyncpg.Connection, booking: UUID, step: str, attempt: UUID, state: str,
    until: datetime | None,
) -> None:  # fmt: skip
    """Write down what is asked of Stripe, as long as the real parameters are."""
    parameters = {"payment_intent": f"pi_{uuid4().hex[:24]}", "amount": PRICE}
    if step == "checkout":
        parameters |= {"asked": "x" * 780}
    due = await owner.fetchval("select refund_due from bookings where id = $1", booking)
    async with make.acting_as(owner, SERVICE):
        await owner.execute(
            "select app.payments_order($1, 'me', 60, $2, $3, $4, $5, $6, $7, $8)",
            booking, step, attempt, json.dumps(parameters), until, *state.split("/"), due,
        )  # fmt: skip


async def _record(
    owner: asyncpg.Connection, booking: UUID, event: str | None, **facts: object
) -> None:
    async with make.acting_as(owner, SERVICE):
        await owner.execute(
            "select app.payments_record($1, 'me', $2, $3)", booking, event, json.dumps(facts)
        )


async def play(url: str, bookings: int) -> None:
    """Play them, a pair of people after the other, and print what is there then."""
    owner = await asyncpg.connect(url)
    for _ in range(bookings // EACH):
        expert = await make.an_expert(owner, telegram=True)
        learner = await make.a_learner(owner, telegram=True)
        session = await make.a_session(owner, expert, price=PRICE)
        for number in range(EACH):
            await a_life(owner, learner, expert, session, number)
            if number % 10 == 9:  # another day: nobody books without end on one
                await owner.execute(
                    "update bookings set created_at = created_at - interval '1 day'"
                    " where learner_id = $1 and created_at > now() - interval '1 day'",
                    learner.learner_id,
                )
        await owner.execute("delete from app.outbox")  # what is said goes with its age
    await owner.execute("vacuum full analyze")
    total = await owner.fetchval("select count(*) from bookings")
    sys.stdout.write(f"{total} bookings: rows a booking, bytes a row (of them of indexes)\n")
    for table in await owner.fetch(TABLES):
        rows = await owner.fetchval(f"select count(*) from {table['name']}")  # noqa: S608
        if rows >= total // EACH:
            of_them = table["indexes"] / rows
            sys.stdout.write(
                f"{table['name']:26} {rows / total:8.3f} {table['bytes'] / rows:8.0f}"
                f" ({of_them:.0f})\n"
            )
    await owner.close()


def main() -> None:
    """Start a server, play, and take it away again."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--bookings", type=int, default=4_000)
    folder = Path(tempfile.mkdtemp(prefix="tl-sizes-"))
    folder.chmod(0o755)
    server = embedded.start(folder / "pg")
    try:
        migrate(server.admin_url, server.app_url)
        asyncio.run(hurried(server.admin_url))
        asyncio.run(play(server.admin_url, options.parse_args().bookings))
    finally:
        server.stop()
        shutil.rmtree(server.data_dir, ignore_errors=True)
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
