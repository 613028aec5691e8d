"""Text that is HTML already, so that a name with a `<` in it never becomes a tag."""

from __future__ import annotations

import re
from html import unescape

_SPECIAL = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
_LONGEST = 2400
"""Fluent refuses a placeable beyond 2500 characters; Telegram a message beyond 4096."""

_REORDERING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
"""Marks that turn the order of what follows: from a name they would turn the price after it."""


class Html(str):
    """A string that is HTML: put into another message it is not escaped again."""

    __slots__ = ()

    @property
    def plain(self) -> str:
        """The same words without tags and entities, for a button or a calendar."""
        return unescape(re.sub(r"<[^>]*>", "", self))


def bare(text: str) -> str:
    """Words without marks that would turn the order of the words after them.

    Right-to-left writing needs none of them: its letters say their direction.
    """
    return text.translate(_REORDERING)


def escape(text: str) -> Html:
    """Escape what a person wrote; Html passes through. Beyond what fits it ends in "…"."""
    if isinstance(text, Html):
        return text
    pieces: list[str] = []
    room = _LONGEST
    for character in bare(text):
        piece = _SPECIAL.get(character, character)
        room -= len(piece)
        if room < 0:
            return Html("".join(pieces) + "…")
        pieces.append(piece)
    return Html("".join(pieces))


def lines(*parts: str | None) -> Html:
    """The parts, one a line, escaped where they are not Html. None is left out, "" is a gap."""
    return Html("\n".join(escape(part) for part in parts if part is not None))
