"""The HTTP side of /v1: who asks, what for, with which parameters, and what comes back."""

from __future__ import annotations

import asyncio
import base64
import json
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from time import perf_counter
from urllib.parse import parse_qsl

from aiohttp import web

from bot.sandbox.stripe import accounts, captures, checkout, reading, refunds
from bot.sandbox.stripe.act import Act, new_id
from bot.sandbox.stripe.contract import Contract, Operation
from bot.sandbox.stripe.errors import StripeError, broken
from bot.sandbox.stripe.faults import Faults
from bot.sandbox.stripe.forms import Node, decode
from bot.sandbox.stripe.idempotency import Keys, Stored, fingerprint
from bot.sandbox.stripe.ports import Obj
from bot.sandbox.stripe.wire import Wire

Call = Callable[[Act, Obj, dict[str, str]], Obj]

_OF_INTENT = {"payment_intent": "json_extract(body, '$.payment_intent') = ?"}
_STATUS = {"status": "json_extract(body, '$.status') = ?"}
_CHARGE = {"charge": "json_extract(body, '$.charge') = ?"}

CALLS: dict[tuple[str, str], Call] = {
    ("POST", "/v1/checkout/sessions"): checkout.create,
    ("GET", "/v1/checkout/sessions"): reading.listing(
        "checkout.session", "/v1/checkout/sessions", {**_OF_INTENT, **_STATUS}
    ),
    ("GET", "/v1/checkout/sessions/{session}"): reading.retrieve("checkout.session", "session"),
    ("POST", "/v1/checkout/sessions/{session}/expire"): checkout.expire,
    ("GET", "/v1/payment_intents"): reading.listing("payment_intent", "/v1/payment_intents"),
    ("GET", "/v1/payment_intents/{intent}"): reading.retrieve("payment_intent", "intent"),
    ("POST", "/v1/payment_intents/{intent}/capture"): captures.capture,
    ("POST", "/v1/payment_intents/{intent}/cancel"): captures.cancel,
    ("POST", "/v1/refunds"): refunds.create,
    ("GET", "/v1/refunds"): reading.listing("refund", "/v1/refunds", {**_OF_INTENT, **_CHARGE}),
    ("GET", "/v1/refunds/{refund}"): reading.retrieve("refund", "refund"),
    ("GET", "/v1/charges/{charge}"): reading.retrieve("charge", "charge"),
    ("GET", "/v1/events"): reading.events,
    ("GET", "/v1/events/{id}"): reading.event,
    ("GET", "/v1/account"): accounts.account,
    ("GET", "/v1/balance"): accounts.balance,
}
"""Every call of the contract that is imitated; the others are refused by name."""

_VERSION = re.compile(r"\d{4}-\d{2}-\d{2}(\.[a-z]+)?")


@dataclass(frozen=True)
class Asked:
    """One request, read."""

    operation: Operation
    ids: dict[str, str]
    form: dict[str, Node]
    path: str
    key: str | None
    request_id: str


