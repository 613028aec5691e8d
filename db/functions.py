"""Typed calls of the SQL functions that change something, each in a savepoint.

All act as the transaction's actor; who that may be is said in each function's own file under
db/sql/functions. Refusals are raised as the classes of bot/domain/errors.py.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypedDict

from bot.domain.ids import BookingId, ExpertId, SessionId, SlotId, UserId
from db.errors import refusing
from db.session import Transaction


class WindowRow(TypedDict):
    """A weekly window as the SQL functions read it: 0 is Sunday, an end may be "24:00"."""

    day: int
    start: str
    end: str


@dataclass(frozen=True, slots=True)
class Booked:
    """A seat taken: what is to be paid for it, in minor units."""

    booking_id: BookingId
    amount_cents: int
    currency: str
    expert_id: ExpertId
    session_id: SessionId


@dataclass(frozen=True, slots=True)
class Moved:
    """A booking after an event; `changed` is False where it was there before."""

    booking_id: BookingId
    status: str
    payment_status: str
    refund_due: int | None
    changed: bool


@dataclass(frozen=True, slots=True)
class SlotChange:
    """Bookable times added and removed over the horizon, and bookings outside the windows."""

    added: int
    removed: int
    uncovered: int


@dataclass(frozen=True, slots=True)
class Uncovered:
    """A booking that new windows would leave outside; times are aware."""

    booking_id: BookingId
    start_at: datetime
    end_at: datetime
    learner_name: str
    session_title: str


async def book(tx: Transaction, slot_id: SlotId, notes: str | None = None) -> Booked:
    """Take a seat for the transaction's person; asking again returns the same booking.

    Raises:
        SlotTaken, SlotPast, LearnerBusy, OwnSession, ExpertUnavailable, NotFound, NoProfile,
        InvalidInput: (notes) as their docstrings say.
    """
    async with refusing(tx):
        row = await tx.one(
            "select * from public.create_booking_with_payment(auth.uid(), :slot, :notes)",
            slot=slot_id,
            notes=notes,
        )
    return Booked(**row._mapping)


async def accept(tx: Transaction, booking_id: BookingId) -> Moved:
    """The expert accepts; raises NotFound, WrongState."""
    return await _move(tx, "app.accept_booking(:booking)", booking=booking_id)


async def decline(tx: Transaction, booking_id: BookingId, reason: str | None = None) -> Moved:
    """The expert declines; raises NotFound, WrongState."""
    return await _move(
        tx, "app.decline_booking(:booking, :reason)", booking=booking_id, reason=reason
    )


async def cancel(
    tx: Transaction,
    booking_id: BookingId,
    reason: str | None = None,
    at_least: int | None = None,
) -> Moved:
    """Either side ends the booking, whatever its moment makes of that.

    `at_least`: what the person was told that it returns, minor units. Raises NotFound,
    TermsChanged where it would be less, and WrongState once the session has started.
    """
    return await _move(
        tx,
        "app.cancel_booking(:booking, :reason, :at_least)",
        booking=booking_id,
        reason=reason,
        at_least=at_least,
    )


async def quote_refund(tx: Transaction, booking_id: BookingId) -> None:
    """Have what cancelling returns now hold for five minutes; nothing for all but its learner."""
    await tx.run("select app.quote_refund(:booking)", booking=booking_id)


async def refund_booking(tx: Transaction, booking_id: BookingId, amount: int, reason: str) -> int:
    """An admin gives `amount` minor units back; what is to go back in all then.

    Raises NotFound, WrongState ('uncharged', 'disputed'), InvalidInput ('amount', 'reason').
    """
    async with refusing(tx):
        return int(
            await tx.scalar(
                "select app.refund_booking(:booking, :amount, :reason)",
                booking=booking_id,
                amount=amount,
                reason=reason,
            )
        )


async def paid_elsewhere(tx: Transaction, booking_id: BookingId, reason: str) -> int:
    """An admin has paid back another way all that is owed; how much that is, minor units.

    Raises NotFound, WrongState ('disputed', 'not_stuck'), InvalidInput ('reason').
    """
    async with refusing(tx):
        return int(
            await tx.scalar(
                "select app.paid_elsewhere(:booking, :reason)", booking=booking_id, reason=reason
            )
        )


async def set_platform_fee(tx: Transaction, bps: int) -> None:
    """The platform's share of what is booked from now on, in basis points (service)."""
    await tx.run("select app.set_platform_fee(:bps)", bps=bps)


