"""The buttons of an expert's slot, whoever sits in it; as handlers/callbacks.py."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot.domain.ids import BookingId, SlotId
from handlers.packing import Press


@dataclass(frozen=True, slots=True)
class Group(Press):
    """Everybody in the slot; `page` counts from 0."""

    CODE: ClassVar[str] = "gs"
    slot_id: SlotId
    page: int


@dataclass(frozen=True, slots=True)
class AskCancelAll(Press):
    """Show what cancelling the slot for everybody returns, before it is done."""

    CODE: ClassVar[str] = "gq"
    slot_id: SlotId


@dataclass(frozen=True, slots=True)
class CancelAll(Press):
    """Cancel the slot for the `count` who were shown; where more are in it, nothing is done."""

    CODE: ClassVar[str] = "gx"
    slot_id: SlotId
    count: int


@dataclass(frozen=True, slots=True)
class OfferAgain(Press):
    """Let the time of a booking that the expert ended be booked again."""

    CODE: ClassVar[str] = "go"
    booking_id: BookingId
