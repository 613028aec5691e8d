"""A Stripe that fails: before it acts, after it acted, and on the way, again and again the same."""

from __future__ import annotations

from pathlib import Path

import pytest
import stripe
from aiohttp import ClientError
from stripe import APIError, RateLimitError

from tests.sandbox.stripe.test_refusals import form
from tests.sandbox.stripe.till import Till, a_till

CREATE = ("POST", "/v1/checkout/sessions")
ALL_AT_ONCE = {
    "fail_rate": 0.2,
    "fail_after_rate": 0.2,
    "fail_after_kept": 0.3,
    "lose_rate": 0.2,
    "webhook_drop": 0.3,
    "webhook_double": 0.3,
    "webhook_reorder": 0.3,
}


async def made(till: Till) -> int:
    open_ones: int = (await till.get("/stripe/sandbox/books"))["sessions"]["open"]
    return open_ones


async def test_the_answer_says_500_but_it_was_done(till: Till) -> None:
    await till.switch(fail_after_next=1)
    status, said, _ = await till.call(*CREATE, form(), Idempotency_Key="k1")
    assert (status, said["error"]["type"]) == (500, "api_error")
    assert await made(till) == 1
    status, said, headers = await till.call(*CREATE, form(), Idempotency_Key="k1")
    assert (status, said["status"]) == (200, "open")
    assert headers["Idempotent-Replayed"] == "true"
    assert await made(till) == 1


async def test_a_kept_500_is_the_answer_for_as_long_as_the_key(till: Till) -> None:
    intent = await till.held()
    await till.switch(fail_after_next=1, fail_after_kept=1, fail_status=503)
    capture = till.sdk.v1.payment_intents.capture_async
    options = {"idempotency_key": "k1", "max_network_retries": 2}
    for _ in range(2):
        with pytest.raises(APIError) as refused:
            await capture(intent.id, {}, options)
        assert refused.value.http_status == 503
    looked = await till.sdk.v1.payment_intents.retrieve_async(intent.id)
    assert (looked.status, looked.amount_received) == ("succeeded", 45_000)
    await till.ear.hears("payment_intent.succeeded")
    assert till.ear.types.count("payment_intent.succeeded") == 1


async def test_what_reads_is_never_done_and_denied(till: Till) -> None:
    await till.switch(fail_after_next=1)
    status, _, _ = await till.call("GET", "/v1/balance")
    assert status == 200
    assert (await till.get("/stripe/sandbox/switches"))["fail_after_next"] == 1


@pytest.mark.parametrize(("asked", "header"), [(7, "7"), (0, None)])
async def test_a_limit_may_say_how_long_to_wait(till: Till, asked: int, header: str | None) -> None:
    await till.switch(fail_next=1, fail_status=429, fail_retry_after=asked)
    with pytest.raises(RateLimitError) as refused:
        await till.sdk.v1.balance.retrieve_async()
    assert (refused.value.headers or {}).get("Retry-After") == header


async def test_a_limit_says_how_long_to_wait_only_sometimes(till: Till) -> None:
    await till.switch(fail_rate=1, seed=1)
    answers = [await till.call("GET", "/v1/balance") for _ in range(60)]
    limits = [headers.get("Retry-After") for status, _, headers in answers if status == 429]
    assert set(limits) == {"1", None}
    assert {status for status, _, _ in answers} == {409, 429, 500, 502, 503}


async def test_all_of_it_at_once_still_does_each_thing_once(till: Till) -> None:
    await till.switch(**ALL_AT_ONCE, seed=5)
    for number in range(30):
        await persist(till, f"k{number}")
    assert await made(till) == 30


async def persist(till: Till, key: str) -> None:
    """Ask until the answer is not one of those that may mean anything."""
    for _ in range(20):
        try:
            status, _, headers = await till.call(*CREATE, form(), Idempotency_Key=key)
        except ClientError:
            continue
        if status == 200 or "Idempotent-Replayed" in headers:
            return
    raise AssertionError(f"{key} came to nothing")


async def a_run(books: Path, seed: int, *, late: bool) -> tuple[list[int], list[int]]:
    """The statuses of some calls (0: lost), and how often each event was heard.

    `late`: the webhooks come after the calls, and between these are some with nothing to fear.
    """
    async with a_till(books) as till:
        await till.switch(**ALL_AT_ONCE, seed=seed, match="/sessions", webhook_paused=late)
        statuses = []
        for number in range(25):
            if late:
                await till.call("GET", "/v1/balance")
            try:
                answer = await till.call(*CREATE, form(), Idempotency_Key=f"k{number}")
                statuses.append(answer[0])
            except ClientError:
                statuses.append(0)
            for session in till.stripe.books.find("checkout.session", limit=1):
                await till.pay(stripe.checkout.Session(session["id"]))
        await till.switch(webhook_paused=False)
        assert await till.stripe.deliverer.settled(10)
        events = [event["id"] for event in till.stripe.books.find("event", order="asc")]
        heard = [event["id"] for event in till.ear.events]
        return statuses, [heard.count(event) for event in events]


async def test_a_seed_repeats_a_run(tmp_path: Path) -> None:
    first = await a_run(tmp_path / "one.sqlite", 7, late=False)
    again = await a_run(tmp_path / "two.sqlite", 7, late=True)
    other = await a_run(tmp_path / "three.sqlite", 8, late=False)
    assert first == again
    assert first[0] != other[0]
    assert first[1] != other[1]
    assert set(first[1]) == {0, 1, 2}
    assert {0, 200} < set(first[0])
