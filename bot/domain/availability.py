"""The language in which experts say when they are free: "mon-fri 09:00-17:00, sat 10-14".

Windows are wall times of a week, without a zone: the expert's zone is stored beside them and
applied per date. A window ends by midnight (1440 minutes, "24:00"); one that goes past it is two.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from bot.domain.availability_tokens import (
    DAY_MINUTES,
    Kind,
    NotUnderstood,
    Token,
    cut,
    underline,
)
from bot.domain.week import DayWords, Window, describe

__all__ = ["LONGEST", "DayWords", "NotUnderstood", "Window", "describe", "parse", "underline"]

LONGEST = 500
"""Characters; nobody's week takes more, and a pasted page is not read."""

_NIGHT = DAY_MINUTES // 2
"""The longest window past midnight that is believed without am and pm: 22-06, but not 17-9."""


def parse(text: str, language: str = "en") -> tuple[Window, ...]:
    """Read a text as the windows of a week: sorted, merged where they touch or overlap.

    English and Danish are both understood; `language` decides only what means both ("fri").
    An empty tuple means: never free ("clear"). Raises NotUnderstood, and nothing else, whatever
    the text.
    """
    if len(text) > LONGEST:
        raise NotUnderstood(text, LONGEST, len(text), "too-long", most=str(LONGEST))
    tokens = list(cut(text, language))
    said = [token for token in tokens if token.kind is not Kind.BREAK]
    if not said:
        raise NotUnderstood(text, 0, 0, "empty")
    return _Reader(text, _settle_fri(tokens)).read()


def _settle_fri(tokens: Sequence[Token]) -> list[Token]:
    """Decide each Danish "fri": off after a day ("lør fri"), else Friday ("man-fri 9-17")."""
    settled: list[Token] = []
    for at, token in enumerate(tokens):
        if token.kind is not Kind.FRI:
            settled.append(token)
            continue
        before = next((each.kind for each in reversed(settled) if each.kind is not Kind.BREAK), 0)
        rest = (each.kind for each in tokens[at + 1 :] if each.kind is not Kind.BREAK)
        off = before is Kind.DAYS and next(rest, None) not in (Kind.TIME, Kind.TO, Kind.ALL_DAY)
        kind = Kind.OFF if off else Kind.DAYS
        settled.append(Token(kind, token.start, token.end, days=() if off else token.days))
    return settled


