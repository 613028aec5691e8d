"""`settle(booking)`: the one thing that moves money.

It looks at the booking and at Stripe, takes the one step that is missing, writes down what Stripe
then says, and looks again until nothing is missing. Whoever asks for it (a tap, a webhook, a
timer) is believed for no more than the booking's id, so asking twice, late or in vain is harmless.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from uuid import UUID, uuid4

import structlog

from bot.payments import checkout as checkouts
from bot.payments.books import Books, LeaseLost, Moved, open_books
from bot.payments.case import Case, Held
from bot.payments.decide import EVENTS, Step, Wants, decide, owed, wants
from bot.payments.model import Declined, RefundsFailed, Rejected, Unavailable, WrongMoment
from bot.payments.stripe import Gateway
from db.session import Database

log = structlog.get_logger(__name__)

ROUNDS = 10
"""More looks than any way from one rest to the next takes."""
FAILED_REFUNDS = 3
"""After so many refunds that failed, a person has to look."""

_BEFORE_PAYING = (Wants.PAYMENT, Wants.NOTHING, Wants.LOST)
"""While these are wanted, a Checkout may still be open; later only the PaymentIntent counts."""
_ENDS = (Step.AUTHORIZED, Step.FAILED, Step.EXPIRED, Step.VOIDED, Step.LATE)
"""After these no payment can come of the attempt any more."""

_RESTS = (Step.REST, Step.PROCESSING, Step.REFUNDED)
"""With these written down, nothing is missing."""


@dataclass(frozen=True, slots=True)
class Round:
    """One look: the books, what the booking wants, what Stripe holds."""

    books: Books
    gateway: Gateway
    case: Case
    held: Held
    return_url: str

    @property
    def intent(self) -> str:
        """The PaymentIntent's id; the steps that ask for it are decided on its status."""
        if self.held.intent is None:
            raise AssertionError("no step of the table moves money without a PaymentIntent")
        return self.held.intent.id


async def settle(
    db: Database, gateway: Gateway, booking_id: UUID, *, return_url: str, worker: str = ""
) -> tuple[Step, ...]:
    """Bring Stripe to what the booking wants, and the booking to what Stripe says.

    `return_url`: where Checkout sends the browser (see `checkout.return_url`). `worker`: see
    `open_books`. Returns the steps that it took. Raises Busy while another process settles the same
    booking, Unavailable while Stripe does not answer (ask again later, nothing is lost), Rejected
    or Unforeseen where a person has to look.
    """
    taken: list[Step] = []
    try:
        async with open_books(db, booking_id, worker) as books:
            for _ in range(ROUNDS):
                case = await books.case()
                if case is None:
                    return ()
                held = await _look(books, gateway, case)
                try:
                    taken.append(decide(case, held))
                    if await _step(Round(books, gateway, case, held, return_url), taken[-1]):
                        return tuple(taken)
                except Moved:
                    log.info("settle.moved", booking=str(booking_id))
            raise Rejected(f"booking {booking_id} does not come to rest")
    except LeaseLost:
        # Whoever took it over has read the same rows, later than us.
        log.warning("settle.lease_lost", booking=str(booking_id))
        return tuple(taken)


async def _look(books: Books, gateway: Gateway, case: Case) -> Held:
    attempt = case.attempt
    await books.keep()
    checkout = None
    if wants(case) in _BEFORE_PAYING and attempt and not attempt.closed and attempt.checkout:
        checkout = await gateway.checkout(attempt.checkout)
    intent_id = (checkout.intent if checkout else None) or case.intent
    return Held(checkout, await gateway.intent(intent_id) if intent_id else None)


async def _step(now: Round, step: Step) -> bool:
    """Take the step that is missing; True where that was the last."""
    log.info("settle.step", booking=str(now.case.booking), step=step.name.lower())
    if act := _ACTS.get(step):
        return await act(now)
    ended = step in _ENDS or (step is Step.REST and _can_come_to_nothing(now))
    known = await now.books.record(
        EVENTS.get(step), intent=now.held.intent, checkout=now.held.checkout, close=ended
    )
    return known and step in _RESTS


def _can_come_to_nothing(now: Round) -> bool:
    """Whether a booking that is over has nothing at Stripe that could still be paid."""
    checkout, intent = now.held.checkout, now.held.intent
    if not now.case.over or (intent and intent.status == "processing"):
        return False
    return checkout is None or checkout.status != "open"


