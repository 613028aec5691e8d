"""Finding a time: topics, sessions, days, times. Reads alone, each for one screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from uuid import UUID

from bot.domain.errors import ExpertUnavailable, NotFound
from bot.domain.ids import ExpertId, SessionId, SlotId
from db.queries import browse
from db.queries.browse import Expert, FreeDay, FreeTime, Offer, SessionCard, SlotSummary, Topic
from db.session import Transaction

PAGE = 8
"""Entries on a screen."""
_ALL = 1000
_AHEAD = timedelta(days=190)
"""Beyond any expert's horizon."""


async def topics(tx: Transaction, page: int) -> Sequence[Topic]:
    """A page of the topics in which something is free."""
    return await browse.topics(tx, limit=PAGE, offset=page * PAGE)


async def topic_where(tx: Transaction, is_it: Callable[[str], bool]) -> str | None:
    """The free topic that `is_it` knows; long topics travel in buttons as digests."""
    for each in await browse.topics(tx, limit=_ALL, offset=0):
        if is_it(each.topic):
            return each.topic
    return None


async def sessions(tx: Transaction, topic: str, page: int) -> Sequence[Offer]:
    """A page of a topic's sessions, by their next free time."""
    return await browse.sessions(tx, topic, limit=PAGE, offset=page * PAGE)


async def expert(tx: Transaction, expert_id: ExpertId, page: int) -> tuple[Expert, Sequence[Offer]]:
    """An expert and a page of their sessions with something free.

    Raises ExpertUnavailable where they take no bookings now, or are nobody.
    """
    found = await browse.expert(tx, expert_id)
    if found is None or not found.is_open:
        raise ExpertUnavailable
    return found, await browse.expert_sessions(tx, expert_id, limit=PAGE, offset=page * PAGE)


async def takes_bookings(tx: Transaction, expert_id: ExpertId) -> bool:
    """Whether the expert is verified and has not paused."""
    found = await browse.expert(tx, expert_id)
    return found is not None and found.is_open


async def open_session(tx: Transaction, session_id: SessionId, own: UUID | None) -> None:
    """Raises ExpertUnavailable where the session takes no bookings now, or is none.

    `own`: whose sessions may be closed, for they are the caller's.
    """
    card = await browse.session_card(tx, session_id)
    if card is None or not (card.is_open or card.expert_id == own):
        raise ExpertUnavailable


async def days(
    tx: Transaction, session_id: SessionId, zone: str, today: date
) -> tuple[SessionCard, Sequence[FreeDay], int | None]:
    """What the session is, its free days in that zone, and the seats left at the first free time.

    The seats are those of a group, None where there is none or nothing is free. Raises NotFound.
    """
    card = await _card(tx, session_id)
    found = await browse.free_days(tx, session_id, zone, today, today + _AHEAD)
    first = None
    if found and card.max_participants > 1:
        first = await browse.slot_summary(tx, found[0].first_slot_id)
    return card, found, first.seats_left if first else None


async def times(
    tx: Transaction, session_id: SessionId, zone: str, day: date
) -> tuple[SessionCard, Sequence[FreeTime]]:
    """What the session is, and its free times of a day in that zone. Raises NotFound."""
    card = await _card(tx, session_id)
    return card, await browse.free_times(tx, session_id, zone, day)


async def slot(tx: Transaction, slot_id: SlotId) -> SlotSummary:
    """What a booking of this slot would be. Raises NotFound."""
    found = await browse.slot_summary(tx, slot_id)
    if found is None:
        raise NotFound("slot")
    return found


async def _card(tx: Transaction, session_id: SessionId) -> SessionCard:
    card = await browse.session_card(tx, session_id)
    if card is None:
        raise NotFound("session")
    return card
