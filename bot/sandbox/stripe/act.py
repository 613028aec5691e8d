"""One thing that happens at the local Stripe: what it may read, write and announce."""

from __future__ import annotations

import secrets
import string
from dataclasses import dataclass

from bot.sandbox.stripe.books import Books
from bot.sandbox.stripe.errors import no_such
from bot.sandbox.stripe.ports import Obj, shown

_ALPHABET = string.ascii_letters + string.digits


def new_id(prefix: str, length: int = 24) -> str:
    """Return an id as long as Stripe's own of that prefix."""
    return prefix + "".join(secrets.choice(_ALPHABET) for _ in range(length))


@dataclass
class Act:
    """A request, a learner's click or a timer, inside one transaction of the books.

    `now`: Unix seconds of the sandbox's clock. `base`: where this server is reached.
    `request_id` and `key` are what an API request was called and are None for the others.
    """

    books: Books
    now: int
    base: str
    api_version: str
    webhooks: bool
    request_id: str | None = None
    key: str | None = None

    def need(self, kind: str, object_id: str, param: str, status: int = 404) -> Obj:
        """Return an object; StripeError `resource_missing` where there is none."""
        found = self.books.get(kind, object_id)
        if found is None:
            raise no_such(kind, object_id, param, status)
        return found

    def emit(self, kind: str, obj: Obj, previous: Obj | None = None) -> None:
        """Record an event with the object as it is now, to be delivered after the commit."""
        data: Obj = {"object": shown(obj)}
        if previous is not None:
            data["previous_attributes"] = previous
        event: Obj = {
            "id": new_id("evt_3"),
            "object": "event",
            "api_version": self.api_version,
            "created": self.now,
            "data": data,
            "livemode": False,
            "pending_webhooks": 1 if self.webhooks else 0,
            "request": {"id": self.request_id, "idempotency_key": self.key},
            "type": kind,
        }
        self.books.put(event)
        if self.webhooks:
            self.books.db.execute(
                "insert into deliveries (event_id, state, next_at) values (?, 'waiting', 0)",
                (event["id"],),
            )
