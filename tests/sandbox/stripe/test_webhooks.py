"""Events reach the bot signed, again until taken, and as badly as the switches say."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from stripe import RateLimitError, SignatureVerificationError, Webhook

from bot.sandbox.stripe import webhooks
from tests.sandbox.stripe.till import SECRET, Till, a_till


async def test_stripes_own_check_accepts_the_signature(till: Till) -> None:
    await till.held()
    await till.ear.hears("checkout.session.completed")
    body, signature = till.ear.heard[0]
    assert Webhook.construct_event(body, signature, SECRET).type == "payment_intent.created"
    with pytest.raises(SignatureVerificationError):
        Webhook.construct_event(body, signature, "whsec_other")
    with pytest.raises(SignatureVerificationError):
        Webhook.construct_event(body.replace(b"45000", b"45001"), signature, SECRET)


async def test_signatures_follow_the_sandboxs_clock(till: Till) -> None:
    await till.wait(days=3)
    await till.held()
    await till.ear.hears("checkout.session.completed")
    at = int(till.clock.now().timestamp())
    assert all(signature.startswith(f"t={at},v1=") for _, signature in till.ear.heard)
    assert all(event["created"] == at for event in till.ear.events)


async def test_an_event_tells_what_caused_it(till: Till) -> None:
    intent = await till.held()
    await till.sdk.v1.payment_intents.capture_async(intent.id, {}, {"idempotency_key": "k1"})
    caused = await till.ear.hears("payment_intent.succeeded")
    assert caused["request"]["idempotency_key"] == "k1"
    assert caused["request"]["id"].startswith("req_")
    assert caused["api_version"] == till.stripe.contract.version
    assert (await till.sdk.v1.events.retrieve_async(caused["id"])).type == caused["type"]


async def test_it_tries_again_until_it_is_taken(
    till: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhooks, "FIRST_PAUSE", 0.02)
    till.ear.answers = [500, 500, 302, 500, 500]
    await till.held()
    await till.ear.hears_much(9)
    await till.stripe.deliverer.settled(5)
    assert (await till.get("/stripe/sandbox/books"))["webhooks"] == {"done": 4}
    assert len(till.ear.heard) == 9
    assert len({event["id"] for event in till.ear.events}) == 4
    pending = await till.sdk.v1.events.list_async({"delivery_success": False})
    assert pending.data == []


async def test_dropped_webhooks_never_come_but_events_are_there(till: Till) -> None:
    await till.switch(webhook_drop=True)
    await till.held()
    await till.stripe.deliverer.settled(5)
    assert till.ear.heard == []
    assert len((await till.sdk.v1.events.list_async()).data) == 4
    assert (await till.get("/stripe/sandbox/books"))["webhooks"] == {"dropped": 4}


async def test_the_next_ones_only(till: Till) -> None:
    await till.switch(webhook_drop_next=3)
    await till.held()
    await till.ear.hears("checkout.session.completed")
    assert till.ear.types == ["checkout.session.completed"]


async def test_doubled_webhooks_come_twice(till: Till) -> None:
    await till.switch(webhook_double=1)
    await till.held()
    await till.ear.hears("checkout.session.completed", times=2)
    await till.stripe.deliverer.settled(5)
    assert len(till.ear.heard) == 8
    assert len({event["id"] for event in till.ear.events}) == 4


async def test_shuffled_webhooks_repeat_with_their_seed(till: Till) -> None:
    await till.switch(webhook_reorder=1, seed=3)
    await till.held()
    await till.stripe.deliverer.settled(5)
    assert len(till.ear.types) == 4
    assert till.ear.types[0] != "payment_intent.created"


async def test_paused_webhooks_wait(till: Till) -> None:
    await till.switch(webhook_paused=True)
    await till.held()
    await asyncio.sleep(0.05)
    assert till.ear.heard == []
    await till.switch(webhook_paused=False)
    await till.ear.hears("checkout.session.completed")


async def test_switches_are_read_set_and_refused(till: Till) -> None:
    assert (await till.get("/stripe/sandbox/switches"))["fail_next"] == 0
    async with till.http.post("/stripe/sandbox/switches", json={"webhook_dorp": 1}) as answer:
        assert answer.status == 400
        assert "webhook_drop" in (await answer.json())["error"]
    async with till.http.post("/stripe/sandbox/switches", json={"fail_next": -1}) as answer:
        assert answer.status == 400
    await till.switch(fail_next=1, fail_status=429)
    with pytest.raises(RateLimitError):
        await till.sdk.v1.balance.retrieve_async()
    await till.switch(webhook_drop=0.2, reset=True)
    shown = await till.get("/stripe/sandbox/switches")
    assert (shown["webhook_drop"], shown["fail_next"]) == (0.2, 0)


async def test_the_wire_shows_what_crossed(till: Till) -> None:
    intent = await till.held()
    await till.ear.hears("checkout.session.completed")
    await till.stripe.deliverer.settled(5)
    entries = (await till.get("/stripe/sandbox/wire"))["entries"]
    kinds = [entry["kind"] for entry in entries]
    assert kinds.count("webhook") == 4
    assert entries[0]["what"] == "POST /v1/checkout/sessions"
    last = entries[-1]["id"]
    await till.sdk.v1.payment_intents.cancel_async(intent.id)
    news = (await till.get(f"/stripe/sandbox/wire?after={last}"))["entries"]
    assert news[0]["what"].endswith("/cancel")
    assert "sk_test" not in str(news)


async def test_a_restart_forgets_nothing(tmp_path: Path) -> None:
    file = tmp_path / "stripe.sqlite"
    async with a_till(file) as first:
        await first.switch(webhook_paused=True)
        session = await first.session()
        intent = await first.held()
        options = {"idempotency_key": "k1"}
        await first.sdk.v1.payment_intents.capture_async(intent.id, {}, options)
    async with a_till(file) as second:
        await second.ear.hears("payment_intent.succeeded")
        kept = await second.sdk.v1.payment_intents.capture_async(intent.id, {}, options)
        assert kept.status == "succeeded"
        await second.wait(minutes=32)
        await second.ear.hears("checkout.session.expired")
        again = await second.sdk.v1.checkout.sessions.retrieve_async(session.id)
        assert again.status == "expired"