class _Reader:
    """Reads tokens left to right: days gather until hours come, the next days begin anew."""

    def __init__(self, text: str, tokens: Sequence[Token]) -> None:
        self.text = text
        self.tokens = [token for token in tokens if token.kind is not Kind.BREAK]
        self.at = 0
        self.days: list[Token] = []
        self.spoken_for = False
        """Whether the gathered days have their hours."""
        self.hours: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
        self.off: set[int] = set()

    def read(self) -> tuple[Window, ...]:
        if len(self.tokens) == 1 and self.tokens[0].kind in (Kind.CLEAR, Kind.OFF):
            return ()
        while self.at < len(self.tokens):
            self._step(self.tokens[self.at])
        if self.days and not self.spoken_for:
            raise self._trouble(self.days[0], self.days[-1], "missing-times")
        return _merged(self.hours)

    def _step(self, token: Token) -> None:
        if token.kind is Kind.DAYS:
            self._read_days(token)
        elif token.kind is Kind.TIME:
            self._read_hours(token)
        elif token.kind is Kind.ALL_DAY:
            self._add(token, 0, DAY_MINUTES)
            self.at += 1
        elif token.kind is Kind.OFF:
            self._read_off(token)
        elif token.kind is Kind.CLEAR:
            raise self._trouble(token, token, "clear-alone")
        elif self.days and not self.spoken_for and self._kind(1) in (Kind.TIME, Kind.ALL_DAY):
            self.at += 1  # "mon-fri - 9-17"
        else:
            raise self._trouble(token, token, "dash")

    def _read_days(self, token: Token) -> None:
        if self.spoken_for:
            self.days, self.spoken_for = [], False
        if self._kind(1) is Kind.TO and self._kind(2) is Kind.DAYS:
            last = self.tokens[self.at + 2]
            if len(token.days) > 1 or len(last.days) > 1:
                raise self._trouble(token, last, "dash")
            count = (last.days[0] - token.days[0]) % 7 + 1
            days = tuple((token.days[0] + step) % 7 for step in range(count))
            self.days.append(Token(Kind.DAYS, token.start, last.end, days=days))
            self.at += 3
        else:
            self.days.append(token)
            self.at += 1

    def _read_hours(self, start: Token) -> None:
        if self._kind(1) is not Kind.TO or self._kind(2) is not Kind.TIME:
            raise self._trouble(start, start, "missing-end", time=self._said(start))
        end = self.tokens[self.at + 2]
        self._add(start, *self._resolve(start, end), until=end)
        self.at += 3

    def _read_off(self, token: Token) -> None:
        if not self.days:
            raise self._trouble(token, token, "missing-day")
        for day in (day for each in self.days for day in each.days):
            self.hours.pop(day, None)
            self.off.add(day)
        self.spoken_for = True
        self.at += 1

    def _add(self, token: Token, start: int, end: int, until: Token | None = None) -> None:
        if not self.days:
            raise self._trouble(token, until or token, "missing-day")
        self.spoken_for = True
        for each in self.days:
            for day in each.days:
                # "wed off, daily 9-17": the day that was named alone stays off.
                if day in self.off and len(each.days) > 1:
                    continue
                self.off.discard(day)
                self.hours[day].append((start, end))

    def _resolve(self, first: Token, last: Token) -> tuple[int, int]:
        """Minutes from–to, the end beyond 1440 where it is on the next day."""
        start, end = first.minutes, last.minutes
        # "9-5pm", "9am-5": the half that is not said is the one that makes the window shortest.
        if first.on_twelve and last.half in ("a", "p"):
            start = min(_halves(start), key=lambda each: (end - each - 1) % DAY_MINUTES)
        elif last.on_twelve and first.half in ("a", "p"):
            end = min(_halves(end), key=lambda each: (each - start - 1) % DAY_MINUTES)
        end = end or DAY_MINUTES
        if start < end:
            return start, end
        length = end + DAY_MINUTES - start
        certain = bool(first.half and last.half)
        if start in {end, DAY_MINUTES}:
            raise self._trouble(first, last, "no-length")
        if length <= _NIGHT or certain:
            return start, end + DAY_MINUTES
        twelve = first.on_twelve and last.on_twelve and start < end + _NIGHT
        best = (start, end + _NIGHT) if twelve else (end, start)
        meant = "-".join(_short(each) for each in best)
        raise self._trouble(first, last, "backwards", guess=meant)

    def _kind(self, ahead: int) -> Kind | None:
        at = self.at + ahead
        return self.tokens[at].kind if at < len(self.tokens) else None

    def _said(self, token: Token) -> str:
        return self.text[token.start : token.end].strip()

    def _trouble(self, first: Token, last: Token, key: str, **hints: str) -> NotUnderstood:
        return NotUnderstood(self.text, first.start, last.end, key, **hints)


def _merged(hours: Mapping[int, Sequence[tuple[int, int]]]) -> tuple[Window, ...]:
    """Split what goes past midnight, then join what touches or overlaps on the same day."""
    split: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for day, pairs in hours.items():
        for start, end in pairs:
            split[day].append((start, min(end, DAY_MINUTES)))
            if end > DAY_MINUTES:
                split[(day + 1) % 7].append((0, end - DAY_MINUTES))
    windows: list[Window] = []
    for day in sorted(split):
        for start, end in sorted(split[day]):
            if windows and windows[-1].day == day and start <= windows[-1].end:
                windows[-1] = Window(day, windows[-1].start, max(windows[-1].end, end))
            else:
                windows.append(Window(day, start, end))
    return tuple(windows)


def _halves(minutes: int) -> tuple[int, int]:
    """The morning's and the afternoon's reading of a time on a twelve-hour clock."""
    return minutes % _NIGHT, minutes % _NIGHT + _NIGHT


def _short(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02}" if minutes % 60 else f"{minutes // 60}"
