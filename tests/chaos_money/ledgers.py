"""Both sides' books, read straight from where each keeps them; no code of the bot's takes part.

Stripe's are the stand-in's SQLite file, ours are `public.bookings` and `app.booking_events`.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import asyncpg

_BOOKINGS = """
select b.id::text, b.status, b.payment_status, b.price_cents, lower(b.currency) as currency,
       b.refund_due, b.amount_authorized, b.amount_captured, b.amount_refunded,
       b.stripe_payment_intent_id,
       (select min(e.at) from app.booking_events e
         where e.booking_id = b.id and e.to_status = 'confirmed') as confirmed_at,
       (select e.to_status || '/' || e.to_payment from app.booking_events e
         where e.booking_id = b.id order by e.id desc limit 1) as last_event,
       (select o.last_error from app.outbox o
         where o.lane = b.id::text and o.kind = 'settle' and o.sent_at is null
           and (o.attempts >= 5 or o.dead_at is not null) limit 1) as given_up,
       (select coalesce(sum(case l.kind when 'capture' then l.amount_cents
                                        when 'refund' then -l.amount_cents end), 0)::int
          from app.ledger_entries l where l.booking_id = b.id) as ledger,
       (select a.checkout_session_id from app.payment_attempts a
         where a.booking_id = b.id and a.step = 'checkout' and a.closed_at is null
           and a.expires_at < app.now() - interval '1 hour' limit 1) as awaits
  from public.bookings b
"""
_SEATS = """
select s.id::text, s.current_bookings, s.max_bookings,
       (select count(*)::int from public.bookings b
         where b.slot_id = s.id and b.status in ('pending', 'confirmed', 'completed')) as live
  from public.bookable_slots s
 where s.current_bookings > s.max_bookings or s.current_bookings <>
       (select count(*) from public.bookings b
         where b.slot_id = s.id and b.status in ('pending', 'confirmed', 'completed'))
"""


@dataclass(frozen=True)
class Booking:
    """A row of ours. Amounts in minor units.

    `given_up` is why the admins have it on their list, `ledger` the sum of what our own ledger
    says was charged and given back, `awaits` a Checkout of long ago that is still waited for.
    """

    id: str
    status: str
    payment: str
    price: int
    currency: str
    refund_due: int | None
    authorized: int
    captured: int
    refunded: int
    intent: str | None
    confirmed_at: datetime | None
    last_event: str | None
    given_up: str | None
    ledger: int
    awaits: str | None


@dataclass(frozen=True)
class Payment:
    """A PaymentIntent with all that hangs on it.

    `refunded` counts refunds that are done or on their way, `bounced` how many the bank sent back,
    `lost` is what the learner's bank took in disputes; `captured_at` is when Stripe says that it
    was charged.
    """

    id: str
    booking: str
    status: str
    currency: str
    amount: int
    held: int
    captured: int
    refunded: int
    bounced: int
    disputed: bool
    lost: int
    captured_at: datetime | None


@dataclass(frozen=True)
class Checkout:
    """A Checkout Session."""

    id: str
    booking: str
    attempt: str
    status: str


@dataclass(frozen=True)
class Ledgers:
    """Everything that is compared."""

    bookings: list[Booking]
    payments: dict[str, list[Payment]]
    checkouts: dict[str, list[Checkout]]
    seats: list[tuple[str, int, int, int]]


async def read(owner: asyncpg.Pool, stripe_file: Path) -> Ledgers:
    """Read both."""
    objects = _objects(stripe_file)
    payments: dict[str, list[Payment]] = defaultdict(list)
    for payment in _payments(objects):
        payments[payment.booking].append(payment)
    checkouts: dict[str, list[Checkout]] = defaultdict(list)
    for each in objects["checkout.session"]:
        booking = str(each["client_reference_id"])
        attempt = str(each["metadata"].get("attempt"))
        checkouts[booking].append(Checkout(each["id"], booking, attempt, each["status"]))
    rows = await owner.fetch(_BOOKINGS)
    seats = [tuple(row) for row in await owner.fetch(_SEATS)]
    return Ledgers([Booking(*row) for row in rows], payments, checkouts, seats)


def _objects(file: Path) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    connection = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    try:
        for kind, body in connection.execute("select kind, body from objects order by seq"):
            found[kind].append(json.loads(body))
    finally:
        connection.close()
    return found


def _payments(objects: dict[str, list[dict[str, Any]]]) -> list[Payment]:
    refunds: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for refund in objects["refund"]:
        refunds[refund["payment_intent"]].append(refund)
    disputes: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for dispute in objects["dispute"]:
        disputes[dispute["payment_intent"]].append(dispute)
    captured = {
        each["data"]["object"]["payment_intent"]: datetime.fromtimestamp(each["created"], UTC)
        for each in objects["event"]
        if each["type"] == "charge.captured"
    }
    return [
        Payment(
            id=intent["id"],
            booking=str(intent["metadata"].get("booking")),
            status=intent["status"],
            currency=intent["currency"],
            amount=intent["amount"],
            held=intent["amount_capturable"],
            captured=intent["amount_received"],
            refunded=sum(r["amount"] for r in refunds[intent["id"]] if _counts(r)),
            bounced=sum(not _counts(r) for r in refunds[intent["id"]]),
            disputed=bool(disputes[intent["id"]]),
            lost=sum(d["amount"] for d in disputes[intent["id"]] if d["status"] == "lost"),
            captured_at=captured.get(intent["id"]),
        )
        for intent in objects["payment_intent"]
    ]


def _counts(refund: dict[str, Any]) -> bool:
    return refund["status"] in ("succeeded", "pending", "requires_action")
