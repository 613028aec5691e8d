"""Stripe's refusals: HTTP status and error body in one exception."""

from __future__ import annotations

from typing import Any

from bot.sandbox.stripe.ports import Obj


class StripeError(Exception):
    """A refusal as Stripe words it.

    `stored`: the endpoint had begun its work, so an idempotent retry replays this answer.
    `keeps`: what was written before the refusal stays written (a failed capture, for one).
    """

    def __init__(
        self,
        message: str,
        *,
        status: int = 400,
        kind: str = "invalid_request_error",
        code: str | None = None,
        param: str | None = None,
        stored: bool = True,
        keeps: bool = False,
        **more: Any,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.status = status
        self.kind = kind
        self.code = code
        self.param = param
        self.stored = stored
        self.keeps = keeps
        self.more = more
        self.headers: dict[str, str] = {}

    def body(self) -> Obj:
        """Return the JSON body of the answer."""
        error: Obj = {"message": self.message, "type": self.kind}
        if self.code:
            error["code"] = self.code
        if self.param:
            error["param"] = self.param
        error.update(self.more)
        return {"error": error}


def bad_param(message: str, param: str, code: str | None = None) -> StripeError:
    """Return the refusal of a parameter, which no idempotency key remembers."""
    return StripeError(message, param=param, code=code, stored=False)


def unknown(param: str) -> StripeError:
    """Return the refusal of a parameter the contract does not list."""
    return bad_param(f"Received unknown parameter: {param}", param, "parameter_unknown")


def missing(param: str) -> StripeError:
    """Return the refusal of a request that lacks a parameter."""
    return bad_param(f"Missing required param: {param}.", param, "parameter_missing")


def no_such(kind: str, object_id: str, param: str, status: int = 404) -> StripeError:
    """Return the refusal of an id nobody has given out."""
    return StripeError(
        f"No such {kind}: '{object_id}'", status=status, code="resource_missing", param=param
    )


def not_imitated(param: str) -> StripeError:
    """Return the refusal of what Stripe would do and this stand-in does not.

    Better than ignoring it: a feature that leans on it must not look as if it worked.
    """
    return bad_param(f"The local Stripe does not imitate `{param}`.", param)


def unexpected_state(intent: Obj, verb: str, allowed: str) -> StripeError:
    """Return the refusal to `verb` an intent whose status does not allow it."""
    return StripeError(
        f"This PaymentIntent cannot be {verb}: its status is {intent['status']}, "
        f"and only {allowed} allows that.",
        code="payment_intent_unexpected_state",
        payment_intent={k: v for k, v in intent.items() if not k.startswith("_")},
    )


def broken(status: int, retry_after: int | None = None) -> StripeError:
    """Return the answer of an overloaded or failing Stripe; `retry_after` in seconds."""
    kind, code, message = _BROKEN.get(status, ("api_error", None, "Stripe has a problem."))
    refusal = StripeError(message, status=status, kind=kind, code=code, stored=False)
    if retry_after is not None:
        refusal.headers["Retry-After"] = str(retry_after)
    return refusal


_BROKEN = {
    409: ("invalid_request_error", "lock_timeout", "Another request holds this object."),
    429: ("invalid_request_error", "rate_limit", "Too many requests."),
}
