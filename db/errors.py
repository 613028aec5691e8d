"""From what Postgres raises to what the person is told: SQLSTATEs and constraints to refusals."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy.exc import DBAPIError

from bot.domain.errors import (
    BY_CODE,
    InvalidInput,
    LearnerBusy,
    OwnSession,
    PriceTooLow,
    Refusal,
    SlotTaken,
)
from db.session import Transaction, sqlstate

_INTEGRITY = frozenset({"23503", "23514", "23P01"})

BY_CONSTRAINT: dict[str, tuple[type[Refusal], str | None]] = {
    "bookable_slots_no_overlap": (SlotTaken, None),
    "bookable_slots_seats": (SlotTaken, None),
    "bookings_learner_in_one_place": (LearnerBusy, None),
    "bookings_not_oneself": (OwnSession, None),
    "sessions_price_minimum": (PriceTooLow, "price"),
    "sessions_price_not_negative": (InvalidInput, "price"),
    "sessions_title_length": (InvalidInput, "title"),
    "sessions_short_description_length": (InvalidInput, "short_description"),
    "sessions_duration_quarters": (InvalidInput, "duration"),
    "sessions_currency_known": (InvalidInput, "currency"),
    "sessions_currency_is_experts": (InvalidInput, "currency"),
    "sessions_level_known": (InvalidInput, "level"),
    "sessions_participants_range": (InvalidInput, "seats"),
    "availability_windows_ends_after_start": (InvalidInput, "windows"),
    "availability_windows_day_known": (InvalidInput, "windows"),
    "availability_windows_zone_known": (InvalidInput, "zone"),
    "user_profiles_zone_known": (InvalidInput, "zone"),
    "learner_profiles_level_known": (InvalidInput, "level"),
    "expert_profiles_rate_not_negative": (InvalidInput, "rate"),
    "expert_profiles_currency_known": (InvalidInput, "currency"),
    "expert_profiles_buffer_range": (InvalidInput, "buffer"),
    "expert_profiles_notice_range": (InvalidInput, "notice"),
    "expert_profiles_horizon_range": (InvalidInput, "horizon"),
    "expert_profiles_policy_known": (InvalidInput, "policy"),
}
"""What it means to a person that a constraint held: the refusal, and the field for its detail."""


def refusal(error: DBAPIError) -> Refusal | None:
    """The refusal that a database error stands for; None where the error is a bug."""
    state = sqlstate(error) or ""
    raised: Any = getattr(error.orig, "__cause__", None)
    if state in BY_CODE:
        return BY_CODE[state](getattr(raised, "detail", None) or None)
    if state in _INTEGRITY:
        found = BY_CONSTRAINT.get(getattr(raised, "constraint_name", None) or "")
        if found is not None:
            return found[0](found[1])
    return None


@asynccontextmanager
async def refusing(tx: Transaction) -> AsyncIterator[None]:
    """A savepoint in which a refusal of the database is raised as ours.

    After one the transaction goes on, so that the answer can be written in it. Whatever is not a
    refusal comes through as it is.
    """
    try:
        async with tx.savepoint():
            yield
    except DBAPIError as error:
        known = refusal(error)
        if known is None:
            raise
        raise known from error
