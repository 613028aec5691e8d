"""Cutting an expert's sentence about their week into days, times and joining words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum, auto

from bot.domain import availability_words as words

DAY_MINUTES = 24 * 60
_NOON = 12


class NotUnderstood(Exception):
    """A text about the week that cannot be read.

    `text[start:end]` is what is not understood, `key` the message (bot/locales) that says why,
    and `hints` that message's arguments.
    """

    def __init__(self, text: str, start: int, end: int, key: str, **hints: str) -> None:
        super().__init__(f"{key}: {text[start:end]!r}")
        self.text = text
        self.start = start
        self.end = end
        self.key = f"availability-{key}"
        self.hints = hints


class Kind(Enum):
    """What a token is."""

    DAYS = auto()
    TIME = auto()
    TO = auto()
    BREAK = auto()
    OFF = auto()
    CLEAR = auto()
    ALL_DAY = auto()
    FRI = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the text, and what it means: days, or minutes after midnight."""

    kind: Kind
    start: int
    end: int
    days: tuple[int, ...] = ()
    minutes: int = 0
    half: str = field(default="")
    """'a' or 'p' where the time says am or pm."""

    @property
    def on_twelve(self) -> bool:
        """Whether am or pm would change it, and neither is said."""
        return not self.half and 0 < self.minutes // 60 <= _NOON


_PIECE = re.compile(
    r"""
    (?P<always>24\s*/\s*7(?!\d))
  | (?P<time>\d+(?:[:.h]\d+)*)(?:h(?![^\W\d_]))?
    (?:\s*(?P<half>[ap])(?:\.?m\b\.?|(?![^\W\d_]|\.?m)))?
  | (?P<phrase>"""
    + "|".join(r"\s+".join(each.split()) for each in words.PHRASES)
    + r""")(?![^\W\d_])
  | (?P<word>[^\W\d_]+(?:['’][^\W\d_]+)?\.?)
  | (?P<to>[-\u2010-\u2015\u2212~→>]+)
  | (?P<break>[\s,;:.&+/|=()]+)
  | (?P<other>[^\s\w]+|\S)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_TIME = re.compile(r"(\d{1,2})(?:[:.h](\d{2})(?:[:.]00)?)?|(\d{1,2})(\d{2})", re.IGNORECASE)


_PLAIN = {
    Kind.TO: words.TO,
    Kind.BREAK: words.AND | words.NOISE,
    Kind.OFF: words.OFF,
    Kind.CLEAR: words.CLEAR,
    Kind.ALL_DAY: words.ALL_DAY,
}


def cut(text: str, language: str) -> Iterator[Token]:
    """The tokens of a text, in order. Raises NotUnderstood at the first unknown word."""
    for match in _PIECE.finditer(text):
        start, end = match.span()
        kind = match.lastgroup
        if match["time"]:
            yield _time(text, match)
        elif match["to"]:
            yield Token(Kind.TO, start, end)
        elif match["always"]:
            yield Token(Kind.DAYS, start, end, days=words.EVERY_DAY)
            yield Token(Kind.ALL_DAY, start, end)
        elif kind == "break":
            yield Token(Kind.BREAK, start, end)
        elif match["phrase"]:
            word = words.PHRASES[" ".join(match["phrase"].lower().split())]
            yield _word(text, start, end, word, language)
        elif match["word"]:
            yield _word(text, start, end, words.fold(match["word"]), language)
        else:
            raise NotUnderstood(text, start, end, "unknown", word=match[0])


def _word(text: str, start: int, end: int, word: str, language: str) -> Token:
    if word == words.OFF_OR_FRIDAY and language == "da":
        return Token(Kind.FRI, start, end, days=(5,))
    if word in words.CLOCK_WORDS:
        minutes, half = words.CLOCK_WORDS[word]
        return Token(Kind.TIME, start, end, minutes=minutes, half=half)
    for kind, known in _PLAIN.items():
        if word in known:
            return Token(kind, start, end)
    days = words.days_of(word)
    if days:
        return Token(Kind.DAYS, start, end, days=days)
    meant = words.guess(word)
    shown = text[start:end]
    if meant:
        raise NotUnderstood(text, start, end, "unknown-guess", word=shown, guess=meant)
    raise NotUnderstood(text, start, end, "unknown", word=shown)


def _time(text: str, match: re.Match[str]) -> Token:
    start, end = match.span()
    read = _TIME.fullmatch(match["time"])
    if read is None:
        raise NotUnderstood(text, start, end, "time", time=match[0])
    hour = int(read[1] or read[3])
    minute = int(read[2] or read[4] or 0)
    half = (match["half"] or "").lower()
    if half:
        if not 1 <= hour <= _NOON:
            raise NotUnderstood(text, start, end, "time", time=match[0])
        hour = hour % _NOON + (_NOON if half == "p" else 0)
    minutes = hour * 60 + minute
    if minute > 59 or minutes > DAY_MINUTES:  # noqa: PLR2004 - minutes of an hour
        raise NotUnderstood(text, start, end, "time", time=match[0])
    return Token(Kind.TIME, start, end, minutes=minutes, half=half)


def underline(trouble: NotUnderstood, width: int = 30) -> tuple[str, str]:
    """The text around what was not understood, and the ^^^^ that stand under it.

    Both are one line of at most `width` characters, for a fixed-width font; "…" is where the
    text goes on.
    """
    text = "".join(" " if each.isspace() else each for each in trouble.text)
    start, end = trouble.start, max(trouble.end, trouble.start + 1)
    if len(text) <= width and end <= width:
        left, right = 0, len(text)
    else:
        around = max(0, width - 2 - (end - start)) // 2
        left = max(0, min(start - around, len(text) - (width - 2)))
        right = min(len(text), left + width - 2)
    before, after = "…" if left else "", "…" if right < len(text) else ""
    lead = before + text[left:start]
    marked = text[start : min(end, right)] or " "
    return before + text[left:right] + after, " " * _columns(lead) + "^" * max(1, _columns(marked))


def _columns(text: str) -> int:
    """How many columns a text takes in a fixed-width font."""
    return sum(
        0 if unicodedata.combining(each) else 1 + (unicodedata.east_asian_width(each) in "WF")
        for each in text
    )
