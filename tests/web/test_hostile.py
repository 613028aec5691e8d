"""Whoever knows the address and nothing else: refused in few words, and nobody waits for them."""

from __future__ import annotations

import asyncio
import contextlib
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient

from bot.payments import webhooks
from bot.web import server
from bot.web.server import Doors, build_web, served
from tests.payments.test_webhooks import NOW, an_event, signed
from tests.web.test_server import CHAT, SECRET, Behind, a_client

Client = TestClient[Any, Any]
PATH, HEADER = "/webhooks/telegram", "X-Telegram-Bot-Api-Secret-Token"
WHSEC = "whsec_known"
BODY = an_event()
GOOD = signed(BODY, secret=WHSEC)
DIGEST = GOOD.partition("v1=")[2]
OTHER = signed(BODY, secret="whsec_other").partition("v1=")[2]


async def said(
    client: TestClient[Any, Any], method: str, path: str, **more: Any
) -> tuple[int, str]:
    """The status, and the answer in words; which software it is from is said nowhere."""
    answer = await client.request(method, path, **more)
    assert "Server" not in answer.headers
    return answer.status, await answer.text()


@pytest.mark.parametrize(
    "headers",
    [
        [],
        [(HEADER, "")],
        [(HEADER, SECRET[:-1])],
        [(HEADER, SECRET + "x")],
        [(HEADER, SECRET.upper())],
        [(HEADER, "\udcff")],
        [(HEADER, "é")],
        [(HEADER, SECRET), (HEADER, SECRET)],
        [(HEADER, SECRET), (HEADER, "x")],
        [(HEADER, "x"), (HEADER, SECRET)],
    ],
)
async def test_without_the_one_secret_nothing_is_taken_and_nothing_explained(
    headers: list[tuple[str, str]],
) -> None:
    behind = Behind()
    async with a_client(behind) as client:
        told = await said(client, "POST", PATH, json={"update_id": 1}, headers=headers)
    assert told == (403, "not Telegram")
    assert behind.updates == []


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        ("text/plain", b'{"update_id": 1}', 415),
        ("application/x-www-form-urlencoded", b"update_id=1", 415),
        ("application/json; charset=klingon", b"?", 400),
        ("application/json", b"", 400),
        ("application/json", b"update_id=1", 400),
        ("application/json", b"\xff\xfe{", 400),
        ("application/json", b'"update"', 400),
        ("application/json", b"[" * 100_000, 400),
        ("application/json", b'{"update_id": ' + b"9" * 5000 + b"}", 400),
        ("application/json", b" " * (server.BODY_BYTES + 1), 413),
    ],
)
async def test_what_is_no_update_is_refused_with_a_word(
    kind: str, body: bytes, status: int
) -> None:
    behind = Behind()
    known = {HEADER: SECRET, "Content-Type": kind}
    async with a_client(behind) as client:
        got, words = await said(client, "POST", PATH, data=io.BytesIO(body), headers=known)
    assert got == status
    assert "Traceback" not in words
    assert len(words) < 100
    assert behind.updates == []


@pytest.mark.parametrize("path", [PATH, "/webhooks/stripe", "/return", "/live", "/ready"])
@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH", "OPTIONS", "POST"])
async def test_only_the_method_of_an_address_is_answered(path: str, method: str) -> None:
    if (method == "POST") == path.startswith("/webhooks"):
        return
    behind = Behind()
    async with a_client(behind) as client:
        status, words = await said(client, method, path)
    if method != "GET" or path.startswith("/webhooks"):
        assert (status, words) == (405, "405: Method Not Allowed")
    assert (behind.updates, behind.events) == ([], [])


# Stripe's signature ----------------------------------------------------------------------------

STAMP = GOOD.partition(",")[0]
FORGED = {
    "none": "",
    "a stamp alone": STAMP,
    "forged": f"{STAMP},v1={OTHER}",
    "truncated": GOOD[:-1],
    "longer": GOOD + "0",
    "empty": f"{STAMP},v1=",
    "of another scheme": GOOD.replace("v1=", "v0="),
    "in capitals": f"{STAMP},v1={DIGEST.upper()}",
    "another second": GOOD.replace(STAMP, f"t={int(NOW.timestamp()) + 1}"),
    "two stamps": f"{STAMP},{GOOD}",
    "no number": f"t=now,v1={DIGEST}",
    "a number too long": f"t={'9' * 5000},v1={DIGEST}",
    "no text": f"{STAMP},v1=\udcff",
    "stale": signed(BODY, secret=WHSEC, at=NOW - timedelta(seconds=301)),
    "of the future": signed(BODY, secret=WHSEC, at=NOW + timedelta(seconds=301)),
}


