"""The only import of the Stripe library: asks Stripe and answers in our own words.

Nothing here decides anything. Amounts are minor units, times aware UTC. Every method raises one of
the four exceptions of `model` and nothing of the library's.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Sequence
from datetime import UTC, datetime
from typing import Any, Literal, TypeVar

import aiohttp
import stripe

from bot import metrics
from bot.payments.model import (
    CLOSED,
    Checkout,
    Declined,
    Dispute,
    Intent,
    Refund,
    Rejected,
    StripeTrouble,
    Unavailable,
    WrongMoment,
)

T = TypeVar("T")

CALL_SECONDS = 20.0
"""How long one request may take."""
DEADLINE_SECONDS = 30.0
"""How long a call may take with its retries; settle's lease outlives it."""
_RETRIES = 2
_CONFLICT, _BUSY, _BROKEN = 409, 429, 500
_TOO_LITTLE = "amount_too_small"
_DISPUTE_EVENTS = [
    "charge.dispute.created",
    "charge.dispute.updated",
    "charge.dispute.funds_withdrawn",
    "charge.dispute.funds_reinstated",
    "charge.dispute.closed",
]
"""Events whose object is a dispute as it then stood."""


class Gateway:
    """Stripe, seen from here. Make one per event loop and close it."""

    def __init__(self, key: str, api_base: str, *, seconds: float = CALL_SECONDS) -> None:
        self._http = stripe.AIOHTTPClient(timeout=aiohttp.ClientTimeout(total=seconds))
        self._v1 = stripe.StripeClient(
            key,
            base_addresses={"api": api_base},
            max_network_retries=_RETRIES,  # the library's own default is none at all
            http_client=self._http,
        ).v1

    async def close(self) -> None:
        """Close the connections."""
        await self._http.close_async()  # type: ignore[no-untyped-call]

    async def ping(self) -> None:
        """See whether Stripe answers and takes the key, by a call that the bot needs anyway."""
        await _ask(self._v1.checkout.sessions.list_async({"limit": 1}))

    async def open_checkout(self, params: dict[str, Any], key: str) -> Checkout:
        """Make a Checkout Session; the same parameters and key give the same one for 24 hours."""
        made = self._v1.checkout.sessions.create_async(
            params,  # type: ignore[arg-type]  # stored as JSON and sent again as it was
            {"idempotency_key": key},
        )
        return _checkout(await _ask(made))

    async def checkout(self, checkout_id: str) -> Checkout:
        """Look at a Checkout Session."""
        return _checkout(await _ask(self._v1.checkout.sessions.retrieve_async(checkout_id)))

    async def find_checkout(self, attempt: str, since: datetime) -> Checkout | None:
        """Look for the session of a payment attempt of ours whose answer never reached us."""
        asked = self._v1.checkout.sessions.list_async(
            {"created": {"gte": int(since.timestamp()) - 60}, "limit": 100}
        )
        page = await _ask(asked)
        while True:
            for session in page.data:
                if _attempt(session) == attempt:
                    return _checkout(session)
            if not page.has_more:
                return None
            page = await _ask(page.next_page_async())

    async def expire_checkout(self, checkout_id: str, key: str) -> Checkout:
        """Close an open Checkout Session, so that nobody can pay in it any more."""
        options: stripe.RequestOptions = {"idempotency_key": key}
        asked = self._v1.checkout.sessions.expire_async(checkout_id, None, options)
        return _checkout(await _ask(asked, state=True))

    async def intent(self, intent_id: str) -> Intent:
        """Look at a PaymentIntent, its latest charge and, where money moved, its refunds."""
        found = await _ask(
            self._v1.payment_intents.retrieve_async(intent_id, {"expand": ["latest_charge"]})
        )
        charge = found.latest_charge
        if isinstance(charge, str):
            charge = await _ask(self._v1.charges.retrieve_async(charge))
        refunds = await self._refunds(intent_id) if found.amount_received else ()
        disputes = await self._disputes(charge) if charge and charge.disputed else ()
        return _intent(found, charge, refunds, disputes)

    async def capture(self, intent_id: str, amount: int, key: str) -> None:
        """Take `amount` of what is held; the rest is released.

        Raises WrongMoment, and Declined where the bank refuses or Stripe charges so little at no
        card: no later look changes that.
        """
        await _ask(
            self._v1.payment_intents.capture_async(
                intent_id, {"amount_to_capture": amount}, {"idempotency_key": key}
            ),
            state=True,
        )

    async def void(self, intent_id: str, key: str) -> None:
        """Release what is held. Raises WrongMoment where it is not (or no longer) held."""
        await _ask(
            self._v1.payment_intents.cancel_async(
                intent_id,
                {"cancellation_reason": "requested_by_customer"},
                {"idempotency_key": key},
            ),
            state=True,
        )

    async def refund(self, intent_id: str, amount: int, key: str, booking: str) -> Refund:
        """Give back `amount` of what was captured. Raises WrongMoment where less is left."""
        made = await _ask(
            self._v1.refunds.create_async(
                {"payment_intent": intent_id, "amount": amount, "metadata": {"booking": booking}},
                {"idempotency_key": key},
            ),
            state=True,
        )
        return Refund(made.id, made.amount, made.status or "pending")

    async def listed(
        self, kind: Literal["payment_intents", "refunds", "sessions"], params: dict[str, Any]
    ) -> AsyncIterator[Any]:
        """Everything of a kind that Stripe lists, newest first, as the library has it.

        See `lists` for the same in our own words.
        """
        place = self._v1.checkout if kind == "sessions" else self._v1
        page = await _ask(getattr(place, kind).list_async({"limit": 100, **params}))
        while True:
            for thing in page.data:
                yield thing
            if not page.has_more:
                return
            page = await _ask(page.next_page_async())

    async def _refunds(self, intent_id: str) -> tuple[Refund, ...]:
        asked = self._v1.refunds.list_async({"payment_intent": intent_id, "limit": 100})
        page: stripe.ListObject[stripe.Refund] = await _ask(asked)
        found: list[Refund] = []
        while True:
            found += [Refund(each.id, each.amount, each.status or "pending") for each in page.data]
            if not page.has_more:
                return tuple(found)
            page = await _ask(page.next_page_async())

    async def _disputes(self, charge: stripe.Charge) -> tuple[Dispute, ...]:
        """The charge's disputes as the newest event of each tells them.

        Stripe keeps events for 30 days; how a dispute ended before that is in our books. Events
        of one second come in no order: what has ended has ended.
        """
        asked: stripe.params.EventListParams = {
            "types": _DISPUTE_EVENTS,
            "created": {"gte": charge.created},
            "limit": 100,
        }
        page = await _ask(self._v1.events.list_async(asked))
        found: dict[str, Dispute] = {}
        while True:
            for event in page.data:
                thing: Any = event.data.object
                if thing["charge"] != charge.id:
                    continue
                said = _dispute(thing)
                if said.id not in found or said.status in CLOSED:
                    found[said.id] = said
            if not page.has_more:
                return tuple(found.values())
            page = await _ask(page.next_page_async())