async def transition(
    tx: Transaction, booking_id: BookingId, event: str, reason: str | None = None
) -> Moved:
    """The service records what Stripe or time did; raises NotFound, WrongState."""
    return await _move(
        tx,
        "app.transition(:booking, :event, :reason)",
        booking=booking_id,
        event=event,
        reason=reason,
    )


async def create_session(
    tx: Transaction,
    user_id: UserId,
    *,
    title: str,
    description: str | None,
    duration_minutes: int,
    price_cents: int,
    currency: str,
) -> SessionId:
    """The person offers a session; raises NoProfile, InvalidInput (field), PriceTooLow."""
    async with refusing(tx):
        return SessionId(
            await tx.scalar(
                "select public.create_session("
                ":user_id, :title, :description, :minutes, :price, :currency)",
                user_id=user_id,
                title=title,
                description=description,
                minutes=duration_minutes,
                price=price_cents,
                currency=currency,
            )
        )


async def preview_availability(
    tx: Transaction, windows: Sequence[WindowRow], zone: str
) -> SlotChange:
    """What `set_availability` would do; raises NoProfile, InvalidInput (zone, windows)."""
    return await _slots(tx, "app.preview_availability", windows, zone)


async def uncovered_bookings(
    tx: Transaction, windows: Sequence[WindowRow], zone: str, limit: int
) -> list[Uncovered]:
    """The first `limit` bookings that `set_availability` would leave outside, soonest first.

    Raises NoProfile, InvalidInput (zone, windows).
    """
    async with refusing(tx):
        rows = await tx.all(
            "select * from app.uncovered_bookings(cast(:windows as jsonb), :zone, :limit)",
            windows=json.dumps(list(windows)),
            zone=zone,
            limit=limit,
        )
    return [Uncovered(**row._mapping) for row in rows]


async def set_availability(tx: Transaction, windows: Sequence[WindowRow], zone: str) -> SlotChange:
    """Replace the person's windows, wall times in `zone`; their slots exist at once.

    Raises NoProfile, InvalidInput (zone, windows).
    """
    return await _slots(tx, "app.set_availability", windows, zone)


async def set_zone(tx: Transaction, zone: str) -> None:
    """Show the person's times in this zone from now on; raises InvalidInput (zone)."""
    async with refusing(tx):
        await tx.run("select app.set_zone(:zone)", zone=zone)


async def set_language(tx: Transaction, language: str) -> None:
    """Speak this language ('en', 'da') to the person; raises InvalidInput (language)."""
    async with refusing(tx):
        await tx.run("select app.set_language(:language)", language=language)


async def write_notes(tx: Transaction, booking_id: BookingId, notes: str | None) -> None:
    """What the person's side tells the other; raises NotFound, InvalidInput (notes)."""
    async with refusing(tx):
        await tx.run("select app.write_notes(:booking, :notes)", booking=booking_id, notes=notes)


async def due_bookings(tx: Transaction, kind: str, limit: int) -> list[BookingId]:
    """Bookings due to 'expire', go 'unanswered' or 'complete', oldest first (service)."""
    rows = await tx.all("select app.due_bookings(:kind, :limit)", kind=kind, limit=limit)
    return [BookingId(row[0]) for row in rows]


async def claim_due_reminders(tx: Transaction, limit: int) -> int:
    """Send what is due; how many rows were done with, 0 where nothing is left (service)."""
    return int(await tx.scalar("select app.claim_due_reminders(:limit)", limit=limit))


async def top_up_slots(tx: Transaction, limit: int) -> int:
    """Generate slots where they are due; how many experts were done (service)."""
    return int(await tx.scalar("select app.top_up_slots(:limit)", limit=limit))


async def next_due(tx: Transaction) -> tuple[datetime, str] | None:
    """What of the bot's own falls due next, and when (service)."""
    row = await tx.first("select at, what from app.next_due()")
    return (row.at, row.what) if row else None


async def move_clock(tx: Transaction, to: datetime) -> datetime:
    """Set the domain's time, never back; the time it then is (service)."""
    moved: datetime = await tx.scalar("select app.move_clock(:to)", to=to)
    return moved


async def _move(tx: Transaction, call: str, **params: Any) -> Moved:
    async with refusing(tx):
        row = await tx.one(
            f"select booking_id, status, payment_status, refund_due, changed from {call}",  # noqa: S608
            **params,
        )
    return Moved(**row._mapping)


async def _slots(
    tx: Transaction, function: str, windows: Sequence[WindowRow], zone: str
) -> SlotChange:
    async with refusing(tx):
        row = await tx.one(
            f"select * from {function}(cast(:windows as jsonb), :zone)",  # noqa: S608
            windows=json.dumps(list(windows)),
            zone=zone,
        )
    return SlotChange(*(int(count) for count in row))
