"""Whatever the SDK writes into a form is read back as it was meant."""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stripe._encode import _api_encode

from bot.sandbox.stripe.contract import load
from bot.sandbox.stripe.errors import StripeError
from bot.sandbox.stripe.forms import decode

CREATE = load().find("POST", "/v1/checkout/sessions")
assert CREATE is not None

words = st.text(min_size=1, max_size=30).filter(lambda text: not set(text) & {"\ud800"})
names = st.text("abcdefgh_", min_size=1, max_size=12)
checkouts = st.fixed_dictionaries(
    {},
    optional={
        "client_reference_id": words,
        "adaptive_pricing": st.fixed_dictionaries({"enabled": st.booleans()}),
        "expires_at": st.integers(0, 2**40),
        "metadata": st.dictionaries(names, words, min_size=1, max_size=3),
        "allowed_payment_method_types": st.lists(
            st.sampled_from(["card", "sepa_debit"]), min_size=1, max_size=12
        ),
        "line_items": st.lists(
            st.fixed_dictionaries(
                {
                    "quantity": st.integers(1, 9),
                    "price_data": st.fixed_dictionaries(
                        {
                            "currency": st.just("dkk"),
                            "unit_amount": st.integers(0, 10**8),
                            "product_data": st.fixed_dictionaries({"name": words}),
                        }
                    ),
                }
            ),
            min_size=1,
            max_size=12,
        ),
    },
)


@settings(deadline=None)
@given(checkouts)
def test_what_the_sdk_sends_is_what_is_read(params: dict[str, Any]) -> None:
    assert CREATE is not None
    body = urlencode(list(_api_encode(params)))
    form = decode(parse_qsl(body, keep_blank_values=True))
    assert CREATE[0].read(form) == params


@settings(deadline=None)
@given(st.lists(st.tuples(st.text("ab[]01", min_size=1, max_size=8), st.text(max_size=3))))
def test_any_form_is_read_or_refused(pairs: list[tuple[str, str]]) -> None:
    assert CREATE is not None
    with suppress(StripeError):
        CREATE[0].read(decode(pairs))


@pytest.mark.parametrize("name", ["a[", "[a]", "a]b[", "a[[b]]", ""])
def test_a_name_that_is_no_name(name: str) -> None:
    with pytest.raises(StripeError):
        decode([(name, "x")])
