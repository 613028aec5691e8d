"""The local Stripe refuses what Stripe refuses, in the same words of its protocol."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest
from stripe import AuthenticationError, InvalidRequestError, StripeClient

from tests.sandbox.stripe.till import Till

ITEM = {
    "line_items[0][price_data][currency]": "dkk",
    "line_items[0][price_data][unit_amount]": "45000",
    "line_items[0][price_data][product_data][name]": "Python Basics",
    "line_items[0][quantity]": "1",
}
GOOD = {"mode": "payment", "success_url": "https://example.org/done", **ITEM}


def form(**changes: str | None) -> str:
    """A good Checkout with some parameters changed, or left out where None."""
    merged = {**GOOD, **{name.replace("__", "[", 1): value for name, value in changes.items()}}
    return urlencode({name: value for name, value in merged.items() if value is not None})


def with_(name: str, value: str | None) -> str:
    return urlencode({k: v for k, v in {**GOOD, name: value}.items() if v is not None})


@pytest.mark.parametrize(
    ("name", "value", "code", "param"),
    [
        ("payment_method_types[0]", "card", "parameter_unknown", "payment_method_types"),
        ("colour", "red", "parameter_unknown", "colour"),
        ("adaptive_pricing[off]", "true", "parameter_unknown", "adaptive_pricing[off]"),
        ("mode", None, "parameter_missing", "mode"),
        ("success_url", None, "parameter_missing", "success_url"),
        (
            "line_items[0][price_data][product_data][name]",
            None,
            "parameter_missing",
            "line_items[0][price_data][product_data]",
        ),
        ("line_items[0][quantity]", None, "parameter_missing", "line_items[0][quantity]"),
        (
            "line_items[0][quantity]",
            "one",
            "parameter_invalid_integer",
            "line_items[0][quantity]",
        ),
        ("adaptive_pricing[enabled]", "yes", None, "adaptive_pricing[enabled]"),
        ("mode", "gift", None, "mode"),
        ("locale", "klingon", None, "locale"),
        ("client_reference_id", "", "parameter_invalid_empty", "client_reference_id"),
        ("client_reference_id", "x" * 201, None, "client_reference_id"),
        ("success_url", "done", "url_invalid", "success_url"),
        ("customer_email", "nobody", "email_invalid", "customer_email"),
        ("expires_at", "soon", "parameter_invalid_integer", "expires_at"),
        ("expires_at", "1", None, "expires_at"),
        ("line_items", "1", None, "line_items"),
        ("line_items[0][price_data][unit_amount]", "249", "amount_too_small", None),
        ("line_items[0][price_data][unit_amount]", "100000000", "amount_too_large", None),
        ("line_items[0][price_data][currency]", "zzz", None, "line_items[0][price_data][currency]"),
        ("line_items[0][price]", "price_1", "resource_missing", "line_items[0][price]"),
        ("metadata[" + "k" * 41 + "]", "v", None, "metadata[" + "k" * 41 + "]"),
        ("mode", "subscription", None, "mode=subscription"),
        ("customer", "cus_1", None, "customer"),
    ],
)
async def test_a_checkout_that_stripe_would_not_make(
    till: Till, name: str, value: str | None, code: str | None, param: str | None
) -> None:
    body = with_(name, value)
    if name in ("line_items",):
        body = urlencode({"mode": "payment", "success_url": "https://a.example", name: value or ""})
    status, said, _ = await till.call("POST", "/v1/checkout/sessions", body)
    assert status == 400
    error = said["error"]
    assert (error["type"], error.get("code"), error.get("param")) == (
        "invalid_request_error",
        code,
        param,
    )
    assert error["message"]


async def test_the_same_checkout_without_the_fault_is_made(till: Till) -> None:
    status, said, headers = await till.call("POST", "/v1/checkout/sessions", form())
    assert (status, said["object"], said["currency"]) == (200, "checkout.session", "dkk")
    assert said["expires_at"] - said["created"] == 86_400
    assert headers["Request-Id"].startswith("req_")


@pytest.mark.parametrize(
    ("minutes", "good"), [(29.9, False), (30, True), (1440, True), (1441, False)]
)
async def test_a_session_lives_thirty_minutes_to_a_day(
    till: Till, minutes: float, good: bool
) -> None:
    expires_at = int(till.clock.now().timestamp() + minutes * 60)
    if good:
        assert (await till.session(expires_at=expires_at)).expires_at == expires_at
    else:
        with pytest.raises(InvalidRequestError) as refused:
            await till.session(expires_at=expires_at)
        assert refused.value.param == "expires_at"


@pytest.mark.parametrize(("currency", "least"), [("dkk", 250), ("usd", 50), ("eur", 50)])
async def test_stripes_minimums(till: Till, currency: str, least: int) -> None:
    def item(amount: int) -> list[dict[str, Any]]:
        data = {"currency": currency, "unit_amount": amount, "product_data": {"name": "A"}}
        return [{"quantity": 1, "price_data": data}]

    assert (await till.session(line_items=item(least))).amount_total == least
    with pytest.raises(InvalidRequestError) as refused:
        await till.session(line_items=item(least - 1))
    assert refused.value.code == "amount_too_small"


async def test_keys_are_checked(till: Till) -> None:
    stranger = StripeClient(
        "sk_test_other", base_addresses={"api": till.base}, http_client=till.sdk_http
    )
    with pytest.raises(AuthenticationError):
        await stranger.v1.balance.retrieve_async()
    async with till.http.get("/v1/balance") as answer:
        assert answer.status == 401
    async with till.http.get(
        "/v1/balance", headers={"Authorization": "Basic c2tfdGVzdF90aWxsOg=="}
    ) as answer:
        assert answer.status == 200


@pytest.mark.parametrize(
    ("path", "param"),
    [
        ("/v1/checkout/sessions/cs_none", "session"),
        ("/v1/payment_intents/pi_none", "intent"),
        ("/v1/refunds/re_none", "refund"),
        ("/v1/charges/ch_none", "charge"),
        ("/v1/events/evt_none", "id"),
    ],
)
async def test_what_does_not_exist(till: Till, path: str, param: str) -> None:
    status, said, _ = await till.call("GET", path)
    assert (status, said["error"]["code"], said["error"]["param"]) == (
        404,
        "resource_missing",
        param,
    )


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/v1/nothing"),
        ("DELETE", "/v1/refunds"),
        ("POST", "/v1/payment_intents"),
        ("POST", "/v1/transfers"),
    ],
)
async def test_what_cannot_be_asked(till: Till, method: str, path: str) -> None:
    status, said, _ = await till.call(method, path)
    assert status == 404
    assert "Unrecognized request URL" in said["error"]["message"]


async def test_a_body_must_be_a_form(till: Till) -> None:
    status, said, _ = await till.call("POST", "/v1/refunds", "{}", Content_Type="application/json")
    assert (status, said["error"]["type"]) == (400, "invalid_request_error")


async def test_the_version_is_echoed_or_refused(till: Till) -> None:
    _, _, headers = await till.call("GET", "/v1/account", Stripe_Version="2026-10-28.endive")
    assert headers["Stripe-Version"] == "2026-10-28.endive"
    status, said, _ = await till.call("GET", "/v1/account", Stripe_Version="latest")
    assert (status, "version" in said["error"]["message"]) == (400, True)


@pytest.mark.parametrize(
    ("query", "param"),
    [
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("starting_after=pi_none", "starting_after"),
        ("colour=red", "colour"),
        ("created[around]=1", "created[around]"),
        ("expand[]=data.colour", "expand"),
    ],
)
async def test_a_list_that_cannot_be_made(till: Till, query: str, param: str) -> None:
    await till.held()
    status, said, _ = await till.call("GET", f"/v1/payment_intents?{query}")
    assert (status, said["error"]["param"]) == (400, param)


async def test_pages_go_from_new_to_old(till: Till) -> None:
    made = [(await till.session(client_reference_id=f"b{n}")).id for n in range(5)]
    sessions = till.sdk.v1.checkout.sessions
    page = await sessions.list_async({"limit": 2})
    assert [session.id for session in page.data] == [made[4], made[3]]
    assert page.has_more
    following = await sessions.list_async({"limit": 3, "starting_after": made[3]})
    assert [session.id for session in following.data] == [made[2], made[1], made[0]]
    assert not following.has_more
    before = await sessions.list_async({"limit": 2, "ending_before": made[2]})
    assert [session.id for session in before.data] == [made[4], made[3]]
    everything = [session.id async for session in page.auto_paging_iter()]
    assert everything == made[::-1]


async def test_lists_are_filtered(till: Till) -> None:
    first = await till.held()
    await till.wait(minutes=10)
    await till.session()
    then = int(till.clock.now().timestamp())
    sdk = till.sdk.v1
    assert len((await sdk.checkout.sessions.list_async({"status": "open"})).data) == 1
    found = await sdk.checkout.sessions.list_async({"payment_intent": first.id})
    assert [session.status for session in found.data] == ["complete"]
    assert (await sdk.payment_intents.list_async({"created": {"gte": then}})).data == []
    assert len((await sdk.payment_intents.list_async({"created": {"lt": then}})).data) == 1
    events = await sdk.events.list_async({"type": "payment_intent.*"})
    assert {event.type for event in events.data} == {
        "payment_intent.created",
        "payment_intent.amount_capturable_updated",
    }
    named = await sdk.events.list_async({"types": ["charge.succeeded", "charge.failed"]})
    assert [event.type for event in named.data] == ["charge.succeeded"]


async def test_what_is_asked_for_is_expanded(till: Till) -> None:
    intent = await till.held()
    session = (await till.sdk.v1.checkout.sessions.list_async()).data[0]
    whole = await till.sdk.v1.checkout.sessions.retrieve_async(
        session.id, {"expand": ["payment_intent.latest_charge", "line_items"]}
    )
    assert whole.payment_intent.latest_charge.id == intent.latest_charge
    assert whole.line_items is not None
    assert whole.line_items.data[0].description == "Python Basics"
    pages = await till.sdk.v1.payment_intents.list_async({"expand": ["data.latest_charge"]})
    assert pages.data[0].latest_charge.paid
