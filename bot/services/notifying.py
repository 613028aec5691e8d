"""What a notice needs to know when it is put into words; read as the service."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal
from uuid import UUID

from bot.domain.ids import BookingId
from bot.services.meeting import with_place
from db.queries import bookings, browse, teaching
from db.queries.bookings import BookingCard
from db.queries.browse import Alternative
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


async def application(tx: Transaction, expert_id: UUID) -> Application | None:
    """What somebody who wants to offer sessions told; None where they are gone."""
    return await teaching.application(tx, expert_id)


async def expert(tx: Transaction, expert_id: UUID) -> Profile | None:
    """An expert as they themselves see it; None where they are gone."""
    return await teaching.profile_of(tx, expert_id)
