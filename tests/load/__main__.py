"""`python -m tests.load`: busy days of growing platforms, at Telegram's free and paid limit.

docs/scaling.md has what it printed and what follows from it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable

from tests.load.day import Load, play

BUSY = 2.0
"""A busy day has so many times the bookings of an average one."""
RATES = {
    1_000_000: (30, 1_000),
    3_000_000: (30, 1_000),
    12_000_000: (30, 1_000),
    50_000_000: (1_000,),
}
"""Bookings a year, and the rates to play it at: at 30 a second, 50 million never get through."""
HEAD = (
    "bookings a year", "busy day", "notices/s", "updates/s at most", "due at once",
    "queue", "late p50", "p99", "most", "minutes behind",
)  # fmt: skip


def main() -> None:
    """Print the table as Markdown."""
    _line(HEAD)
    _line(["---"] * len(HEAD))
    for year, rates in RATES.items():
        bookings = round(year / 365 * BUSY)
        for rate in rates:
            seen = play(Load(bookings), rate)
            cells = (
                f"{year:,}", f"{bookings:,}", f"{rate:,}", f"{seen.updates_peak:,}",
                f"{seen.notices_peak:,}", f"{seen.queue:,}", f"{seen.late_p50} s",
                f"{seen.late_p99} s", f"{seen.late_most} s", f"{seen.behind:,}",
            )  # fmt: skip
            _line(cells)


def _line(cells: Iterable[str]) -> None:
    sys.stdout.write(f"| {' | '.join(cells)} |\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
