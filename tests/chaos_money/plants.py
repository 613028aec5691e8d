"""Bugs on purpose: each is put into a replica before it starts, and the audit must find it.

They replace parts of the running process, so that nothing of the product knows of them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from unittest.mock import patch
from uuid import UUID, uuid4

import stripe

from bot.payments import decide, webhooks
from db.session import Transaction


def no_idempotency() -> None:
    """Whatever is asked of Stripe is asked with a new key each time it is sent."""
    send = stripe.AIOHTTPClient.request_async

    async def forgetful(
        self: Any, method: str, url: str, headers: Any, post_data: Any = None
    ) -> Any:
        if method == "post":
            headers = {**headers, "Idempotency-Key": str(uuid4())}
        return await send(self, method, url, headers, post_data)

    patch.object(stripe.AIOHTTPClient, "request_async", forgetful).start()


_MOVES = {
    "requires_capture": "authorize",
    "succeeded": "capture",
    "canceled": "void",
    "processing": "process",
}
_BELIEVE = """
update public.bookings
   set stripe_payment_intent_id = :intent, amount_captured = :captured,
       amount_authorized = :authorized
 where id = :booking
"""


def payload_believed() -> None:
    """What an event says of a PaymentIntent is written down; Stripe is not asked."""
    ask = webhooks.receive

    async def believe(tx: Transaction, event: webhooks.Event) -> UUID | None:
        thing = event.payload["data"]["object"]
        if thing.get("object") != "payment_intent" or event.booking is None:
            return await ask(tx, event)
        status = thing["status"]
        await tx.run(
            _BELIEVE,
            intent=thing["id"],
            captured=thing["amount_received"],
            authorized=thing["amount"] if status in ("requires_capture", "succeeded") else 0,
            booking=event.booking,
        )
        if move := _MOVES.get(status):
            await tx.run(
                "select app.transition(b.id, :move) from public.bookings b"
                " join app.transitions t on t.from_status = b.status"
                " and t.from_payment = b.payment_status and t.event = :move"
                " where b.id = :booking",
                move=move,
                booking=event.booking,
            )
        return event.booking

    patch.object(webhooks, "receive", believe).start()


def capture_before_commit() -> None:
    """The card is charged as soon as it holds, before the expert's yes is committed."""
    decide.STEPS[decide.Wants.ANSWER][decide.Holds.HOLD] = decide.Step.CAPTURE


PLANTS: dict[str, Callable[[], None]] = {
    "no_idempotency": no_idempotency,
    "payload_believed": payload_believed,
    "capture_before_commit": capture_before_commit,
}
"""By the name that the replica's environment has them under."""
