"""The same request again is the same request."""

from __future__ import annotations

import asyncio

import pytest
from aiohttp import ClientError
from stripe import APIConnectionError, CardError, IdempotencyError

from tests.sandbox.stripe.test_refusals import form
from tests.sandbox.stripe.till import Till

CREATE = ("POST", "/v1/checkout/sessions")


async def test_a_retry_gets_the_first_answer(till: Till) -> None:
    _, first, one = await till.call(*CREATE, form(), Idempotency_Key="k1")
    status, second, two = await till.call(*CREATE, form(), Idempotency_Key="k1")
    assert (status, second) == (200, first)
    assert "Idempotent-Replayed" not in one
    assert two["Idempotent-Replayed"] == "true"
    assert two["Original-Request"] == one["Request-Id"]
    assert two["Idempotency-Key"] == "k1"
    assert (await till.get("/stripe/sandbox/books"))["sessions"]["open"] == 1


async def test_a_key_belongs_to_its_parameters_and_endpoint(till: Till) -> None:
    intent = await till.held()
    payments = till.sdk.v1.payment_intents
    options = {"idempotency_key": "k1"}
    await payments.capture_async(intent.id, {"amount_to_capture": 400}, options)
    with pytest.raises(IdempotencyError) as refused:
        await payments.capture_async(intent.id, {"amount_to_capture": 401}, options)
    assert refused.value.http_status == 400
    with pytest.raises(IdempotencyError):
        await till.sdk.v1.refunds.create_async({"payment_intent": intent.id}, options)


async def test_a_key_in_use_is_a_conflict(till: Till) -> None:
    await till.switch(request_delay=0.2)
    calls = [till.call(*CREATE, form(), Idempotency_Key="k1") for _ in range(3)]
    answers = await asyncio.gather(*calls)
    assert sorted(status for status, _, _ in answers) == [200, 409, 409]
    refused = next(said for status, said, _ in answers if status == 409)
    assert refused["error"]["code"] == "idempotency_key_in_use"


async def test_a_key_in_use_is_refused_to_another_request(till: Till) -> None:
    await till.switch(request_delay=0.2)
    other = form(client_reference_id="other")
    calls = [till.call(*CREATE, body, Idempotency_Key="k1") for body in (form(), other)]
    answers = await asyncio.gather(*calls)
    assert sorted(status for status, _, _ in answers) == [200, 400]
    refused = next(said for status, said, _ in answers if status == 400)
    assert refused["error"]["type"] == "idempotency_error"


async def test_who_came_while_it_was_in_use_gets_the_same_answer_later(till: Till) -> None:
    await till.switch(request_delay=0.2)
    options = {"idempotency_key": "k1", "max_network_retries": 3}
    create = till.sdk.v1.checkout.sessions.create_async
    made = await asyncio.gather(*(create(till.parameters(), options) for _ in range(3)))
    assert len({session.id for session in made}) == 1
    assert (await till.get("/stripe/sandbox/books"))["sessions"]["open"] == 1


async def test_a_key_is_forgotten_after_a_day(till: Till) -> None:
    _, first, _ = await till.call(*CREATE, form(), Idempotency_Key="k1")
    await till.wait(hours=23, minutes=59)
    _, again, _ = await till.call(*CREATE, form(), Idempotency_Key="k1")
    assert again["id"] == first["id"]
    await till.wait(minutes=1)
    _, anew, headers = await till.call(*CREATE, form(), Idempotency_Key="k1")
    assert anew["id"] != first["id"]
    assert "Idempotent-Replayed" not in headers


async def test_a_refusal_of_the_parameters_is_not_remembered(till: Till) -> None:
    status, _, _ = await till.call(*CREATE, "mode=payment", Idempotency_Key="k1")
    assert status == 400
    status, _, _ = await till.call(*CREATE, form(), Idempotency_Key="k1")
    assert status == 200


async def test_a_failed_capture_is_replayed_not_repeated(till: Till) -> None:
    session = await till.session()
    said = await till.pay(session, "4000000000040206")
    for _ in range(2):
        with pytest.raises(CardError):
            await till.sdk.v1.payment_intents.capture_async(
                said["payment_intent"], {}, {"idempotency_key": "k1"}
            )
    await till.ear.hears("payment_intent.payment_failed")
    assert till.ear.types.count("payment_intent.payment_failed") == 1


async def test_a_lost_answer_took_effect_once(till: Till) -> None:
    intent = await till.held()
    await till.switch(lose_next=1, match="/capture")
    options = {"idempotency_key": "k1"}
    with pytest.raises(APIConnectionError):
        await till.sdk.v1.payment_intents.capture_async(intent.id, {}, options)
    replayed = await till.sdk.v1.payment_intents.capture_async(intent.id, {}, options)
    assert replayed.status == "succeeded"
    await till.ear.hears("payment_intent.succeeded")
    assert till.ear.types.count("payment_intent.succeeded") == 1


async def test_the_sdk_retries_what_failed_before_it_began(till: Till) -> None:
    await till.switch(fail_next=2, fail_status=503)
    session = await till.sdk.v1.checkout.sessions.create_async(
        till.parameters(), {"max_network_retries": 2}
    )
    assert session.status == "open"
    assert (await till.get("/stripe/sandbox/books"))["sessions"]["open"] == 1


async def test_a_lost_answer_without_a_key_acts_twice(till: Till) -> None:
    await till.switch(lose_next=1)
    with pytest.raises(ClientError):
        await till.call(*CREATE, form())
    status, _, _ = await till.call(*CREATE, form())
    assert status == 200
    assert (await till.get("/stripe/sandbox/books"))["sessions"]["open"] == 2
