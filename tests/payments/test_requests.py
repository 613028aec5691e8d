"""What the bot sends is what Stripe takes: by its schema file, and by its library's own types."""

from __future__ import annotations

import copy
from datetime import timedelta
from typing import Any

import pytest

from bot.payments.model import Rejected, StripeTrouble
from tests.payments.conftest import Desk
from tests.payments.failing import Killed, Trouble
from tests.payments.sdk_types import TYPES, Listener, Sent

CARD = "4242 4242 4242 4242"
SESSIONS = "/v1/checkout/sessions"
INTENTS = "/v1/payment_intents/{id}"
MADE = {
    ("post", SESSIONS),
    ("get", SESSIONS),
    ("get", SESSIONS + "/{id}"),
    ("post", SESSIONS + "/{id}/expire"),
    ("get", INTENTS),
    ("post", INTENTS + "/capture"),
    ("post", INTENTS + "/cancel"),
    ("post", "/v1/refunds"),
    ("get", "/v1/refunds"),
}
"""The calls that the ways of a payment come to; each must be among those that are checked."""


async def every_way(desk: Desk) -> None:
    """All that can become of a payment, one booking each."""
    await desk.gateway.ping()
    let_go = await desk.a_seat()
    await desk.settle_asked()
    await desk.cancel(let_go)
    await desk.settle_asked()

    forgotten = await desk.a_seat()
    with pytest.raises(Killed):
        await desk.settle(forgotten, Trouble(desk.gateway, "open_checkout", error=Killed))
    await desk.wait(seconds=50)
    await desk.settle(forgotten)

    await desk.decline(await desk.paid())
    late = await desk.charged(starts_in=timedelta(hours=20))
    await desk.cancel(late)
    await desk.settle_asked()
    disputed = await desk.charged()
    [intent, *_] = await desk.intents()
    path = f"/stripe/sandbox/charges/{intent['latest_charge']}/dispute"
    async with desk.http.post(path, json={"inquiry": True}) as answer:
        assert answer.status == 200
    await desk.cancel(disputed, disputed.expert)
    await desk.settle_asked()


@pytest.fixture
def listener(monkeypatch: pytest.MonkeyPatch) -> Listener:
    """Hears all that goes to Stripe."""
    listener = Listener()
    listener.listen(monkeypatch)
    return listener


async def test_every_request_keeps_to_stripes_schema_file_and_to_its_librarys_types(
    desk: Desk, listener: Listener
) -> None:
    await every_way(desk)

    assert [each for sent in listener.sent for each in sent.complaints()] == []
    assert {sent.call for sent in listener.sent} >= MADE
    requests = [each for each in desk.stripe.wire.since(0) if each["kind"] == "request"]
    refused = [(each["what"], each["body"]) for each in requests if each["status"] != 200]
    assert refused == []


async def test_what_acts_carries_a_key_and_what_looks_carries_none(
    desk: Desk, listener: Listener
) -> None:
    await every_way(desk)

    assert all((sent.key is not None) == (sent.call[0] == "post") for sent in listener.sent)
    # A key says what is done, so one never belongs to two.
    told = {(sent.key, sent.call, str(sent.params)) for sent in listener.sent if sent.key}
    assert len(told) == len({key for key, _, _ in told})


async def test_the_next_page_is_asked_for_as_the_types_allow(
    desk: Desk, listener: Listener
) -> None:
    await desk.a_seat()
    await desk.settle_asked()
    [made] = [sent for sent in listener.sent if sent.call == ("post", SESSIONS)]
    others = {**made.params, "metadata": {"attempt": "another"}}
    for number in range(100):
        await desk.gateway.open_checkout(others, f"another-{number}")

    since = desk.clock.now() - timedelta(minutes=5)
    assert await desk.gateway.find_checkout(made.params["metadata"]["attempt"], since)

    pages = [sent for sent in listener.sent if sent.call == ("get", SESSIONS)]
    assert "starting_after" in pages[-1].params
    assert [each for sent in pages for each in sent.complaints()] == []


@pytest.mark.parametrize(
    ("change", "param"),
    [
        ({"payment_method_types": ["card"]}, "parameter_unknown"),
        ({"metadata": {"booking": {"id": "b1"}}}, None),
        ({"expires_at": "soon"}, "parameter_invalid_integer"),
        ({"mode": "gift"}, None),
        ({"adaptive_pricing": {"enabled": "no"}}, None),
        ({"client_reference_id": ""}, "parameter_invalid_empty"),
        ({"line_items": [{"quantity": 1.5}]}, "parameter_invalid_integer"),
    ],
)
async def test_a_parameter_that_stripe_does_not_take_is_refused(
    desk: Desk, listener: Listener, change: dict[str, Any], param: str | None
) -> None:
    await desk.a_seat()
    await desk.settle_asked()
    [made] = [sent for sent in listener.sent if sent.call == ("post", SESSIONS)]

    with pytest.raises(Rejected) as refused:
        await desk.gateway.open_checkout({**made.params, **change}, "another")
    assert refused.value.code == param
    assert len(await desk.sessions()) == 1


async def test_an_amount_that_is_none_moves_no_money(desk: Desk) -> None:
    booking = await desk.paid()
    [intent] = await desk.intents()
    wrong: Any = "all of it"

    with pytest.raises(StripeTrouble):
        await desk.gateway.capture(intent["id"], wrong, "k1")
    await desk.accept(booking)
    await desk.settle_asked()
    with pytest.raises(StripeTrouble):
        await desk.gateway.refund(intent["id"], wrong, "k2", str(booking.id))
    assert (await desk.intents())[0]["amount_received"] == intent["amount"]
    assert await desk.refunds() == []


@pytest.mark.parametrize(
    ("call", "params"),
    [
        (("post", SESSIONS), {"mode": 1}),
        (("post", SESSIONS), {"colour": "red"}),
        (("post", SESSIONS), {"line_items": [{"quantity": "1"}]}),
        (("post", SESSIONS), {"line_items": [{"colour": "red"}]}),
        (("post", SESSIONS), {"payment_intent_data": {"metadata": {"booking": 1}}}),
        (("post", SESSIONS), {"idempotency_key": "k1"}),
        (("get", SESSIONS), {"created": {"gte": 1.5}}),
        (("post", INTENTS + "/capture"), {"amount_to_capture": True}),
        (("post", INTENTS + "/cancel"), {"cancellation_reason": None}),
        (("post", "/v1/refunds"), {"amount": "5"}),
        (("get", "/v1/events"), {"types": "charge.dispute.created"}),
        (("delete", "/v1/refunds"), {}),
    ],
)
def test_the_types_refuse_what_is_wrong(call: tuple[str, str], params: dict[str, Any]) -> None:
    assert Sent(call, params, None).complaints()


def test_the_types_take_what_is_right() -> None:
    right = {"created": {"gte": 1}, "limit": 100, "types": ["charge.dispute.created"]}
    assert Sent(("get", "/v1/events"), copy.deepcopy(right), None).complaints() == []
    assert all(Sent(call, {"expand": []}, None).complaints() == [] for call in TYPES)