@asynccontextmanager
async def a_till() -> AsyncIterator[tuple[Client, list[str]]]:
    """The endpoint with the real check of signatures behind it; the ids that came through."""
    taken: list[str] = []

    async def event(raw: bytes, header: str) -> None:
        taken.append(webhooks.verify(raw, header, (WHSEC,), NOW).id)

    async with a_client(Behind(), stripe_event=event) as client:
        yield client, taken


@pytest.mark.parametrize("header", FORGED.values(), ids=FORGED)
async def test_a_signature_that_is_not_stripes_is_refused_like_every_other(header: str) -> None:
    async with a_till() as (client, taken):
        told = await said(
            client, "POST", "/webhooks/stripe", data=BODY, headers={"Stripe-Signature": header}
        )
    assert told == (400, "not an event of ours")
    assert taken == []


@pytest.mark.parametrize("at", range(0, len(BODY), 7))
async def test_a_body_with_one_byte_changed_is_refused(at: int) -> None:
    changed = BODY[:at] + bytes([BODY[at] ^ 1]) + BODY[at + 1 :]
    async with a_till() as (client, taken):
        told = await said(
            client, "POST", "/webhooks/stripe", data=changed, headers={"Stripe-Signature": GOOD}
        )
    assert told == (400, "not an event of ours")
    assert taken == []


async def test_one_good_signature_among_several_is_enough() -> None:
    header = f"{STAMP},v1={OTHER},v0={DIGEST},v1={DIGEST},v1=x"
    async with a_till() as (client, taken):
        told = await said(
            client, "POST", "/webhooks/stripe", data=BODY, headers={"Stripe-Signature": header}
        )
    assert (told, taken) == ((200, "ok"), ["evt_1"])


# Slow ones -------------------------------------------------------------------------------------


@asynccontextmanager
async def a_served(behind: Behind, idle_seconds: float) -> AsyncIterator[int]:
    """The endpoints as the bot serves them; the port."""
    doors = Doors(
        stripe_event=behind.stripe_event,
        ready=behind.ready,
        chat_url=lambda: CHAT,
        telegram_update=behind.telegram_update,
        telegram_secret=SECRET,
    )
    app = served(build_web(doors), idle_seconds=idle_seconds)
    await app.setup()
    await web.TCPSite(app, "127.0.0.1", 0).start()
    try:
        yield app.addresses[0][1]
    finally:
        await app.cleanup()


def request(length: int, sent: bytes = b"") -> bytes:
    head = f"POST {PATH} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    return f"{head}{HEADER}: {SECRET}\r\nContent-Length: {length}\r\n\r\n".encode() + sent


async def trickles(port: int, first: bytes, more: bytes) -> bytes:
    """Send the first bytes and then one at a time until the connection ends; what came back."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(first)
    ended = asyncio.ensure_future(first_line(reader))
    for byte in more:
        await asyncio.wait({ended}, timeout=0.02)
        if ended.done() or writer.is_closing():
            break
        writer.write(bytes([byte]))
    told = await ended
    await hung_up(writer)
    return told


async def first_line(reader: asyncio.StreamReader) -> bytes:
    """What comes first; nothing where the connection ends."""
    try:
        return await reader.readline()
    except ConnectionError:
        return b""


async def hung_up(*writers: asyncio.StreamWriter) -> None:
    for writer in writers:
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()


async def test_a_body_that_trickles_is_cut_off_and_holds_up_nobody(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(server, "BODY_SECONDS", 0.3)
    behind = Behind()
    async with a_served(behind, 75) as port:
        slow = [
            asyncio.ensure_future(trickles(port, request(100_000, b"{"), b" " * 99_999))
            for _ in range(100)
        ]
        await asyncio.sleep(0)
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        body = b'{"update_id": 7}'
        writer.write(request(len(body), body))
        await asyncio.wait(slow, return_when=asyncio.FIRST_COMPLETED)
        assert behind.updates == [{"update_id": 7}], "answered while the others trickle"
        await hung_up(writer)
        answers = await asyncio.gather(*slow)
    assert {answer.partition(b"\r\n")[0] for answer in answers} == {b"HTTP/1.1 408 Request Timeout"}
    assert behind.updates == [{"update_id": 7}]


@pytest.mark.parametrize("first", [b"", b"POST /", request(1)[:-2]])
async def test_headers_that_do_not_end_are_cut_off(first: bytes) -> None:
    behind = Behind()
    async with a_served(behind, 0.2) as port:
        assert await trickles(port, first, b"x" * 5000 if first else b"") == b""
    assert behind.updates == []


async def test_many_connections_that_say_nothing_are_in_nobodys_way() -> None:
    behind = Behind()
    async with a_served(behind, 75) as port:
        silent = [await asyncio.open_connection("127.0.0.1", port) for _ in range(300)]
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(request(15, b'{"update_id":9}'))
        assert (await reader.readline()).startswith(b"HTTP/1.1 200")
        await hung_up(writer, *(each for _, each in silent))
    assert behind.updates == [{"update_id": 9}]
