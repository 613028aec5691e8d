"""What a notice needs to know when it is put into words; read as the service."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal
from uuid import UUID

from bot.domain.ids import BookingId
from bot.services.meeting import with_place
from db.queries import bookings, browse, disputes, ledger, operations, records, teaching
from db.queries.bookings import BookingCard
from db.queries.browse import Alternative
from db.queries.disputes import Dispute
from db.queries.ledger import Entry
from db.queries.operations import Letter
from db.queries.records import Record
from db.queries.teaching import Application, Profile
from db.session import Transaction

_OFFERED = 3
"""Alternatives under a refusal."""


async def booking(
    tx: Transaction, booking_id: BookingId, audience: Literal["learner", "expert"]
) -> BookingCard | None:
    """The booking as it is now, as one of the two sees it; None where it is gone."""
    found = await bookings.card(tx, booking_id)
    return None if found is None else with_place(replace(found, side=audience))


async def alternatives(tx: Transaction, booking_id: BookingId) -> Sequence[Alternative]:
    """What is free instead: near in time or topic, the same expert among it."""
    return await browse.alternatives(tx, booking_id, limit=_OFFERED)


async def entry(tx: Transaction, booking_id: BookingId, entry_id: int | None) -> Entry | None:
    """The movement of the booking's money that a notice is about, without an id its last refund."""
    return await ledger.entry(tx, booking_id, entry_id)


async def application(tx: Transaction, expert_id: UUID) -> Application | None:
    """What somebody who wants to offer sessions told; None where they are gone."""
    return await teaching.application(tx, expert_id)


async def dispute(tx: Transaction, dispute_id: str) -> Dispute | None:
    """What a learner's bank wants back, as it stands; None where it is gone."""
    return await disputes.dispute(tx, dispute_id)


async def event(tx: Transaction, event_id: str) -> Letter | None:
    """An event of Stripe's that was given up on; None where that has been taken care of."""
    return await operations.event(tx, event_id)


async def record(tx: Transaction, booking_id: BookingId) -> Record | None:
    """A booking as admins see it; None where it is gone."""
    return await records.record(tx, booking_id)


async def expert(tx: Transaction, expert_id: UUID) -> Profile | None:
    """An expert as they themselves see it; None where they are gone."""
    return await teaching.profile_of(tx, expert_id)
