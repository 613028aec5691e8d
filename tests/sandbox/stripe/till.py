"""A local Stripe on a port of its own, a bot's ear for webhooks, and the SDK that talks to it."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web
from stripe import AIOHTTPClient, StripeClient

from bot.sandbox.stripe import Stripe, setup

SECRET = "whsec_test"
KEY = "sk_test_till"


class StillClock:
    """A clock that moves only when told."""

    def __init__(self) -> None:
        # Stripe's own check wants a signature of the last minutes.
        self.time = datetime.now(UTC).replace(microsecond=0)

    def now(self) -> datetime:
        return self.time


class Ear:
    """Takes webhooks; `answers` are the statuses to give first, then 200."""

    def __init__(self) -> None:
        self.heard: list[tuple[bytes, str]] = []
        self.answers: list[int] = []
        self.news = asyncio.Condition()

    async def take(self, request: web.Request) -> web.Response:
        self.heard.append((await request.read(), request.headers["Stripe-Signature"]))
        async with self.news:
            self.news.notify_all()
        return web.Response(status=self.answers.pop(0) if self.answers else 200)

    @property
    def events(self) -> list[dict[str, Any]]:
        return [json.loads(body) for body, _ in self.heard]

    @property
    def types(self) -> list[str]:
        return [event["type"] for event in self.events]

    async def hears(self, kind: str, times: int = 1) -> dict[str, Any]:
        """Wait for an event of that type; return the latest."""
        async with asyncio.timeout(5), self.news:
            await self.news.wait_for(lambda: self.types.count(kind) >= times)
        return [event for event in self.events if event["type"] == kind][-1]

    async def hears_much(self, deliveries: int) -> None:
        """Wait for that many deliveries, refused ones too."""
        async with asyncio.timeout(5), self.news:
            await self.news.wait_for(lambda: len(self.heard) >= deliveries)


class Till:
    """What a test holds in its hands."""

    def __init__(self, base: str, stripe: Stripe, clock: StillClock, ear: Ear) -> None:
        self.base = base
        self.stripe = stripe
        self.clock = clock
        self.ear = ear
        self.http = aiohttp.ClientSession(base)
        self.sdk_http = AIOHTTPClient(session=self.http, timeout=5)
        # Typed loosely: what is expanded or not is for each test to know.
        self.sdk: Any = StripeClient(
            KEY,
            base_addresses={"api": base},
            http_client=self.sdk_http,
            max_network_retries=0,
        )

    def parameters(self, **more: Any) -> dict[str, Any]:
        """A bot's usual Checkout, with whatever else."""
        return {
            "mode": "payment",
            "success_url": "https://t.me/tutorline_bot?start=paid_{CHECKOUT_SESSION_ID}",
            "line_items": [
                {
                    "price_data": {
                        "currency": "dkk",
                        "unit_amount": 45_000,
                        "product_data": {
                            "name": "Python Basics",
                            "description": "With Maria K., Tue 24 Nov, 16:00",
                        },
                    },
                    "quantity": 1,
                }
            ],
            "payment_intent_data": {"capture_method": "manual"},
            "adaptive_pricing": {"enabled": False},
            "expires_at": int((self.clock.now() + timedelta(minutes=31)).timestamp()),
            "client_reference_id": "booking-1",
            **more,
        }

    async def session(self, **more: Any) -> Any:
        return await self.sdk.v1.checkout.sessions.create_async(self.parameters(**more))

    async def pay(self, session: Any, number: str = "4242 4242 4242 4242") -> dict[str, Any]:
        return await self.post(f"/checkout/{session.id}/pay", {"number": number})

    async def held(self, **more: Any) -> Any:
        """An intent that waits for capture."""
        session = await self.session(**more)
        paid = await self.pay(session)
        assert paid["state"] == "held"
        return await self.sdk.v1.payment_intents.retrieve_async(paid["payment_intent"])

    async def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        async with self.http.post(path, json=body) as answer:
            said: dict[str, Any] = await answer.json()
            return said

    async def get(self, path: str) -> dict[str, Any]:
        async with self.http.get(path) as answer:
            said: dict[str, Any] = await answer.json()
            return said

    async def call(
        self, method: str, path: str, form: str = "", **headers: str
    ) -> tuple[int, dict[str, Any], dict[str, str]]:
        """A raw request, as curl would send it."""
        async with self.http.request(
            method,
            path,
            data=form or None,
            headers={
                "Authorization": f"Bearer {KEY}",
                "Content-Type": "application/x-www-form-urlencoded",
                **{name.replace("_", "-"): value for name, value in headers.items()},
            },
        ) as answer:
            return answer.status, await answer.json(), dict(answer.headers)

    async def switch(self, **switches: Any) -> None:
        await self.post("/stripe/sandbox/switches", switches)

    async def wait(self, **time: float) -> None:
        """Move the clock and let happen what became due."""
        self.clock.time += timedelta(**time)
        await self.stripe.run_due(self.clock.now())


@asynccontextmanager
async def a_till(books: Path) -> AsyncIterator[Till]:
    """A local Stripe and an ear, listening; both gone afterwards."""
    clock, ear = StillClock(), Ear()
    app = web.Application()
    app.router.add_post("/webhooks/stripe", ear.take)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    base = f"http://127.0.0.1:{port}"
    stripe = setup(
        app,
        books=books,
        clock=clock,
        webhook_url=f"{base}/webhooks/stripe",
        webhook_secret=SECRET,
        public_base=base,
        secret_key=KEY,
    )
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    till = Till(base, stripe, clock, ear)
    try:
        yield till
    finally:
        await till.http.close()
        await runner.cleanup()


def complaints(stripe: Stripe) -> list[str]:
    """Where anything that crossed departs from Stripe's schema."""
    found: list[str] = []
    for entry in stripe.wire.since(0):
        body = entry.get("body")
        if body is None:
            continue
        if entry["kind"] == "webhook" and body["object"] in stripe.contract.objects:
            found += stripe.contract.complaints(body["object"], body)
        elif entry["kind"] == "request" and "error" in body:
            found += stripe.contract.complaints("api_errors", body["error"])
        elif entry["kind"] == "request":
            match = stripe.contract.find(*entry["what"].split(" "))
            assert match is not None
            found += match[0].complaints(body)
    return found
