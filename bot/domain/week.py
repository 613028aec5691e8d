"""A week of windows: as rows, and as lines to read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, Self


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """Free from `start` to `end` (minutes after midnight, 0 <= start < end <= 1440) on `day`.

    `day` is 0 for Sunday to 6 for Saturday, as `availability_windows.day_of_week`.
    """

    day: int
    start: int
    end: int

    def as_json(self) -> dict[str, int | str]:
        """{"day": 1, "start": "09:00", "end": "17:00"}, as app.set_availability takes it."""
        return {"day": self.day, "start": _clock(self.start), "end": _clock(self.end)}

    @classmethod
    def from_json(cls, row: Mapping[str, int | str]) -> Self:
        """The window that `as_json` wrote; "17:00:00" is understood too."""
        return cls(int(row["day"]), _minutes(str(row["start"])), _minutes(str(row["end"])))


class DayWords(Protocol):
    """What `describe` needs of a language; bot.locales.Speech has it."""

    def weekday(self, day_of_week: int) -> str:
        """The short name of a day, 0 for Sunday."""

    def clock(self, minutes: int) -> str:
        """A time of day, from minutes after midnight."""


def describe(windows: Iterable[Window], language: DayWords) -> list[str]:
    """The windows a line a day, equal days together: ["Mon–Fri 9:00–17:00", "Sat 10:00–14:00"].

    What it says, `parse` reads back as the same windows. No windows, no lines.
    """
    by_day: defaultdict[int, list[Window]] = defaultdict(list)
    for window in sorted(windows):
        by_day[window.day].append(window)
    groups: dict[str, list[int]] = {}
    for day in (1, 2, 3, 4, 5, 6, 0):
        hours = ", ".join(
            f"{language.clock(each.start)}–{language.clock(each.end)}" for each in by_day[day]
        )
        if hours:
            groups.setdefault(hours, []).append(day)
    return [f"{_days(days, language)} {hours}" for hours, days in groups.items()]


def _days(days: Sequence[int], language: DayWords) -> str:
    """'Mon–Wed, Fri': days of one week, Monday first, neighbours as a range from three on."""
    runs: list[list[int]] = []
    for day in days:
        if runs and (runs[-1][-1] + 1) % 7 == day:
            runs[-1].append(day)
        else:
            runs.append([day])
    said: list[str] = []
    for run in runs:
        names = [language.weekday(day) for day in run]
        said += [f"{names[0]}–{names[-1]}"] if len(run) > 2 else names  # noqa: PLR2004
    return ", ".join(said)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _minutes(clock: str) -> int:
    hour, minute = clock.split(":")[:2]
    return int(hour) * 60 + int(minute)
