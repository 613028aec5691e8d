"""The bot's own endpoints, over HTTP."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.payments.webhooks import Forged
from bot.web.health import Part
from bot.web.page import preferred
from bot.web.server import BODY_BYTES, ClockDoor, Doors, build_web

NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
SECRET = "a-long-random-word"
CHAT = "https://t.me/tutorline_bot"


@dataclass
class Due:
    at: datetime
    what: str


@dataclass
class Present:
    now: datetime
    next: Due | None


@dataclass
class Behind:
    """What is behind the doors, and what came through them."""

    events: list[tuple[bytes, str]] = field(default_factory=list)
    updates: list[dict[str, Any]] = field(default_factory=list)
    parts: dict[str, Part] = field(
        default_factory=lambda: {
            "database": Part(True),
            "telegram": Part(True, {"mode": "webhook"}),
        }
    )
    error: Exception | None = None
    moment: datetime = NOW

    async def stripe_event(self, raw: bytes, header: str) -> None:
        if self.error:
            raise self.error
        self.events.append((raw, header))

    async def telegram_update(self, update: dict[str, Any]) -> None:
        if self.error:
            raise self.error
        self.updates.append(update)

    async def ready(self) -> Mapping[str, Part]:
        return self.parts

    async def look(self) -> Present:
        return Present(self.moment, Due(self.moment + timedelta(hours=1), "reminder_24h"))

    async def advance(self, to: datetime) -> Present:
        self.moment = to
        return Present(to, None)


@asynccontextmanager
async def a_client(behind: Behind, **doors: Any) -> AsyncIterator[TestClient[Any, Any]]:
    given: dict[str, Any] = {
        "stripe_event": behind.stripe_event,
        "ready": behind.ready,
        "chat_url": lambda: CHAT,
        "telegram_update": behind.telegram_update,
        "telegram_secret": SECRET,
        **doors,
    }
    async with TestClient(TestServer(build_web(Doors(**given)))) as client:
        yield client


async def test_a_stripe_event_is_handed_over_as_raw_bytes() -> None:
    behind = Behind()
    async with a_client(behind) as client:
        body = b'{ "id" : "evt_1" }'
        answer = await client.post(
            "/webhooks/stripe", data=body, headers={"Stripe-Signature": "t=1"}
        )
    assert answer.status == 200
    assert behind.events == [(body, "t=1")]


async def test_a_forged_event_is_a_400_and_a_failure_a_500() -> None:
    async with a_client(Behind(error=Forged("no signature"))) as client:
        assert (await client.post("/webhooks/stripe", data=b"{}")).status == 400
    async with a_client(Behind(error=OSError("the database is away"))) as client:
        answer = await client.post("/webhooks/stripe", data=b"{}")
        assert answer.status == 500
        assert "database" not in await answer.text()


async def test_too_much_is_refused() -> None:
    behind = Behind()
    async with a_client(behind) as client:
        answer = await client.post("/webhooks/stripe", data=io.BytesIO(b"x" * (BODY_BYTES + 1)))
    assert answer.status == 413
    assert behind.events == []


async def test_a_telegram_update_needs_the_secret() -> None:
    behind = Behind()
    header = "X-Telegram-Bot-Api-Secret-Token"
    async with a_client(behind) as client:
        path, update = "/webhooks/telegram", {"update_id": 1}
        assert (await client.post(path, json=update)).status == 403
        assert (await client.post(path, json=update, headers={header: "x"})).status == 403
        assert (await client.post(path, json=update, headers={header: SECRET})).status == 200
        assert (await client.post(path, json=[], headers={header: SECRET})).status == 400
        known = {header: SECRET, "Content-Type": "application/json"}
        assert (await client.post(path, data=b"?", headers=known)).status == 400
    assert behind.updates == [{"update_id": 1}]


async def test_without_a_secret_there_is_no_telegram_endpoint() -> None:
    async with a_client(Behind(), telegram_secret="") as client:
        assert (await client.post("/webhooks/telegram", json={"update_id": 1})).status == 404


@pytest.mark.parametrize(
    ("query", "language", "words"),
    [
        ("?paid=1", "da-DK,da;q=0.9,en;q=0.8", "Tilbage til Telegram"),
        ("?paid=1", "de,en;q=0.5", "Back to Telegram"),
        ("?paid=0", "en", "Nothing was charged"),
        ("", "", "Back to Telegram"),
    ],
)
async def test_the_page_after_paying_leads_back_to_the_chat(
    query: str, language: str, words: str
) -> None:
    async with a_client(Behind()) as client:
        answer = await client.get(f"/return{query}", headers={"Accept-Language": language})
        text = await answer.text()
    assert answer.status == 200
    assert words in text
    assert f'href="{CHAT}"' in text
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("header", "language"),
    [("", "en"), ("fr", "en"), ("en;q=0.2, da;q=0.9", "da"), ("da;q=0", "en"), ("da;q=x", "en")],
)
def test_the_browsers_language_is_spoken_where_it_is_ours(header: str, language: str) -> None:
    assert preferred(header) == language


async def test_live_is_the_process_and_ready_is_everything() -> None:
    behind = Behind()
    async with a_client(behind) as client:
        assert (await client.get("/live")).status == 200
        assert await (await client.get("/ready")).json() == {
            "ready": True,
            "failed": [],
            "parts": {"database": {"ok": True}, "telegram": {"ok": True, "mode": "webhook"}},
        }
        behind.parts["database"] = Part(False)
        answer = await client.get("/ready")
        assert answer.status == 503
        assert (await answer.json())["failed"] == ["database"]
        assert (await client.get("/live")).status == 200


async def test_the_clock_is_there_only_where_it_can_be_moved() -> None:
    behind = Behind()
    async with a_client(behind) as client:
        assert (await client.get("/clock")).status == 404
        assert (await client.post("/clock", json={"to": NOW.isoformat()})).status == 404
    async with a_client(behind, clock=ClockDoor(behind.look, behind.advance)) as client:
        assert await (await client.get("/clock")).json() == {
            "now": "2026-11-24T15:00:00+00:00",
            "next": {"at": "2026-11-24T16:00:00+00:00", "what": "reminder_24h"},
        }
        moved = await client.post("/clock", json={"to": "2026-11-24T15:30:00+00:00"})
        assert await moved.json() == {"now": "2026-11-24T15:30:00+00:00", "next": None}


@pytest.mark.parametrize("body", [{}, {"to": "soon"}, {"to": 7}, {"to": "2026-11-24T15:30:00"}])
async def test_the_clock_moves_to_moments_only(body: dict[str, Any]) -> None:
    behind = Behind()
    async with a_client(behind, clock=ClockDoor(behind.look, behind.advance)) as client:
        assert (await client.post("/clock", json=body)).status == 400
        assert (await client.post("/clock", data=b"to=x")).status == 415
    assert behind.moment == NOW