async def _ask(call: Awaitable[T], *, state: bool = False) -> T:
    """Await a call of the library. `state`: a 400 means that the thing's state forbids it."""
    with metrics.call("stripe", _name(call)):
        try:
            async with asyncio.timeout(DEADLINE_SECONDS):
                return await call
        except stripe.StripeError as error:
            raise _trouble(error, state=state) from error
        except (aiohttp.ClientError, TimeoutError) as error:
            # A body that breaks off after the headers reaches us as aiohttp raised it.
            raise Unavailable(f"no answer: {type(error).__name__}") from error


def _name(call: Awaitable[Any]) -> str:
    """The library's own name of a call, such as 'PaymentIntent.capture'."""
    name: str = getattr(call, "__qualname__", "other")
    return name.removesuffix("_async").replace("Service.", ".")


def _trouble(error: stripe.StripeError, *, state: bool) -> StripeTrouble:
    words, status = str(error), error.http_status or 0
    if isinstance(error, stripe.CardError) or (state and error.code == _TOO_LITTLE):
        return Declined(words, error.code)
    if isinstance(error, stripe.APIConnectionError) or status in (_CONFLICT, _BUSY):
        return Unavailable(words, error.code, _seconds(error.headers))
    if status >= _BROKEN:
        return Unavailable(words, error.code)
    # A parameter that Stripe does not take is no more right a moment later.
    wrong = (error.code or "").startswith("parameter_")
    if state and isinstance(error, stripe.InvalidRequestError) and not wrong:
        return WrongMoment(words, error.code)
    return Rejected(words, error.code)


def _seconds(headers: dict[str, str] | None) -> float | None:
    value = {name.lower(): each for name, each in (headers or {}).items()}.get("retry-after", "")
    return float(value) if value.isdigit() else None


def _checkout(session: stripe.checkout.Session) -> Checkout:
    return Checkout(
        id=session.id,
        url=session.url,
        status=session.status or "open",
        expires_at=_moment(session.expires_at),
        intent=_id(session.payment_intent),
        attempt=_attempt(session),
    )


def _attempt(session: stripe.checkout.Session) -> str | None:
    return getattr(session.metadata, "attempt", None) if session.metadata else None


def _intent(
    found: stripe.PaymentIntent,
    charge: stripe.Charge | None,
    refunds: Sequence[Refund],
    disputes: Sequence[Dispute],
) -> Intent:
    before = None
    if charge and charge.payment_method_details and found.status == "requires_capture":
        # Cards say until when; where a method does not, nobody knows and the deadline rules.
        card: Any = getattr(charge.payment_method_details, "card", None)
        before = getattr(card, "capture_before", None)
    error: Any = found.last_payment_error
    return Intent(
        id=found.id,
        status=found.status,
        amount=found.amount,
        currency=found.currency.upper(),
        capturable=found.amount_capturable,
        received=found.amount_received,
        capture_before=_moment(before) if before else None,
        charge=charge.id if charge else None,
        failure=(getattr(error, "decline_code", None) or getattr(error, "code", None) or "failed")
        if error
        else None,
        failed_charge=getattr(error, "charge", None) if error else None,
        refunds=tuple(refunds),
        receipt=charge.receipt_url if charge else None,
        disputes=tuple(disputes),
    )


def _dispute(thing: Any) -> Dispute:
    due = thing["evidence_details"]["due_by"] if "evidence_details" in thing else None
    return Dispute(
        id=thing["id"],
        amount=thing["amount"],
        currency=thing["currency"].upper(),
        reason=thing["reason"],
        status=thing["status"],
        opened_at=_moment(thing["created"]),
        due_by=_moment(due) if due else None,
    )


def _id(thing: Any) -> str | None:
    return thing if thing is None or isinstance(thing, str) else str(thing.id)


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
