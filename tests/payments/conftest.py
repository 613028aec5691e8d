"""A learner's seat, a local Stripe over HTTP, and the settles that the outbox asks for."""

from __future__ import annotations

import json
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import aiohttp
import asyncpg
import pytest
from aiohttp import web

from bot.payments import webhooks
from bot.payments.settle import settle
from bot.payments.stripe import Gateway
from bot.sandbox.stripe import Stripe, setup
from db.session import Database
from tests import builders

KEY = "sk_test_payments"
SECRET = "whsec_payments"
RETIRED = "whsec_other"
"""The secret before it, which a rotation leaves in the settings for a while."""
BACK = "https://t.me/tutorline_bot"
PRICE = 45000


class FollowingClock:
    """Shows the database's domain time, as the sandbox's clock does."""

    def __init__(self) -> None:
        self.offset = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self.offset


@dataclass
class Booking:
    """Everything a test asks about a booking's money."""

    id: UUID
    learner: builders.Person
    expert: builders.Person
    slot: builders.Slot


class Desk:
    """What a test holds in its hands: the bot's side, Stripe's side, and the clock of both."""

    def __init__(
        self, db: Database, owner: asyncpg.Connection, base: str, stripe: Stripe, clock: Any
    ) -> None:
        self.db = db
        self.owner = owner
        self.base = base
        self.stripe = stripe
        self.clock = clock
        self.gateway = Gateway(KEY, base)
        self.http = aiohttp.ClientSession(base)
        self.heard: list[tuple[bytes, str]] = []

    async def close(self) -> None:
        await self.gateway.close()
        await self.http.close()

    # The bot's side.

    async def a_seat(
        self,
        *,
        price: int = PRICE,
        starts_in: timedelta = timedelta(days=3),
        seats: int = 1,
        beside: Booking | None = None,
        currency: str = "DKK",
    ) -> Booking:
        """A seat that a learner on Telegram has just taken (`beside`: in the same slot)."""
        learner = await builders.a_learner(self.owner, telegram=True)
        if beside:
            expert, slot = beside.expert, beside.slot
        else:
            expert = await builders.an_expert(
                self.owner, telegram=True, name="Maria K.", currency=currency
            )
            session = await builders.a_session(self.owner, expert, price=price, seats=seats)
            slot = await builders.a_slot(self.owner, session, starts_in=starts_in)
        async with self.db.begin(learner.actor) as tx:
            booking = await tx.scalar(
                "select booking_id from public.create_booking_with_payment(:who, :slot)",
                who=learner.user_id,
                slot=slot.id,
            )
        return Booking(booking, learner, expert, slot)

    async def settle(self, booking: Booking, gateway: Any = None) -> None:
        await settle(self.db, gateway or self.gateway, booking.id, return_url=BACK)

    async def settle_asked(self, gateway: Any = None) -> int:
        """Do what the outbox asks of the money, until it asks for nothing; returns how often."""
        done = 0
        while rows := await self.owner.fetch(
            "update app.outbox set sent_at = clock_timestamp()"
            " where kind = 'settle' and sent_at is null returning payload"
        ):
            for booking in {json.loads(row["payload"])["booking"] for row in rows}:
                await settle(self.db, gateway or self.gateway, UUID(booking), return_url=BACK)
                done += 1
        return done

    async def asks(self, person: builders.Person, sql: str, **params: Any) -> Any:
        """Somebody calls a function of the database, as they would from the chat or the web."""
        async with self.db.begin(person.actor) as tx:
            return await tx.first(sql, **params)

    async def accept(self, booking: Booking) -> None:
        await self.asks(booking.expert, "select app.accept_booking(:b)", b=booking.id)

    async def decline(self, booking: Booking) -> None:
        await self.asks(booking.expert, "select app.decline_booking(:b)", b=booking.id)

    async def cancel(self, booking: Booking, who: builders.Person | None = None) -> None:
        await self.asks(who or booking.learner, "select app.cancel_booking(:b)", b=booking.id)

    async def tick(self, kind: str) -> None:
        """What the scheduler's tick of that name does."""
        async with self.db.begin() as tx:
            due = await tx.all("select app.due_bookings(:kind, 100)", kind=kind)
        for (booking,) in due:
            async with self.db.begin() as tx:
                await tx.run("select app.transition(:b, :kind)", b=booking, kind=kind)

    async def state(self, booking: Booking) -> str:
        row = await self.owner.fetchrow(
            "select status, payment_status from bookings where id = $1", booking.id
        )
        return f"{row['status']}/{row['payment_status']}"

    async def amounts(self, booking: Booking) -> tuple[int, int, int]:
        """Authorized, captured, refunded, in our books."""
        return tuple(
            await self.owner.fetchrow(
                "select amount_authorized, amount_captured, amount_refunded from bookings"
                " where id = $1",
                booking.id,
            )
        )

    async def told(self, booking: Booking) -> list[tuple[str, str]]:
        return await builders.notices(self.owner, booking.id)

    async def open_attempts(self, booking: Booking) -> int:
        found: int = await self.owner.fetchval(
            "select count(*) from app.payment_attempts where booking_id = $1 and closed_at is null",
            booking.id,
        )
        return found

    async def attempt(self, booking: Booking) -> asyncpg.Record:
        return await self.owner.fetchrow(
            "select * from app.payment_attempts where booking_id = $1 and step = 'checkout'"
            " order by created_at desc limit 1",
            booking.id,
        )

    # Stripe's side, as a browser, a bank or an operator sees it.

    async def pay(self, booking: Booking, number: str = "4242 4242 4242 4242") -> dict[str, Any]:
        """The learner types a card into the Checkout page."""
        session = (await self.attempt(booking))["checkout_session_id"]
        async with self.http.post(f"/checkout/{session}/pay", json={"number": number}) as answer:
            said: dict[str, Any] = await answer.json()
            return said

    async def ask_stripe(self, path: str) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {KEY}"}
        async with self.http.get(path, headers=headers) as answer:
            said: dict[str, Any] = await answer.json()
            return said

    async def intents(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = (await self.ask_stripe("/v1/payment_intents?limit=100"))[
            "data"
        ]
        return found

    async def sessions(self) -> list[dict[str, Any]]:
        path = "/v1/checkout/sessions?limit=100"
        found: list[dict[str, Any]] = (await self.ask_stripe(path))["data"]
        return found

    async def refunds(self) -> list[int]:
        return [each["amount"] for each in (await self.ask_stripe("/v1/refunds?limit=100"))["data"]]

    async def switch(self, **switches: Any) -> None:
        async with self.http.post("/stripe/sandbox/switches", json=switches) as answer:
            assert answer.status == 200, await answer.text()

    # The clock of both.

    async def wait(self, **time: float) -> None:
        """Let time pass: the bot's clock and Stripe's move together."""
        await builders.move_clock(self.owner, **time)
        self.clock.offset += timedelta(**time)
        await self.stripe.run_due(self.clock.now())

    # From nothing to where a test begins.

    async def paid(self, card: str = "4242 4242 4242 4242", **seat: Any) -> Booking:
        """A request that waits for its expert: paid, the hold on the card noted."""
        booking = await self.a_seat(**seat)
        await self.settle_asked()
        await self.pay(booking, card)
        await self.settle(booking)
        assert await self.state(booking) == "pending/authorized"
        return booking

    async def charged(self, **seat: Any) -> Booking:
        """A booking that was accepted and charged."""
        booking = await self.paid(**seat)
        await self.accept(booking)
        await self.settle_asked()
        assert await self.state(booking) == "confirmed/captured"
        return booking


@pytest.fixture
async def desk(db: Database, owner: asyncpg.Connection, tmp_path: Path) -> AsyncIterator[Desk]:
    """A bot's payments and a local Stripe that tells it everything by webhook."""
    app, clock = web.Application(), FollowingClock()
    heard: list[tuple[bytes, str]] = []

    async def hear(request: web.Request) -> web.Response:
        raw, header = await request.read(), request.headers["Stripe-Signature"]
        heard.append((raw, header))
        await webhooks.take(db, raw, header, (RETIRED, SECRET), clock.now())
        return web.Response()

    app.router.add_post("/webhooks/stripe", hear)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    base = f"http://127.0.0.1:{port}"
    stripe = setup(
        app,
        books=tmp_path / "stripe.sqlite",
        clock=clock,
        webhook_url=f"{base}/webhooks/stripe",
        webhook_secret=SECRET,
        public_base=base,
        secret_key=KEY,
    )
    made = Desk(db, owner, base, stripe, clock)
    made.heard = heard
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    yield made
    await made.close()
    await runner.cleanup()
