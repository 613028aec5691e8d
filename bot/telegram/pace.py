"""How fast this process may send: a burst a chat, and silence when Telegram says so."""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque

BURST = 3
PER_SECOND = 1.0
_REMEMBERED = 2000
_FLOOD_LANES = 3
_FLOOD_WINDOW = 2.0


class Pace:
    """Delays by chat, and a pause of everything when several chats are refused at once."""

    def __init__(self, *, burst: int = BURST, per_second: float = PER_SECOND) -> None:
        self._burst = burst
        self._per_second = per_second
        self._spent: OrderedDict[str, float] = OrderedDict()
        self._refused: deque[tuple[float, str]] = deque(maxlen=50)
        self._silent_until = 0.0

    def delay(self, lane: str) -> float:
        """Seconds to wait before the next message to this chat; it is counted as sent."""
        now = _now()
        spent = max(self._spent.pop(lane, 0.0), now - self._burst / self._per_second)
        spent += 1 / self._per_second
        self._spent[lane] = spent
        if len(self._spent) > _REMEMBERED:
            self._spent.popitem(last=False)
        return max(0.0, spent - now)

    def refused(self, lane: str, seconds: float) -> None:
        """Telegram answered 429. Several chats in a moment: it means the bot, not the chat."""
        now = _now()
        self._refused.append((now, lane))
        lanes = {each for at, each in self._refused if now - at < _FLOOD_WINDOW}
        if len(lanes) >= _FLOOD_LANES:
            self._silent_until = max(self._silent_until, now + seconds)

    def silence(self) -> float:
        """Seconds for which nothing at all may be sent."""
        return max(0.0, self._silent_until - _now())


def _now() -> float:
    return asyncio.get_running_loop().time()
