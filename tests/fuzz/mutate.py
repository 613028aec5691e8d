"""Genuine JSON made hostile: fields gone, of a wrong type, too large, too deep, not writable."""

from __future__ import annotations

import copy
import math
from random import Random
from typing import Any


def deep(levels: int) -> Any:
    """A list in a list in a list…"""
    value: Any = []
    for _ in range(levels):
        value = [value]
    return value


HOSTILE: tuple[Any, ...] = (
    None, True, False, 0, -1, 2**31, 2**53 + 1, 2**63 - 1, 2**63, -(2**63), 10**400, 0.5, 1e308,
    math.nan, math.inf, -math.inf, "", " ", "0", "\0", "a\0b", "\ud800", "\udfff\ud800", "é" * 9,
    "x" * 5000, "\u202e\u200b\u2066", "<b>&amp;</b>", "'; drop table bookings; --", "/start",
    "/start link_" + "A" * 500, "2026-13-40", [], {}, [[]], {"id": None}, {"id": "1001"},
    {"id": 2**70}, {"": ""}, {"from": {}}, deep(60), deep(200),
)  # fmt: skip
"""Values that stand where none of them belongs."""


def mutated(value: Any, chance: Random, times: int | None = None) -> Any:
    """A copy with so many changes (one to four) at places that `chance` picks."""
    made = [copy.deepcopy(value)]
    for _ in range(times or chance.randint(1, 4)):
        holder, key = chance.choice(list(_places(made)))
        _change(holder, key, chance, made[0])
    return made[0]


def garbled(text: str, chance: Random) -> str:
    """The text with a few of its letters gone, doubled, swapped or replaced by any other."""
    letters = list(text)
    for _ in range(chance.randint(1, 4)):
        at = chance.randint(0, len(letters))
        piece = chance.choice(
            (
                "",
                chr(chance.randint(0, 0x2FF)),
                chr(chance.randint(0x2000, 0xFFFF)),
                "".join(letters[at : at + chance.randint(0, 8)]) * 2,
                str(chance.choice((-1, 0, 99, 999_999_999, 2**31, 10**20))),
                chance.choice(".,-:; \t\r\n\0<>&\"'=@+"),
            )
        )
        letters[at : at + chance.randint(0, 3)] = piece
    return "".join(letters)


def _places(value: Any) -> Any:
    """Every (holder, key) in the value, the root's own holder first."""
    waiting = [value]
    while waiting:
        holder = waiting.pop()
        keys = range(len(holder)) if isinstance(holder, list) else list(holder)
        for key in keys:
            yield holder, key
            if isinstance(holder[key], dict | list):
                waiting.append(holder[key])


def _change(holder: Any, key: Any, chance: Random, root: Any) -> None:
    what = chance.randrange(6)
    if what == 0 and isinstance(holder, dict):
        del holder[key]
    elif what == 1 and isinstance(holder, dict):
        holder[chance.choice(("from", "user", "chat", "id", "text", "\0", "\ud83d"))] = holder[key]
    elif what == 2:
        other, where = chance.choice(list(_places([root])))
        holder[key] = copy.deepcopy(other[where])
    elif what == 3 and isinstance(holder[key], str):
        holder[key] = garbled(holder[key], chance)
    else:
        holder[key] = copy.deepcopy(chance.choice(HOSTILE))
