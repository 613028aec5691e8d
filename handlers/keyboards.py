"""Buttons in rows: how labels are cut, months drawn and pages turned. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import TypeVar

from bot.locales import Speech, bare
from bot.telegram.screens import Button, Rows
from handlers.callbacks import Blank
from handlers.packing import Press

LABEL = 28
"""Letters of a label that a narrow phone shows."""
PAGE = 8
"""Entries of a list on one screen."""
EMPTY = "\N{BRAILLE PATTERN BLANK}"
"""Looks like nothing, and is no white space: Telegram wants every button to have a text."""
NOT_FREE = "·"

T = TypeVar("T")


def fit(text: str, most: int = LABEL) -> str:
    """The text, cut with "…" where it is longer than `most` letters."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def fitting(*labels: str) -> str:
    """The first of the labels that need not be cut, else the last."""
    return next((each for each in labels if len(each) <= LABEL), labels[-1])


def tap(text: str, press: Press, style: str | None = None) -> Button:
    """A button that comes back as a tap."""
    return Button(fit(bare(text)), data=press.pack(), style=style)


def link(text: str, url: str, style: str | None = None) -> Button:
    """A button that opens a page."""
    return Button(fit(bare(text)), url=url, style=style)


def back(speech: Speech, press: Press) -> Button:
    """The way back, to the screen that `press` shows."""
    return tap(speech.plain("back"), press)


def named(speech: Speech, key: str, name: str, *, number: str, when: str) -> str:
    """A label of a numbered list: number, name and time, or the first two where all is too long.

    The list above says when; a name cut to make room for it would say less than half of both.
    """
    whole = speech.plain(key, name=name, number=number, when=when)
    return fit(fitting(whole, speech.plain("label-numbered", number=number, name=name)))


def addressed(speech: Speech, key: str, name: str) -> str:
    """A label with somebody's name in it, which is cut where the whole would be too long."""
    whole = speech.plain(key, name=name)
    room = LABEL - (len(whole) - len(name))
    return speech.plain(key, name=fit(name, room))


def chunks(items: Sequence[T], size: int) -> list[tuple[T, ...]]:
    """The items, `size` to a row."""
    return [tuple(items[at : at + size]) for at in range(0, len(items), size)]


def paired(buttons: Sequence[Button]) -> Rows:
    """Two to a row where both labels are short enough for it, else one."""
    half = LABEL // 2 + 4
    short = all(len(button.text) <= half for button in buttons)
    return tuple(chunks(buttons, 2 if short else 1))


def pager(
    speech: Speech, page: int, more: bool, earlier_page: Press, later_page: Press
) -> tuple[Button, ...]:
    """Earlier and more, where there are any."""
    row: list[Button] = []
    if page > 0:
        row.append(tap(speech.plain("earlier"), earlier_page))
    if more:
        row.append(tap(speech.plain("more"), later_page))
    return tuple(row)


def rows(*given: Iterable[Button] | Button | None) -> Rows:
    """Rows from buttons and from rows; what is None or empty is left out."""
    made = [
        (each,) if isinstance(each, Button) else tuple(each) for each in given if each is not None
    ]
    return tuple(row for row in made if row)


def month_grid(speech: Speech, first: date, free: dict[date, Press]) -> Rows:
    """The month of `first` (its first day), Monday to Sunday, as far as anything in it is free.

    Days that are not free do nothing, and nor do the heads of the columns: Telegram has no button
    that can't be pressed, so that a free day has a colour, and a head is two small letters. A month
    without a free day has no grid.
    """
    names = tuple(tap(speech.weekday_letters(day % 7), Blank()) for day in range(1, 8))
    monday = first - timedelta(days=first.weekday())
    weeks = [[monday + timedelta(days=7 * week + day) for day in range(7)] for week in range(6)]
    used = [at for at, week in enumerate(weeks) if any(_is_free(first, day, free) for day in week)]
    if not used:
        return ()
    shown = weeks[used[0] : used[-1] + 1]
    return (names, *(tuple(_square(first, day, free) for day in week) for week in shown))


def _is_free(first: date, day: date, free: dict[date, Press]) -> bool:
    return day in free and day.month == first.month


def _square(first: date, day: date, free: dict[date, Press]) -> Button:
    if _is_free(first, day, free):
        return tap(str(day.day), free[day], "primary")
    return tap(NOT_FREE if day.month == first.month else EMPTY, Blank())
