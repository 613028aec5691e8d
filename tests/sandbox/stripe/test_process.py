"""The local Stripe as a process of its own, which may die at any moment."""

from __future__ import annotations

import asyncio
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp

from tests.sandbox.stripe.test_refusals import form

HEADERS = {
    "Authorization": "Bearer sk_test_any",
    "Content-Type": "application/x-www-form-urlencoded",
}
CREATES = 60


@asynccontextmanager
async def a_process(books: Path) -> AsyncIterator[tuple[str, asyncio.subprocess.Process]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot.sandbox.stripe", "--port", port, "--books", str(books)),
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    await process.stdout.readline()  # "Running on …"
    try:
        yield f"http://127.0.0.1:{port}", process
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()


async def create(http: aiohttp.ClientSession, base: str, key: str) -> str | None:
    """Make a session under a key; None where the server died meanwhile."""
    headers = {**HEADERS, "Idempotency-Key": key}
    with suppress(aiohttp.ClientError):
        async with http.post(f"{base}/v1/checkout/sessions", data=form(), headers=headers) as made:
            return str((await made.json())["id"])
    return None


async def test_killed_in_the_middle_it_has_done_each_thing_once_or_not(tmp_path: Path) -> None:
    books = tmp_path / "stripe.sqlite"
    async with aiohttp.ClientSession() as http:
        async with a_process(books) as (base, process):
            calls = [asyncio.create_task(create(http, base, f"k{n}")) for n in range(CREATES)]
            for number, call in enumerate(asyncio.as_completed(calls)):
                await call
                if number == 10:
                    process.kill()
            before = [call.result() for call in calls]
        async with a_process(books) as (base, _):
            after = [await create(http, base, f"k{n}") for n in range(CREATES)]
            async with http.get(f"{base}/stripe/sandbox/books") as answer:
                counts = (await answer.json())["sessions"]
    assert None in before
    assert all(now == then for then, now in zip(before, after, strict=True) if then)
    assert len(set(after)) == CREATES == counts["open"]


async def test_its_own_clock_is_moved_over_http(tmp_path: Path) -> None:
    async with (
        aiohttp.ClientSession() as http,
        a_process(tmp_path / "stripe.sqlite") as (base, _),
    ):
        session = await create(http, base, "k1")
        tomorrow = (datetime.now(UTC) + timedelta(days=1, minutes=1)).isoformat()
        async with http.post(f"{base}/stripe/sandbox/run_due", json={"to": tomorrow}) as answer:
            assert (await answer.json())["done"] == 1
        async with http.get(f"{base}/checkout/{session}/state") as answer:
            assert await answer.json() == {"state": "expired"}
