"""What the Stripe library's own types say of a request, checked when it is made.

Type checkers see these types only where a call is written out; what the bot stores as JSON and
sends again passes them by. The library's types are of a later version than the contract file;
the words that a parameter may have are open in them, and only the file knows which there are.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pytest
import typing_extensions
from pydantic import ConfigDict, TypeAdapter, ValidationError
from stripe import StripeContext, _api_requestor, _request_options
from stripe import params as types

TYPES: dict[tuple[str, str], Any] = {
    ("post", "/v1/checkout/sessions"): types.checkout.SessionCreateParams,
    ("get", "/v1/checkout/sessions"): types.checkout.SessionListParams,
    ("get", "/v1/checkout/sessions/{id}"): types.checkout.SessionRetrieveParams,
    ("post", "/v1/checkout/sessions/{id}/expire"): types.checkout.SessionExpireParams,
    ("get", "/v1/payment_intents/{id}"): types.PaymentIntentRetrieveParams,
    ("post", "/v1/payment_intents/{id}/capture"): types.PaymentIntentCaptureParams,
    ("post", "/v1/payment_intents/{id}/cancel"): types.PaymentIntentCancelParams,
    ("post", "/v1/refunds"): types.RefundCreateParams,
    ("get", "/v1/refunds"): types.RefundListParams,
    ("get", "/v1/charges/{id}"): types.ChargeRetrieveParams,
    ("get", "/v1/events"): types.EventListParams,
    ("get", "/v1/events/{id}"): types.EventRetrieveParams,
}
"""Each call that the bot makes, and the library's type of its parameters."""

_ID = re.compile(r"/(cs|pi|re|ch|evt)_\w+")


@dataclass(frozen=True)
class Sent:
    """A request as the library was given it; `call` has `{id}` for the ids in its path."""

    call: tuple[str, str]
    params: Mapping[str, Any]
    key: str | None

    def complaints(self) -> list[str]:
        """Where it departs from the library's types; nothing when it keeps to them."""
        if self.call not in TYPES:
            return [f"{self.call} is new: say in TYPES which type its parameters are of"]
        try:
            _adapter(TYPES[self.call]).validate_python(dict(self.params))
        except ValidationError as refused:
            return [f"{self.call} {each['loc']}: {each['msg']}" for each in refused.errors()]
        return []


@dataclass
class Listener:
    """Everything that the library was asked to send since."""

    sent: list[Sent] = field(default_factory=list)

    def listen(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Hear every request from here on; they go out as ever."""
        original = _api_requestor._APIRequestor.request_async

        async def heard(
            requestor: Any,
            method: str,
            url: str,
            params: Any = None,
            options: Any = None,
            **more: Any,
        ) -> Any:
            call = (method.lower(), _ID.sub("/{id}", url))
            self.sent.append(Sent(call, params or {}, (options or {}).get("idempotency_key")))
            return await original(requestor, method, url, params, options, **more)

        monkeypatch.setattr(_api_requestor._APIRequestor, "request_async", heard)


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    """Build the strict check of a parameter type that lets no other name through.

    The library mixes the options of a request (a key, headers) into the type of its parameters,
    and names some of their types for type checkers only; here they are left out.
    """
    names = {
        **vars(_request_options),
        **vars(sys.modules[kind.__module__]),
        "StripeContext": StripeContext,
    }
    hints = typing_extensions.get_type_hints(kind, globalns=names, include_extras=True)
    options = _request_options.RequestOptions.__annotations__
    own = {name: hint for name, hint in hints.items() if name not in options}
    make: Any = typing_extensions.TypedDict
    closed = make(kind.__name__, own)
    closed.__pydantic_config__ = ConfigDict(
        extra="forbid", strict=True, arbitrary_types_allowed=True
    )
    return TypeAdapter(closed)
