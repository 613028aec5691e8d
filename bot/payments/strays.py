"""Payments and Checkouts of ours that no booking knows: paid twice, or for a booking that is gone.

A hold is released, a charge goes back in full, a Checkout is closed. What Stripe is asked for has
a key made of the stray's own id, so that asking twice, or from two processes, is asking once.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog

from bot.payments import lists
from bot.payments.model import Intent, Mark, Payment, StripeTrouble, WrongMoment
from bot.payments.report import Closed, Left, Report, Returned, why
from bot.payments.settle import FAILED_REFUNDS
from bot.payments.stripe import Gateway
from db.queries import payments as books
from db.queries.payments import Known
from db.session import Database

log = structlog.get_logger(__name__)

YOUNG = timedelta(minutes=5)
"""So long after it was made, the one who asked for it may still be about to write it down."""
LONGEST = timedelta(hours=24)
"""No Checkout stays open for longer."""


class Strays:
    """Those of one deployment (`ours` is its mark), at `now` (UTC), written into `report`."""

    def __init__(
        self, db: Database, gateway: Gateway, ours: str, now: datetime, report: Report
    ) -> None:
        self._db = db
        self._gateway = gateway
        self._ours = ours
        self._now = now
        self._report = report

    async def mend(self, listed: Sequence[Payment]) -> None:
        """Give back what no booking knows of these payments, and close the lost Checkouts."""
        with_money = [each for each in listed if each.held or each.received > each.refunded]
        known = await self._known([each.mark for each in with_money])
        for payment in with_money:
            ours = self._booking(payment.mark, known)
            if self._is_stray(payment.mark, payment.created, ours, payment.id):
                self._report.looked += 1
                try:
                    await self._give_back(payment, exists=ours is not None)
                except StripeTrouble as trouble:
                    self._leave(f"payment {payment.id}", trouble)
        await self._checkouts()

    async def _known(self, marks: Sequence[Mark]) -> dict[str, Known]:
        named = {booking for mark in marks if (booking := mark.booking_id)}
        async with self._db.begin() as tx:
            found = await books.known(tx, named)
        return {str(booking): ours for booking, ours in found.items()}

    def _booking(self, mark: Mark, known: dict[str, Known]) -> Known | None:
        return known.get(str(mark.booking_id))

    def _is_stray(
        self, mark: Mark, created: datetime, ours: Known | None, intent: str | None
    ) -> bool:
        """Whether no booking knows it, nor is about to: our books were read after Stripe's."""
        if mark.platform != self._ours:
            return False  # the account serves others too
        if self._now - created < YOUNG:
            return False
        if mark.booking_id in self._report.unsure:
            return False
        if ours is None:
            return True
        return mark.attempt not in ours.attempts and (intent is None or intent != ours.intent)

    async def _give_back(self, payment: Payment, *, exists: bool) -> None:
        before = await self._gateway.intent(payment.id)
        try:
            if before.status == "requires_capture":
                await self._gateway.void(before.id, f"stray-void-{before.id}")
            elif owed := self._owed(before):
                key = f"stray-refund-{before.id}-{len(before.refunds)}"
                await self._gateway.refund(before.id, owed, key, payment.mark.booking or "")
        except WrongMoment as moved:
            log.info("reconcile.wrong_moment", payment=before.id, code=moved.code)
        after = await self._gateway.intent(payment.id)
        if after.status == "requires_capture" or self._kept(after):
            self._report.left.append(Left(f"payment {payment.id}", _obstacle(after)))
            log.error("reconcile.stray_left", payment=payment.id, kept=self._kept(after))
            return
        released = before.authorized if before.status == "requires_capture" else 0
        refunded = after.refunded - before.refunded
        if released or refunded:
            self._report.returned.append(
                Returned(
                    payment.id, payment.mark.booking, exists, released, refunded, before.currency
                )
            )
            # Money that was taken for nothing is for a person to look into.
            tell = log.error if refunded else log.warning
            tell("reconcile.stray", payment=payment.id, booking=payment.mark.booking, exists=exists,
                 released=released, refunded=refunded)  # fmt: skip

    def _owed(self, intent: Intent) -> int:
        """What is to go back now; 0 where that takes a person, or the bank's decision."""
        failed = [each for each in intent.refunds if not each.counts]
        if len(failed) >= FAILED_REFUNDS or any(each.open for each in intent.disputes):
            return 0
        return self._kept(intent)

    def _kept(self, intent: Intent) -> int:
        lost = sum(each.amount for each in intent.disputes if each.lost)
        return max(0, intent.received - intent.refunded - lost)

    async def _checkouts(self) -> None:
        try:
            found = [
                each async for each in lists.open_checkouts(self._gateway, self._now - LONGEST)
            ]
            known = await self._known([each.mark for each in found])
            for checkout in found:
                ours = self._booking(checkout.mark, known)
                if self._is_stray(checkout.mark, checkout.created, ours, None):
                    await self._close(checkout)
        except StripeTrouble as trouble:
            self._leave("Stripe's list of open Checkouts", trouble)

    async def _close(self, checkout: lists.OpenCheckout) -> None:
        try:
            await self._gateway.expire_checkout(checkout.id, f"stray-expire-{checkout.id}")
        except WrongMoment:
            return  # it has just ended, or been paid: then the next look finds the payment
        self._report.closed.append(Closed(checkout.id, checkout.mark.booking))
        log.warning("reconcile.checkout_closed", checkout=checkout.id)

    def _leave(self, about: str, trouble: StripeTrouble) -> None:
        self._report.left.append(Left(about, why(trouble)))
        log.warning("reconcile.left", about=about, why=type(trouble).__name__)


def _obstacle(intent: Intent) -> str:
    if any(each.open for each in intent.disputes):
        return "no booking knows it, and the learner's bank is deciding about it"
    return "a person has to look: no booking knows it, and it could not be given back"
