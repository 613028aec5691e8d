"""One busy day, second by second: who taps when, what falls due, and how long notices queue.

A notice is any message that nobody's own tap brought: it waits for its turn among so many a second
(`app.take_tokens`; Telegram allows a bot 30, and 1,000 where it pays). What is due at the same
second leaves in that second or stands in the queue, first come first served.
"""

from __future__ import annotations

import random
from collections import deque
from dataclasses import dataclass

DAY = 86_400
HOUR = 3_600
EVENING = (1, 1, 0, 0, 0, 1, 2, 4, 6, 7, 7, 6, 6, 6, 6, 7, 9, 12, 14, 15, 13, 9, 5, 3)
"""How the starts of sessions spread over the hours of a day in one zone: work and school end, and
half of them are between 16 and 21."""
MINUTE_OF_START = ((0, 0.70), (30, 0.20), (15, 0.05), (45, 0.05))
REMINDERS_AHEAD = (24 * HOUR, HOUR)
PEOPLE = 2


@dataclass(frozen=True)
class Load:
    """What is asked of one day.

    `bookings` of that day that come to be held; `looks`: updates (taps and texts) a booking, of
    those who book and those who only look; `notices`: notices a booking that follow a tap of
    somebody, soon or late in the same hours as taps (asked, accepted, receipt, calendar file).
    """

    bookings: int
    looks: float = 25.0
    notices: float = 6.0
    length: int = HOUR


@dataclass(frozen=True)
class Seen:
    """What came of it: updates a second at most, the longest queue, and how late notices were (in
    seconds): of all of them the middle and the 99th of a hundred, and the latest; `behind`: for how
    many minutes of the day something had waited longer than a minute."""

    updates_peak: int
    notices_peak: int
    queue: int
    late_p50: int
    late_p99: int
    late_most: int
    behind: int


def play(load: Load, rate: int, seed: int = 1) -> Seen:
    """A day of `load` at `rate` notices a second; the same for the same seed."""
    dice = random.Random(seed)
    starts = [_a_start(dice) for _ in range(load.bookings)]
    due, updates = [0] * DAY, [0] * DAY
    for start in starts:
        # The day before and the day after look like this one.
        for moment in (*(start - ahead for ahead in REMINDERS_AHEAD), start + load.length):
            due[moment % DAY] += PEOPLE
    for series, each in ((updates, load.looks), (due, load.notices)):
        for _ in range(round(load.bookings * each)):
            series[_a_moment(dice)] += 1
    return drain(due, updates, rate)


def _a_start(dice: random.Random) -> int:
    """A session begins at a round time, most of them at a full hour: they all do at once."""
    (hour,) = dice.choices(range(24), EVENING)
    (minute,) = dice.choices([m for m, _ in MINUTE_OF_START], [w for _, w in MINUTE_OF_START])
    return hour * HOUR + minute * 60


def _a_moment(dice: random.Random) -> int:
    """People tap in the hours in which they learn, at any second."""
    (hour,) = dice.choices(range(24), EVENING)
    return hour * HOUR + dice.randrange(HOUR)


def drain(due: list[int], updates: list[int], rate: int) -> Seen:
    """Let what is due in each second of a day leave at `rate`, and go on until nothing waits."""
    waiting: deque[tuple[int, int]] = deque()
    lates: dict[int, int] = {}
    length = longest = 0
    behind: set[int] = set()
    second = 0
    while second < DAY or waiting:
        if second < DAY and due[second]:
            waiting.append((second, due[second]))
            length += due[second]
        longest, left = max(longest, length), rate
        while waiting and left:
            since, count = waiting.popleft()
            now = min(count, left)
            lates[second - since] = lates.get(second - since, 0) + now
            length, left = length - now, left - now
            if count > now:
                waiting.appendleft((since, count - now))
        if waiting and second - waiting[0][0] > 60:
            behind.add(second // 60)
        second += 1
    return Seen(
        max(updates), max(due), longest,
        _share(lates, 0.5), _share(lates, 0.99), max(lates, default=0), len(behind),
    )  # fmt: skip


def _share(lates: dict[int, int], share: float) -> int:
    """So late was the one that `share` of all were not later than."""
    left = share * sum(lates.values())
    for late, count in sorted(lates.items()):
        left -= count
        if left <= 0:
            return late
    return 0
