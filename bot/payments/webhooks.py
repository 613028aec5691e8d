"""Stripe's events: proven on the raw bytes, kept once, and believed for nothing but ids."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import structlog

from db.jsonb import storable
from db.session import Database, Transaction

log = structlog.get_logger(__name__)

TOLERANCE = timedelta(seconds=300)
"""How far from now a signature's time may lie, either way: older is a replay, newer a forgery."""

_SCHEME = "v1"
_LONGEST = 255
"""Characters of an id or a type, as Stripe says of its own."""


class Forged(Exception):
    """The request was not signed by Stripe, not for us, or not now; the message says which."""


@dataclass(frozen=True, slots=True)
class Event:
    """A proven event: what happened to which of our things, as far as it names them."""

    id: str
    type: str
    payload: Mapping[str, Any]
    booking: UUID | None
    intent: str | None
    checkout: str | None


def verify(raw: bytes, header: str, secrets: Sequence[str], now: datetime) -> Event:
    """Check a webhook's body against each signing secret (two while one is rotated out).

    `header` is Stripe-Signature; `now` is the domain's time. Raises Forged.
    """
    stamp, signatures = _header(header)
    if abs(now - _moment(stamp)) > TOLERANCE:
        raise Forged("signed too long ago, or in the future")
    signed = stamp.encode() + b"." + raw
    expected = [
        hmac.digest(secret.encode(), signed, hashlib.sha256).hex().encode() for secret in secrets
    ]
    # Every pair is compared, in constant time: the answer's delay tells nothing.
    if not sum(hmac.compare_digest(ours, theirs) for ours in expected for theirs in signatures):
        raise Forged("no signature of it is ours")
    return _event(raw)


async def receive(tx: Transaction, event: Event) -> UUID | None:
    """Keep the event and ask for a settle of its booking, as the service.

    Returns that booking, or None where the event came before or is about nothing of ours.
    """
    asked: UUID | None = await tx.scalar(
        "select app.payments_event("
        ":id, :type, cast(:payload as jsonb), :booking, :intent, :checkout)",
        id=event.id,
        type=event.type,
        payload=json.dumps(event.payload),
        booking=event.booking,
        intent=event.intent,
        checkout=event.checkout,
    )
    return asked


async def retry_events(tx: Transaction, limit: int = 100) -> int:
    """Work up events that could not be worked up when they came, as the service; how many."""
    return int(await tx.scalar("select app.payments_retry_events(:limit)", limit=limit))


async def take(
    db: Database, raw: bytes, header: str, secrets: Sequence[str], now: datetime
) -> UUID | None:
    """A webhook as it arrived: proven, kept, and its booking's settle asked for. Raises Forged."""
    event = verify(raw, header, secrets, now)
    booking = await db.retry(lambda tx: receive(tx, event))
    log.info("stripe.event", event_id=event.id, type=event.type, booking=str(booking or ""))
    return booking


def _header(header: str) -> tuple[str, list[bytes]]:
    """The signing time and the signatures of `t=1700000000,v1=…,v1=…`."""
    if not header.isascii():  # bytes that are no text of HTTP's come as halves of surrogate pairs
        raise Forged("no signature")
    parts = [part.strip().partition("=") for part in header.split(",")]
    stamps = [value for name, _, value in parts if name == "t"]
    # As bytes, since compare_digest refuses text that is not ASCII.
    signatures = [value.encode() for name, _, value in parts if name == _SCHEME]
    if len(stamps) != 1 or not signatures:
        raise Forged("no signature")
    return stamps[0], signatures


def _moment(stamp: str) -> datetime:
    try:
        return datetime.fromtimestamp(int(stamp), UTC)
    except (ValueError, OverflowError, OSError):
        raise Forged("no time of signing") from None


def _event(raw: bytes) -> Event:
    try:
        payload = storable(json.loads(raw))
        thing = payload["data"]["object"]
        event_id, kind, named = payload["id"], payload["type"], thing.get("object")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise Forged("not an event") from None
    if not all(isinstance(each, str) and 0 < len(each) <= _LONGEST for each in (event_id, kind)):
        raise Forged("not an event")
    metadata = thing.get("metadata")
    reference = thing.get("client_reference_id")
    if not reference and isinstance(metadata, dict):
        reference = metadata.get("booking")
    intent = thing.get("id") if named == "payment_intent" else thing.get("payment_intent")
    return Event(
        id=event_id,
        type=kind,
        payload=payload,
        booking=_uuid(reference),
        intent=_id(intent),
        checkout=_id(thing.get("id")) if named == "checkout.session" else None,
    )


def _id(value: Any) -> str | None:
    """An id, given as such or as the expanded thing."""
    found = value.get("id") if isinstance(value, dict) else value
    return found if isinstance(found, str) else None


def _uuid(value: Any) -> UUID | None:
    try:
        return UUID(value) if isinstance(value, str) else None
    except ValueError:
        return None
