"""Every kind of button there is; handlers/packing.py says how one is written.

Old classes stay for as long as messages with them may be tapped: changing the fields of a press
means giving it new letters.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from bot.domain.ids import BookingId, SessionId, SlotId
from handlers.packing import Press

# Anywhere ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Blank(Press):
    """A square of the month grid that is not free: answered, and nothing else."""

    CODE: ClassVar[str] = "xx"


@dataclass(frozen=True, slots=True)
class Home(Press):
    """The first screen."""

    CODE: ClassVar[str] = "ho"


@dataclass(frozen=True, slots=True)
class Stop(Press):
    """Stop waiting for typed text; the same as /cancel."""

    CODE: ClassVar[str] = "st"


@dataclass(frozen=True, slots=True)
class SetLanguage(Press):
    """Speak `language` from now on."""

    CODE: ClassVar[str] = "la"
    language: str


@dataclass(frozen=True, slots=True)
class AskZone(Press):
    """Ask for the time zone."""

    CODE: ClassVar[str] = "za"


@dataclass(frozen=True, slots=True)
class ZoneRegion(Press):
    """List the zones of a region; `page` counts from 0."""

    CODE: ClassVar[str] = "zr"
    page: int
    region: str


@dataclass(frozen=True, slots=True)
class SetZone(Press):
    """Use this zone from now on."""

    CODE: ClassVar[str] = "zs"
    zone: str


@dataclass(frozen=True, slots=True)
class AskLocation(Press):
    """Offer the keyboard that shares where the person is."""

    CODE: ClassVar[str] = "zl"


@dataclass(frozen=True, slots=True)
class Connect(Press):
    """Join this chat to the web account that made the token."""

    CODE: ClassVar[str] = "lk"
    token: str


# Finding a time ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Topics(Press):
    """A page of topics, from 0."""

    CODE: ClassVar[str] = "bt"
    page: int


@dataclass(frozen=True, slots=True)
class Sessions(Press):
    """A page of the sessions of a topic (its key)."""

    CODE: ClassVar[str] = "bs"
    page: int
    topic: str


@dataclass(frozen=True, slots=True)
class Days(Press):
    """The month grid of a session, `month` months after this one; `topic` is the way back."""

    CODE: ClassVar[str] = "bd"
    session_id: SessionId
    month: int
    topic: str


@dataclass(frozen=True, slots=True)
class Times(Press):
    """The free times of a day: `part` 0 asks first where there are many, 1 to 3 are its parts."""

    CODE: ClassVar[str] = "bh"
    session_id: SessionId
    day: date
    part: int
    topic: str


@dataclass(frozen=True, slots=True)
class Summary(Press):
    """What would be booked, before it is."""

    CODE: ClassVar[str] = "bz"
    slot_id: SlotId
    topic: str


@dataclass(frozen=True, slots=True)
class Again(Press):
    """The summary of the time of a booking that came to nothing, with the note it had."""

    CODE: ClassVar[str] = "ba"
    booking_id: BookingId


@dataclass(frozen=True, slots=True)
class AddNote(Press):
    """Type a note for the expert."""

    CODE: ClassVar[str] = "bn"
    slot_id: SlotId
    topic: str


@dataclass(frozen=True, slots=True)
class KeepNote(Press):
    """Take what was typed at the summary as the note for the expert."""

    CODE: ClassVar[str] = "bk"
    slot_id: SlotId
    topic: str


@dataclass(frozen=True, slots=True)
class DropNote(Press):
    """Book without the note that was typed."""

    CODE: ClassVar[str] = "bx"
    slot_id: SlotId
    topic: str


@dataclass(frozen=True, slots=True)
class Book(Press):
    """Hold the seat, at the price (minor units) that stood above the button."""

    CODE: ClassVar[str] = "bb"
    slot_id: SlotId
    price_cents: int
    topic: str


# A learner's bookings ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Bookings(Press):
    """The list: `past` 0 or 1, `page` from 0."""

    CODE: ClassVar[str] = "ml"
    past: int
    page: int


@dataclass(frozen=True, slots=True)
class Card(Press):
    """One booking as it is now, for whoever of the two asks."""

    CODE: ClassVar[str] = "mc"
    booking_id: BookingId


@dataclass(frozen=True, slots=True)
class AskCancel(Press):
    """Show what a cancellation returns, before it is done."""

    CODE: ClassVar[str] = "ma"
    booking_id: BookingId


@dataclass(frozen=True, slots=True)
class Cancel(Press):
    """Cancel; `refund_cents` is what was shown, and less than that is never given silently."""

    CODE: ClassVar[str] = "mx"
    booking_id: BookingId
    refund_cents: int


@dataclass(frozen=True, slots=True)
class LetGo(Press):
    """Give the held seat back before paying."""

    CODE: ClassVar[str] = "mg"
    booking_id: BookingId


@dataclass(frozen=True, slots=True)
class Withdraw(Press):
    """Show what withdrawing the request means, before it is done."""

    CODE: ClassVar[str] = "mw"
    booking_id: BookingId


@dataclass(frozen=True, slots=True)
class WithdrawNow(Press):
    """Take the request back before the expert answers."""

    CODE: ClassVar[str] = "my"
    booking_id: BookingId


# An expert's side ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Accept(Press):
    """Accept the request."""

    CODE: ClassVar[str] = "ea"
    booking_id: BookingId


@dataclass(frozen=True, slots=True)
class Decline(Press):
    """Show what declining the request means, before it is done."""

    CODE: ClassVar[str] = "ed"
    booking_id: BookingId


@dataclass(frozen=True, slots=True)
class DeclineWord(Press):
    """Type a word to the learner, that goes with it."""

    CODE: ClassVar[str] = "en"
    booking_id: BookingId


@dataclass(frozen=True, slots=True)
class DeclineNow(Press):
    """Decline the request; `says` 1: with the word that stood above the button."""

    CODE: ClassVar[str] = "ey"
    booking_id: BookingId
    says: int


@dataclass(frozen=True, slots=True)
class Requests(Press):
    """A page of what waits for an answer."""

    CODE: ClassVar[str] = "er"
    page: int


@dataclass(frozen=True, slots=True)
class Schedule(Press):
    """A page of the sessions to come."""

    CODE: ClassVar[str] = "es"
    page: int


@dataclass(frozen=True, slots=True)
class ShowWindows(Press):
    """When the expert is free, as saved."""

    CODE: ClassVar[str] = "wv"


@dataclass(frozen=True, slots=True)
class TypeWindows(Press):
    """Type when one is free."""

    CODE: ClassVar[str] = "wt"


@dataclass(frozen=True, slots=True)
class KeepWindows(Press):
    """Leave the windows as they are saved: the preview is dropped."""

    CODE: ClassVar[str] = "wk"


@dataclass(frozen=True, slots=True)
class SaveWindows(Press):
    """Save the windows that were previewed (bot/services/availability.py packs them)."""

    CODE: ClassVar[str] = "ws"
    packed: str
