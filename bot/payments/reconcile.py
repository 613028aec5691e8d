"""The reconciler: our books beside Stripe's, and each difference healed.

What a booking lacks is brought by `settle`, which alone moves its money. What no settle can find,
since no booking names it, is given back here (see `strays`): a hold is released, a charge refunded,
a Checkout closed. Nothing is touched that does not carry this deployment's mark. Safe to run twice
and at once: a booking is settled by one at a time, and what is asked of Stripe about a stray has
a key made of its id.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import structlog

from bot.payments import lists
from bot.payments.books import Busy
from bot.payments.decide import Step, Unforeseen
from bot.payments.model import Intent, Payment, StripeTrouble, Unavailable
from bot.payments.report import Left, Mended, Report, why
from bot.payments.settle import settle
from bot.payments.strays import Strays
from bot.payments.stripe import Gateway
from db.queries import payments as books
from db.queries.payments import Known
from db.session import Database

log = structlog.get_logger(__name__)

PATIENCE = 5
"""After so many bookings in a row that Stripe had no answer about, the rest wait for next time."""

_ASKED = {Step.MAKE, Step.SHUT, Step.CAPTURE, Step.VOID, Step.REFUND}
"""Steps that change something at Stripe."""


def differs(ours: Known, theirs: Payment | Intent) -> bool:
    """Whether our books about a booking's payment say something else than Stripe."""
    amounts = (ours.authorized, ours.captured, ours.refunded)
    return (
        amounts != (theirs.authorized, theirs.received, theirs.refunded)
        or (theirs.disputed and not ours.disputes)
        or not _goes_with(ours, theirs)
    )


def _goes_with(ours: Known, theirs: Payment | Intent) -> bool:
    """Whether the booking is in a state that such a payment leads to."""
    over = ours.status in ("cancelled", "declined")
    if theirs.status == "succeeded":
        given_back = over and theirs.received - theirs.refunded - ours.lost <= 0
        # A method that charges at once is charged while the expert is asked.
        at_once = ours.payment == "authorized" and ours.status == "pending"
        return ours.payment in ("captured", "refunded") or given_back or at_once
    if theirs.status == "requires_capture":
        return ours.payment == "authorized"
    if theirs.status == "canceled":
        return ours.payment in ("cancelled", "failed")
    return ours.payment not in ("authorized", "captured", "refunded")


@dataclass(frozen=True, slots=True)
class Desk:
    """What a look at everything needs. `progress` is told (done, of how many).

    `worker`: see `books.open_books`.
    """

    db: Database
    gateway: Gateway
    return_url: str
    progress: Callable[[int, int], None] = lambda done, total: None
    worker: str = ""


async def reconcile(desk: Desk, back: datetime | timedelta) -> Report:
    """Compare what Stripe and our books say about the money since `back`, and heal it.

    `back`: a time, or how long ago. Open money is looked at however old it is. What Stripe did not
    answer about is in the report; nothing of Stripe's is raised.
    """
    async with desk.db.begin() as tx:
        now, ours = tx.now, await books.platform(tx)
    since = now - back if isinstance(back, timedelta) else back
    report = Report(since)
    listed = await _listed(desk, since, report)
    wanted = {
        named for each in listed if each.mark.platform == ours and (named := each.mark.booking_id)
    }
    async for page in books.open_money(desk.db, since):
        wanted.update(page)
    await _bookings(desk, sorted(wanted), {each.id: each for each in listed}, report)
    await Strays(desk.db, desk.gateway, ours, now, report).mend(listed)
    log.info(
        "reconcile.done",
        looked=report.looked,
        healed=report.healed,
        left=len(report.left),
    )
    return report


async def _listed(desk: Desk, since: datetime, report: Report) -> list[Payment]:
    found: list[Payment] = []
    try:
        async for payment in lists.payments(desk.gateway, since):
            found.append(payment)  # what came before it broke off counts
    except StripeTrouble as trouble:
        report.left.append(Left("Stripe's list of payments", why(trouble)))
    return found


async def _bookings(
    desk: Desk, wanted: list[UUID], listed: dict[str, Payment], report: Report
) -> None:
    silent = 0
    for start in range(0, len(wanted), books.PAGE):
        page = wanted[start : start + books.PAGE]
        async with desk.db.begin() as tx:
            found = await books.known(tx, page)
        for number, booking in enumerate(page, start + 1):
            if silent >= PATIENCE:
                rest = len(wanted) - number + 1
                more = f"{rest} more booking{'s' if rest > 1 else ''}"
                report.left.append(Left(more, "Stripe does not answer"))
                report.unsure.update(wanted[number - 1 :])
                return
            ours = found.get(booking)
            report.looked += ours is not None
            if ours and not _rests(ours, listed.get(ours.intent or "")):
                silent = 0 if await _booking(desk, ours, report) else silent + 1
            desk.progress(number, len(wanted))


async def _booking(desk: Desk, ours: Known, report: Report) -> bool:
    """Bring one booking's money in order; False where Stripe did not answer."""
    try:
        await _heal(desk, ours, report)
    except (StripeTrouble, Unforeseen, Busy) as trouble:
        report.unsure.add(ours.booking)
        report.left.append(Left(f"booking {ours.booking}", why(trouble)))
        log.warning("reconcile.left", booking=str(ours.booking), why=type(trouble).__name__)
        return not isinstance(trouble, Unavailable)
    return True


def _rests(ours: Known, theirs: Payment | None) -> bool:
    """Whether there is nothing to ask for: all is said, and both say the same."""
    if ours.payment == "pending" and not ours.unsettled and not ours.intent:
        return True  # its first Checkout is the bot's to make, which was asked for it
    return not ours.unsettled and theirs is not None and not differs(ours, theirs)


async def _heal(desk: Desk, was: Known, report: Report) -> None:
    steps = await settle(
        desk.db, desk.gateway, was.booking, return_url=desk.return_url, worker=desk.worker
    )
    async with desk.db.begin() as tx:
        is_now = (await books.known(tx, [was.booking])).get(was.booking, was)
    if is_now.intent and is_now.intent == was.intent:
        theirs = await desk.gateway.intent(is_now.intent)
        if differs(is_now, theirs):
            report.left.append(Left(f"booking {was.booking}", f"Stripe says {theirs.status}"))
            return
    asked = tuple(step for step in steps if step in _ASKED)
    if is_now != was or asked:
        report.mended.append(Mended(booking=was.booking, was=was, now=is_now, steps=asked))
        log.warning("reconcile.healed", booking=str(was.booking), steps=[s.name for s in asked])
