"""Idempotency keys: the same request again gets the same answer again, for a day."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

from bot.sandbox.stripe.books import Books
from bot.sandbox.stripe.errors import StripeError
from bot.sandbox.stripe.forms import Node

KEPT = 24 * 60 * 60
LONGEST = 255


@dataclass(frozen=True)
class Stored:
    """An answer given before, and which request got it; `note` is for whoever watches."""

    status: int
    body: str
    request_id: str
    note: str = ""


def fingerprint(method: str, path: str, form: dict[str, Node]) -> str:
    """Return what tells two requests with one key apart."""
    raw = json.dumps([method, path, form], sort_keys=True)
    return hashlib.sha256(raw.encode()).hexdigest()


class Keys:
    """The keys in the books, and those whose requests are being worked on."""

    def __init__(self, books: Books) -> None:
        self._books = books
        self._running: dict[str, str] = {}

    def begin(self, key: str, print_: str, now: int) -> Stored | None:
        """Take the key for a request, or return the answer it got before.

        Raises StripeError for a key that is too long, belongs to another request or is being
        worked on. Whoever got None must call `end`.
        """
        if len(key) > LONGEST:
            raise StripeError(
                f"An idempotency key has up to {LONGEST} characters.",
                kind="idempotency_error",
                stored=False,
            )
        self._books.db.execute("delete from keys where created <= ?", (now - KEPT,))
        row = self._books.db.execute("select * from keys where key = ?", (key,)).fetchone()
        if print_ != (row["fingerprint"] if row else self._running.get(key, print_)):
            raise StripeError(
                f"The idempotency key '{key}' was first used with other parameters or for "
                "another endpoint. Use a new key for a new request.",
                kind="idempotency_error",
                stored=False,
            )
        if row is not None:
            return Stored(row["status"], row["body"], row["request_id"])
        if key in self._running:
            raise StripeError(
                f"Another request with the idempotency key '{key}' is still being worked on.",
                status=409,
                code="idempotency_key_in_use",
                stored=False,
            )
        self._running[key] = print_
        return None

    def store(self, key: str, print_: str, now: int, answer: Stored) -> None:
        """Write the answer, inside the transaction of what it answers for."""
        self._books.db.execute(
            "insert into keys (key, fingerprint, request_id, created, status, body)"
            " values (?, ?, ?, ?, ?, ?)",
            (key, print_, answer.request_id, now, answer.status, answer.body),
        )

    def end(self, key: str) -> None:
        """Let go of a key that `begin` gave."""
        self._running.pop(key, None)
