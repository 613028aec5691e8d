"""Our books about a booking's money: the lease on it, the case, attempts, and what Stripe said.

Each function here is one short transaction as the service; none is open while Stripe is asked.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.exc import DBAPIError

from bot.domain.errors import NotNow
from bot.payments.case import Attempt, Case
from bot.payments.model import Checkout, Dispute, Intent
from db.session import Database, Transaction, sqlstate

LEASE_SECONDS = 40
"""Longer than a call with its retries may take; renewed before each."""

_WRONG_STATE = "BK007"


class Busy(NotNow):
    """Another process is settling this booking right now: ask again in a moment."""


class Moved(Exception):
    """Somebody moved the booking after it was looked at: look again, nothing was asked."""


class LeaseLost(Exception):
    """This process was too slow and another one has taken the booking over."""


class Books:
    """The books of one booking, held by a lease for as long as `open_books` is open."""

    def __init__(self, db: Database, booking: UUID, worker: str) -> None:
        self._db = db
        self.booking = booking
        # Its process's name in front: what a dead one was settling is freed by it.
        self._holder = f"{worker}/{uuid4().hex}"

    async def take(self) -> bool:
        """Become (or stay) the one who settles this booking; False where another one is."""
        return bool(
            await self._scalar(
                "select app.payments_take(:booking, :holder, :seconds)", seconds=LEASE_SECONDS
            )
        )

    async def release(self) -> None:
        """Let the next one settle it."""
        await self._scalar("select app.payments_release(:booking, :holder)")

    async def case(self) -> Case | None:
        """What the booking wants; None where Stripe has no part in it (it is free, or gone)."""
        async with self._db.begin() as tx:
            row = await tx.first("select * from app.payments_case(:booking)", booking=self.booking)
        return _case(tx, row) if row else None

    async def order(
        self,
        case: Case,
        step: str,
        parameters: dict[str, Any],
        *,
        attempt: UUID | None = None,
        expires_at: datetime | None = None,
    ) -> str:
        """Store what is about to be asked; returns its idempotency key.

        `case` is what the step was decided on. Under the booking's lock it must still be so, or
        else Moved is raised. Raises LeaseLost.

        The same step with the same parameters keeps its key until its result is written down, so
        that asking twice is asking once. A new Checkout (`attempt` is its id, `expires_at` its
        end) takes the place of the one before, and the seat is held until its end.
        """

        async def write(tx: Transaction) -> Any:
            return await tx.scalar(
                "select app.payments_order(:booking, :holder, :seconds, :step, :attempt,"
                " cast(:parameters as jsonb), :expires_at, :status, :payment, :refund_due)",
                booking=self.booking,
                holder=self._holder,
                seconds=LEASE_SECONDS,
                step=step,
                attempt=attempt or uuid4(),
                parameters=json.dumps(parameters),
                expires_at=expires_at,
                status=case.status,
                payment=case.payment,
                refund_due=case.refund_due,
            )

        try:
            key = await self._db.retry(write)
        except DBAPIError as error:
            if sqlstate(error) == _WRONG_STATE:
                raise Moved(str(self.booking)) from error
            raise
        if key is None:
            raise LeaseLost(str(self.booking))
        return str(key)

    async def keep(self) -> None:
        """Renew the lease before asking Stripe for long. Raises LeaseLost."""
        if not await self.take():
            raise LeaseLost(str(self.booking))

    async def record(
        self,
        event: str | None,
        *,
        intent: Intent | None = None,
        checkout: Checkout | None = None,
        attempt: UUID | None = None,
        close: bool = False,
        keep: bool = False,
    ) -> bool:
        """Write down what Stripe says, and move the booking by `event`; one transaction.

        `attempt`, with `checkout`: the session is that attempt's. `close`: no payment can come of
        the attempt any more. `keep`: what was asked for before keeps its key. Returns False where
        the booking has moved on meanwhile and has no such event: look again. Raises LeaseLost.
        """
        facts = {
            **(_intent_facts(intent) if intent else {}),
            **(_checkout_facts(checkout) if checkout else {}),
            "attempt": str(attempt) if attempt else None,
            "close": close,
            "keep": keep,
        }

        async def write(tx: Transaction) -> Any:
            return await tx.scalar(
                "select app.payments_record(:booking, :holder, :event, cast(:facts as jsonb))",
                booking=self.booking,
                holder=self._holder,
                event=event,
                facts=json.dumps(facts),
            )

        try:
            held = await self._db.retry(write)
        except DBAPIError as error:
            if sqlstate(error) == _WRONG_STATE:
                return False
            raise
        if not held:
            raise LeaseLost(str(self.booking))
        return True

    async def _scalar(self, sql: str, **more: Any) -> Any:
        async with self._db.begin() as tx:
            return await tx.scalar(sql, booking=self.booking, holder=self._holder, **more)


@asynccontextmanager
async def open_books(db: Database, booking: UUID, worker: str) -> AsyncIterator[Books]:
    """The books of a booking, for one at a time over all processes. Raises Busy.

    `worker` is the name under which the process gives signs of life, if it does.
    """
    books = Books(db, booking, worker)
    if not await books.take():
        raise Busy(str(booking))
    try:
        yield books
    finally:
        await books.release()


def _intent_facts(intent: Intent) -> dict[str, Any]:
    return {
        "intent": intent.id,
        "authorized": intent.authorized,
        "captured": intent.received,
        "refunded": intent.refunded,
        "capture_before": intent.capture_before.isoformat() if intent.capture_before else None,
        "receipt": intent.receipt,
        **({"disputes": [_dispute(each) for each in intent.disputes]} if intent.disputes else {}),
        "failure": (intent.failed_charge or intent.failure) if intent.failure else None,
    }


def _dispute(dispute: Dispute) -> dict[str, Any]:
    return {
        "id": dispute.id,
        "amount": dispute.amount,
        "currency": dispute.currency,
        "reason": dispute.reason,
        "status": dispute.status,
        "opened_at": dispute.opened_at.isoformat(),
        "due_by": dispute.due_by.isoformat() if dispute.due_by else None,
    }


def _checkout_facts(checkout: Checkout) -> dict[str, Any]:
    return {
        "checkout": checkout.id,
        "url": checkout.url,
        "expires_at": checkout.expires_at.isoformat(),
    }


def _case(tx: Transaction, row: Any) -> Case:
    attempt = None
    if row.attempt_id:
        attempt = Attempt(
            id=row.attempt_id,
            key=row.attempt_key,
            parameters=row.attempt_parameters,
            expires_at=row.attempt_expires_at,
            checkout=row.attempt_checkout,
            closed=row.attempt_closed,
            failure=row.attempt_failure,
        )
    return Case(
        booking=row.booking_id,
        now=tx.now,
        status=row.status,
        payment=row.payment_status,
        price=row.price_cents,
        currency=row.currency,
        refund_due=row.refund_due,
        intent=row.intent,
        attempt=attempt,
        title=row.title,
        expert=row.expert_name,
        start_at=row.start_at,
        language=row.language,
        zone=row.zone,
        platform=row.platform,
        lost=row.lost,
        disputed=row.disputed,
        elsewhere=row.elsewhere,
    )
