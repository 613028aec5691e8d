"""When an expert is free: read, previewed, saved; and a week packed into a button."""

from __future__ import annotations

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from bot.domain.availability import Window
from db import functions
from db.queries import availability
from db.session import Transaction

_BITS = 29
"""A group: seven bits for its days, eleven each for the minutes of its start and its end."""
_BYTES = 43
"""What a button's 64 letters leave for the groups."""
_ZONE = 2
SHOWN = 5
"""Bookings outside the windows that a preview names; the others it counts."""


@dataclass(frozen=True, slots=True)
class Effect:
    """Bookable times added and removed over the horizon, bookings that lie outside the windows.

    `outside`: the first of those bookings, where it is a preview's.
    """

    adds: int
    removes: int
    uncovered: int
    outside: tuple[functions.Uncovered, ...] = ()


@dataclass(frozen=True, slots=True)
class Week:
    """Windows as wall times of one zone."""

    zone: str
    windows: tuple[Window, ...]


async def present(tx: Transaction) -> list[Week]:
    """The caller's windows as they are saved, those of each zone together (usually one)."""
    weeks: defaultdict[str, list[Window]] = defaultdict(list)
    for each in await availability.windows(tx):
        weeks[each.zone].append(
            Window.from_json({"day": each.day, "start": each.start, "end": each.end})
        )
    return [Week(zone, tuple(sorted(windows))) for zone, windows in weeks.items()]


async def preview(tx: Transaction, windows: Sequence[Window], zone: str) -> Effect:
    """What saving these windows would add, remove and leave uncovered; nothing is changed."""
    rows = _rows(windows)
    done = await functions.preview_availability(tx, rows, zone)
    outside = await functions.uncovered_bookings(tx, rows, zone, SHOWN) if done.uncovered else []
    return Effect(done.added, done.removed, done.uncovered, tuple(outside))


async def save(tx: Transaction, windows: Sequence[Window], zone: str) -> Effect:
    """Replace the caller's windows, wall times in `zone`; their slots exist at once."""
    done = await functions.set_availability(tx, _rows(windows), zone)
    return Effect(done.added, done.removed, done.uncovered)


def _rows(windows: Sequence[Window]) -> list[functions.WindowRow]:
    made = [window.as_json() for window in windows]
    return [
        {"day": int(row["day"]), "start": str(row["start"]), "end": str(row["end"])} for row in made
    ]


# A week in a button --------------------------------------------------------------------------


def pack(windows: Sequence[Window], zone: str) -> str | None:
    """The windows as they travel in a button, with two bytes that stand for their zone.

    None where there are too many different hours to fit (over eleven).
    """
    days: defaultdict[tuple[int, int], int] = defaultdict(int)
    for window in windows:
        days[window.start, window.end] |= 1 << window.day
    number = 0
    for (start, end), on in sorted(days.items()):
        number = number << _BITS | on << 22 | start << 11 | end
    size = (len(days) * _BITS + 7) // 8
    if size + _ZONE > _BYTES:
        return None
    raw = bytes([len(days)]) + _digest(zone) + number.to_bytes(size, "big")
    return urlsafe_b64encode(raw).decode().rstrip("=")


def unpack(packed: str, zone: str) -> tuple[tuple[Window, ...], bool]:
    """The windows that `pack` wrote, and whether they were meant in this zone.

    Raises ValueError for what it cannot have written.
    """
    try:
        raw = urlsafe_b64decode(packed + "=" * (-len(packed) % 4))
    except (binascii.Error, ValueError):
        raise ValueError("not base64") from None
    if len(raw) < 1 + _ZONE:
        raise ValueError("too short")
    count, mark, number = raw[0], raw[1 : 1 + _ZONE], int.from_bytes(raw[1 + _ZONE :], "big")
    if len(raw) != 1 + _ZONE + (count * _BITS + 7) // 8 or number >> count * _BITS:
        raise ValueError("length")
    windows: list[Window] = []
    for _ in range(count):
        days, start, end = number >> 22 & 127, number >> 11 & 2047, number & 2047
        number >>= _BITS
        if not days or not start < end <= 24 * 60:
            raise ValueError("window")
        windows += [Window(day, start, end) for day in range(7) if days >> day & 1]
    return tuple(sorted(windows)), mark == _digest(zone)


def _digest(zone: str) -> bytes:
    return sha256(zone.encode()).digest()[:_ZONE]
