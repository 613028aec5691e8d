"""What is believed of a webhook: that Stripe sent it, now, once; and the ids in it."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from bot.payments.webhooks import Forged, take, verify
from tests import builders
from tests.payments.conftest import SECRET, Desk

NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)


def signed(body: bytes, *, secret: str = SECRET, at: datetime = NOW, scheme: str = "v1") -> str:
    stamp = int(at.timestamp())
    digest = hmac.new(secret.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={stamp},{scheme}={digest}"


def an_event(thing: dict[str, Any] | None = None, **more: Any) -> bytes:
    event = {
        "id": "evt_1",
        "object": "event",
        "type": "payment_intent.succeeded",
        "api_version": "2031-01-01.unheard",
        "data": {"object": thing or {"object": "payment_intent", "id": "pi_1"}},
        **more,
    }
    return json.dumps(event).encode()


def test_an_event_of_either_secret_is_ours() -> None:
    body = an_event()
    for secret in ("whsec_new", "whsec_old"):
        event = verify(body, signed(body, secret=secret), ("whsec_new", "whsec_old"), NOW)
        assert (event.id, event.intent) == ("evt_1", "pi_1")


@pytest.mark.parametrize("seconds", [-301, 301])
def test_a_stale_and_a_future_signature_are_refused(seconds: int) -> None:
    body = an_event()
    header = signed(body, at=NOW + timedelta(seconds=seconds))
    with pytest.raises(Forged, match="long ago"):
        verify(body, header, (SECRET,), NOW)


@pytest.mark.parametrize("seconds", [-299, 299])
def test_clocks_may_differ_a_little(seconds: int) -> None:
    body = an_event()
    header = signed(body, at=NOW + timedelta(seconds=seconds))
    assert verify(body, header, (SECRET,), NOW).id == "evt_1"


def test_one_changed_byte_is_a_forgery() -> None:
    body = an_event()
    with pytest.raises(Forged):
        verify(body.replace(b"pi_1", b"pi_2"), signed(body), (SECRET,), NOW)


def test_the_signature_is_over_the_raw_bytes() -> None:
    body = b'{ "id":"evt_1",\n"type" : "x", "data":{"object":{"object":"balance"}} }'
    assert verify(body, signed(body), (SECRET,), NOW).type == "x"


@pytest.mark.parametrize(
    "header",
    [
        "",
        "t=1",
        "v1=abc",
        "t=soon,v1=abc",
        "t=1,t=2,v1=abc",
        "nonsense",
        "t=99999999999999999,v1=a",
    ],
)
def test_a_header_that_is_none_is_refused(header: str) -> None:
    with pytest.raises(Forged):
        verify(an_event(), header, (SECRET,), NOW)


def test_another_scheme_and_no_secret_prove_nothing() -> None:
    body = an_event()
    with pytest.raises(Forged):
        verify(body, signed(body, scheme="v0"), (SECRET,), NOW)
    with pytest.raises(Forged):
        verify(body, signed(body), (), NOW)


@pytest.mark.parametrize("body", [b"no json", b"[]", b"{}", b'{"id":"e","type":"t","data":{}}'])
def test_what_is_signed_but_no_event_is_refused(body: bytes) -> None:
    with pytest.raises(Forged):
        verify(body, signed(body), (SECRET,), NOW)


def test_the_booking_is_named_by_reference_metadata_or_intent() -> None:
    booking = uuid4()
    session = {
        "object": "checkout.session",
        "id": "cs_1",
        "client_reference_id": str(booking),
        "payment_intent": None,
    }
    charge = {
        "object": "charge",
        "id": "ch_1",
        "payment_intent": "pi_9",
        "metadata": {"booking": str(booking)},
    }
    stranger = {"object": "checkout.session", "id": "cs_2", "client_reference_id": "order 7"}
    for thing, expected in (
        (session, (booking, None, "cs_1")),
        (charge, (booking, "pi_9", None)),
        (stranger, (None, None, "cs_2")),
    ):
        body = an_event(thing)
        event = verify(body, signed(body), (SECRET,), NOW)
        assert (event.booking, event.intent, event.checkout) == expected


async def test_an_event_that_comes_twice_asks_once(desk: Desk) -> None:
    booking = await desk.a_seat()
    await desk.settle_asked()
    asked = await builders.settles(desk.owner, booking.id)
    session = (await desk.attempt(booking))["checkout_session_id"]
    body = an_event({"object": "checkout.session", "id": session})
    header = signed(body)

    first = await take(desk.db, body, header, (SECRET,), NOW)
    again = await take(desk.db, body, header, (SECRET,), NOW)

    assert (first, again) == (booking.id, None)
    assert await builders.settles(desk.owner, booking.id) == asked + 1


async def test_an_event_about_nothing_of_ours_is_kept_and_no_more(desk: Desk) -> None:
    body = an_event({"object": "payout", "id": "po_1"}, type="payout.paid")

    assert await take(desk.db, body, signed(body), (SECRET,), NOW) is None

    kept = await desk.owner.fetchrow("select type, handled_at from app.stripe_events")
    assert kept["type"] == "payout.paid"
    assert kept["handled_at"] is not None


async def test_an_event_that_claims_a_payment_moves_nothing(desk: Desk) -> None:
    booking = await desk.a_seat()
    await desk.settle_asked()
    lie = {
        "object": "payment_intent",
        "id": "pi_made_up",
        "status": "requires_capture",
        "amount_capturable": 45000,
        "metadata": {"booking": str(booking.id)},
    }
    body = an_event(lie, type="payment_intent.amount_capturable_updated")

    await take(desk.db, body, signed(body), (SECRET,), NOW)
    await desk.settle_asked()

    assert await desk.state(booking) == "pending/pending"


async def test_stripes_own_webhooks_bring_a_payment_in(desk: Desk) -> None:
    booking = await desk.a_seat()
    await desk.settle_asked()
    await desk.switch(webhook_double=1)

    await desk.pay(booking)
    assert await desk.stripe.deliverer.settled(5)
    await desk.settle_asked()

    assert await desk.state(booking) == "pending/authorized"
    kept = await desk.owner.fetchval("select count(*) from app.stripe_events")
    assert kept == len(desk.heard) / 2
    assert (await desk.told(booking)).count(("authorized", "learner")) == 1