class Api:
    """Answers /v1. `act` makes the transaction's view for a request id and key."""

    def __init__(
        self,
        contract: Contract,
        act: Callable[[str | None, str | None], Act],
        faults: Faults,
        wire: Wire,
        secret_key: str | None,
        after: Callable[[], None],
    ) -> None:
        self._contract = contract
        self._act = act
        self._faults = faults
        self._wire = wire
        self._secret_key = secret_key
        self._after = after
        self._keys = Keys(act(None, None).books)

    async def handle(self, request: web.Request) -> web.Response:
        """Answer one request as Stripe would, bad behaviour included where switched on."""
        started = perf_counter()
        call = f"{request.method} {request.path}"
        request_id = new_id("req_", 14)
        headers = {
            "Request-Id": request_id,
            "Stripe-Version": request.headers.get("Stripe-Version", self._contract.version),
        }
        lost = False
        sent: dict[str, Node] = {}
        try:
            self._authorize(request)
            asked = await self._read(request, request_id)
            sent = asked.form
            if failure := self._faults.failing(call):
                raise broken(failure.status, failure.retry_after)
            answer = await self._answer(asked)
            lost = self._faults.losing(call)
        except StripeError as refusal:
            answer = _refused(refusal, request_id)
            headers |= refusal.headers
        if answer.request_id != request_id:
            headers |= {"Idempotent-Replayed": "true", "Original-Request": answer.request_id}
        if key := request.headers.get("Idempotency-Key"):
            headers["Idempotency-Key"] = key
        self._wire.note(
            "request",
            call,
            None if lost else answer.status,
            sent=sent,
            body=json.loads(answer.body),
            ms=round((perf_counter() - started) * 1000, 1),
            **({"note": note} if (note := "answer lost" if lost else answer.note) else {}),
        )
        if lost and request.transport is not None:
            request.transport.abort()
        return web.Response(
            status=answer.status,
            body=answer.body.encode(),
            content_type="application/json",
            headers=headers,
        )

    def _authorize(self, request: web.Request) -> None:
        kind, _, value = request.headers.get("Authorization", "").partition(" ")
        if kind.lower() == "basic":
            with suppress(ValueError):
                value = base64.b64decode(value).decode(errors="replace").partition(":")[0]
        key = value.strip()
        if not key:
            raise StripeError("No API key was sent: use a Bearer authorization.", status=401)
        good = key == self._secret_key if self._secret_key else key.startswith("sk_test_")
        if not good:
            hidden = f"{key[:8]}{'*' * 12}{key[-4:]}"
            raise StripeError(f"Invalid API Key provided: {hidden}", status=401)
        version = request.headers.get("Stripe-Version")
        if version is not None and not _VERSION.fullmatch(version):
            raise StripeError(f"Invalid Stripe API version: {version}")

    async def _read(self, request: web.Request, request_id: str) -> Asked:
        found = self._contract.find(request.method, request.path)
        if found is None or (request.method, found[0].template) not in CALLS:
            known = "is not imitated here" if found else "does not exist"
            raise StripeError(
                f"Unrecognized request URL ({request.method}: {request.path}): it {known}.",
                status=404,
            )
        pairs = list(parse_qsl(request.query_string, keep_blank_values=True))
        if request.method == "POST":
            body = await request.text()
            if body and request.content_type != "application/x-www-form-urlencoded":
                raise StripeError(f"The body must be form-encoded, not {request.content_type}.")
            pairs += parse_qsl(body, keep_blank_values=True)
        key = request.headers.get("Idempotency-Key") if request.method == "POST" else None
        return Asked(found[0], found[1], decode(pairs), request.path, key, request_id)

    async def _answer(self, asked: Asked) -> Stored:
        if asked.key is None:
            await self._linger(asked)
            return self._do(asked, "")
        print_ = fingerprint(asked.operation.method, asked.path, asked.form)
        stored = self._keys.begin(asked.key, print_, self._act(None, None).now)
        if stored is not None:
            return stored
        try:
            await self._linger(asked)
            return self._do(asked, print_)
        finally:
            self._keys.end(asked.key)

    async def _linger(self, asked: Asked) -> None:
        if pause := self._faults.lingering(f"{asked.operation.method} {asked.path}"):
            await asyncio.sleep(pause)

    def _do(self, asked: Asked, print_: str) -> Stored:
        """Act and remember the answer under the key, in one transaction."""
        params = asked.operation.read(asked.form)
        act = self._act(asked.request_id, asked.key)
        try:
            with act.books.writing():
                done = self._run(act, asked, params)
                answer, kept = self._spoil(asked, done)
                self._store(asked, print_, act.now, kept)
        except StripeError as refusal:
            # What the call had begun to write is undone; its answer is what a retry gets.
            if not refusal.stored:
                raise
            answer = _refused(refusal, asked.request_id)
            with act.books.writing():
                self._store(asked, print_, act.now, answer)
        self._after()
        return answer

    def _run(self, act: Act, asked: Asked, params: Obj) -> Stored:
        call = CALLS[asked.operation.method, asked.operation.template]
        try:
            result = call(act, params, asked.ids)
            body, status = reading.expand(act, result, params.get("expand", [])), 200
        except StripeError as refusal:
            if not refusal.keeps:
                raise
            body, status = refusal.body(), refusal.status
        return Stored(status, json.dumps(body, indent=2), asked.request_id)

    def _spoil(self, asked: Asked, done: Stored) -> tuple[Stored, Stored]:
        """Return the answer to give for what was done, and the one to keep under its key.

        A failure after the work was begun is replayed like any answer, unless it arose further
        out, where nobody writes answers down.
        """
        call = f"{asked.operation.method} {asked.path}"
        failure = self._faults.spoiling(call) if asked.operation.method == "POST" else None
        if failure is None:
            return done, done
        said = _refused(broken(failure.status), asked.request_id, "done, but the answer denies it")
        return said, said if failure.kept else done

    def _store(self, asked: Asked, print_: str, now: int, answer: Stored) -> None:
        if asked.key is not None:
            self._keys.store(asked.key, print_, now, answer)


def _refused(refusal: StripeError, request_id: str, note: str = "") -> Stored:
    return Stored(refusal.status, json.dumps(refusal.body(), indent=2), request_id, note)
