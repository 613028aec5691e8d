"""How a button carries what it means: typed, versioned, at most 64 bytes.

A button holds everything that its handler needs, so it works after a restart, on any replica and in
any state of a conversation. The text is `1` (the version), two letters that name the press, and its
fields joined by dots; uuids are 22 letters of base64url.
"""

from __future__ import annotations

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date
from hashlib import sha256
from typing import Any, ClassVar, TypeVar, get_type_hints
from uuid import UUID

VERSION = "1"
LIMIT = 64
"""Bytes that Telegram lets a button carry."""

TOPIC_BYTES = 24
"""A topic this short travels as it is; a longer one as `#` and a digest of eight letters."""


_DIGITS = 9
"""No number in a button is longer, and each fits into an integer of Postgres."""

_COUNTED = frozenset({"page", "month", "part", "past"})
"""Fields that count screens. What they are multiplied by must fit as well, so none has more than
four digits; -1 stands for the first that has anything."""
_MOST_SCREENS = 9999


class Forged(Exception):
    """The data of a tap is none that any version of this bot wrote."""


def pack_uuid(value: UUID) -> str:
    """A uuid in 22 letters."""
    return urlsafe_b64encode(value.bytes).decode().rstrip("=")


def unpack_uuid(text: str) -> UUID:
    """The uuid behind 22 letters; raises Forged."""
    try:
        raw = urlsafe_b64decode(text + "==")
        value = UUID(bytes=raw)
    except (ValueError, binascii.Error):
        raise Forged(text) from None
    if pack_uuid(value) != text:
        raise Forged(text)
    return value


def _int(text: str) -> int:
    if not text.removeprefix("-").isdecimal() or len(text) > _DIGITS or not text.isascii():
        raise Forged(text)
    return int(text)


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Forged(text) from None


def topic_key(topic: str) -> str:
    """How a topic travels in a button: itself, or a digest where it is long.

    "@" and a packed id in the place of a topic is an expert (`expert_key`), "#" begins a digest.
    """
    if len(topic.encode()) <= TOPIC_BYTES and not topic.startswith(("#", "@")):
        return topic
    return "#" + urlsafe_b64encode(sha256(topic.encode()).digest()[:6]).decode()


def expert_key(expert_id: UUID) -> str:
    """An expert in the place of a topic: the list that one came from is theirs."""
    return "@" + pack_uuid(expert_id)


_PACK: dict[type, Callable[[Any], str]] = {
    UUID: pack_uuid,
    int: str,
    str: str,
    date: lambda day: day.isoformat().replace("-", ""),
}
_UNPACK: dict[type, Callable[[str], Any]] = {
    UUID: unpack_uuid,
    int: _int,
    str: str,
    date: _date,
}

_BY_CODE: dict[str, type[Press]] = {}
_SHAPES: dict[str, tuple[tuple[str, type], ...]] = {}


@dataclass(frozen=True, slots=True)
class Press:
    """One kind of button; a text field can only come last, for it may hold dots."""

    CODE: ClassVar[str] = ""

    def __init_subclass__(cls) -> None:
        known = _BY_CODE.get(cls.CODE)
        if known is not None and known.__qualname__ != cls.__qualname__:
            raise TypeError(f"{cls.__name__} and {known.__name__} share the letters {cls.CODE}")
        # `slots=True` makes the class anew: the later, final one wins.
        _BY_CODE[cls.CODE] = cls

    def parts(self) -> list[str]:
        """Its fields as they are written."""
        return [_PACK[kind](getattr(self, name)) for name, kind in _shape(type(self))]

    def pack(self) -> str:
        """The text for `callback_data`; raises ValueError over Telegram's 64 bytes."""
        text = ".".join([VERSION + self.CODE, *self.parts()])
        if len(text.encode()) > LIMIT:
            raise ValueError(f"{type(self).__name__} does not fit into {LIMIT} bytes: {text}")
        return text


P = TypeVar("P", bound=Press)


def _shape(press: type[Press]) -> tuple[tuple[str, type], ...]:
    known = _SHAPES.get(press.CODE)
    if known is None:
        hints = get_type_hints(press)
        known = _SHAPES[press.CODE] = tuple(
            (field.name, getattr(hints[field.name], "__supertype__", hints[field.name]))
            for field in fields(press)
        )
    return known


def parse(data: str | None) -> Press:
    """The press that a tap carries; raises Forged for anything this bot cannot have written."""
    head, _, rest = (data or "").partition(".")
    press = _BY_CODE.get(head[1:]) if head.startswith(VERSION) else None
    if press is None or not press.CODE:
        raise Forged(data)
    shape = _shape(press)
    parts = rest.split(".", len(shape) - 1) if shape else []
    if len(parts) != len(shape) or (not shape and rest):
        raise Forged(data)
    values = [_UNPACK[kind](part) for (_, kind), part in zip(shape, parts, strict=True)]
    for (name, _), value in zip(shape, values, strict=True):
        if name in _COUNTED and not -1 <= value <= _MOST_SCREENS:
            raise Forged(data)
    made = press(*values)
    # One way to write a press: what reads the same and looks different was not written by us.
    if VERSION + press.CODE + "".join(f".{part}" for part in made.parts()) != data:
        raise Forged(data)
    return made


def pattern(*presses: type[Press]) -> str:
    """A regular expression for exactly these kinds, as CallbackQueryHandler wants it."""
    return f"^{VERSION}(?:{'|'.join(press.CODE for press in presses)})(?:[.]|$)"
