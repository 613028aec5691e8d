"""Typed ids: a slot is not a booking, though both are UUIDs.

A session is an offer ("Python Basics, 60 min"), a slot one time it can be booked at, a booking
one learner's seat in a slot.
"""

from __future__ import annotations

from typing import NewType
from uuid import UUID

UserId = NewType("UserId", UUID)
"""auth.users.id: the person, on the web and in the chat."""
ProfileId = NewType("ProfileId", UUID)
"""user_profiles.id."""
ExpertId = NewType("ExpertId", UUID)
"""expert_profiles.id."""
LearnerId = NewType("LearnerId", UUID)
"""learner_profiles.id."""
SessionId = NewType("SessionId", UUID)
"""sessions.id."""
SlotId = NewType("SlotId", UUID)
"""bookable_slots.id."""
BookingId = NewType("BookingId", UUID)
"""bookings.id."""
AttemptId = NewType("AttemptId", UUID)
"""app.payment_attempts.id; Stripe's idempotency keys derive from it."""
TelegramId = NewType("TelegramId", int)
"""A Telegram user's id, which is also the id of their private chat with the bot."""