async def _make(now: Round) -> bool:
    """Give the learner a Checkout: the one asked for already, if there is one, else a new one."""
    attempt, case = now.case.attempt, now.case
    made = None
    if attempt and not attempt.closed and not attempt.checkout:
        if attempt.expires_at - case.now > checkouts.OPEN_FOR - checkouts.REPEAT_FOR:
            made = await now.gateway.open_checkout(attempt.parameters, attempt.key)
        else:
            asked_at = attempt.expires_at - checkouts.OPEN_FOR
            made = await now.gateway.find_checkout(str(attempt.id), asked_at)
    if made and attempt:
        attempt_id = attempt.id
    else:
        attempt_id = uuid4()
        parameters, expires_at = checkouts.parameters(case, attempt_id, now.return_url)
        key = await now.books.order(
            case, "checkout", parameters, attempt=attempt_id, expires_at=expires_at
        )
        made = await now.gateway.open_checkout(parameters, key)
    await now.books.record(None, checkout=made, attempt=attempt_id)
    # A session found again may have been paid or have expired; a new one has just been looked at.
    return made.status == "open"


async def _find(now: Round) -> bool:
    """The booking is over and a Checkout may have been made: find it, so that it can be shut."""
    attempt = now.case.attempt
    if attempt is None:
        raise AssertionError("there is an attempt wherever its answer was lost")
    asked_at = attempt.expires_at - checkouts.OPEN_FOR
    found = await now.gateway.find_checkout(str(attempt.id), asked_at)
    if found:
        await now.books.record(None, checkout=found, attempt=attempt.id)
        return False
    if now.case.now - asked_at < checkouts.REPEAT_FOR:
        raise Unavailable("the Checkout may still be on its way", retry_after=5)
    await now.books.record(None, close=True)
    return True


async def _shut(now: Round) -> bool:
    checkout = now.held.checkout
    if checkout is None:
        raise AssertionError("only a Checkout that was seen is shut")
    key = await now.books.order(now.case, "expire", {"checkout": checkout.id})
    return await _tried(now.gateway.expire_checkout(checkout.id, key))


async def _capture(now: Round) -> bool:
    amount = now.case.keeps
    key = await now.books.order(now.case, "capture", {"intent": now.intent, "amount": amount})
    try:
        return await _tried(now.gateway.capture(now.intent, amount, key))
    except Declined as no:
        log.warning("settle.capture_declined", booking=str(now.case.booking), code=no.code)
    if now.case.over:
        # The share of a cancellation cannot be had: then none of it is held either.
        return await _void(now)
    await now.books.record("capture_fail", intent=now.held.intent)
    return False


async def _void(now: Round) -> bool:
    key = await now.books.order(now.case, "void", {"intent": now.intent})
    return await _tried(now.gateway.void(now.intent, key))


async def _refund(now: Round) -> bool:
    intent = now.held.intent
    if intent is None:
        raise AssertionError("only what was charged is refunded")
    failed = [refund for refund in intent.refunds if not refund.counts]
    if failed:
        # Each that came back has its line in the ledger before the next one is asked for.
        await now.books.record(None, intent=intent, keep=True)
    if len(failed) >= FAILED_REFUNDS:
        raise RefundsFailed(f"{len(failed)} refunds of {intent.id} failed")
    amount = owed(now.case, intent)
    # The number of refunds so far makes one that follows a failed one another request.
    asked = {"intent": intent.id, "amount": amount, "after": len(intent.refunds)}
    key = await now.books.order(now.case, "refund", asked)
    booking = str(now.case.booking)
    return await _tried(now.gateway.refund(intent.id, amount, key, booking))


async def _tried(asked: Awaitable[object]) -> bool:
    """Await it; done or not possible (any more), the next look tells."""
    try:
        await asked
    except WrongMoment as moved:
        log.info("settle.wrong_moment", code=moved.code)
    return False


_ACTS: dict[Step, Callable[[Round], Awaitable[bool]]] = {
    Step.MAKE: _make,
    Step.FIND: _find,
    Step.SHUT: _shut,
    Step.CAPTURE: _capture,
    Step.VOID: _void,
    Step.REFUND: _refund,
}
