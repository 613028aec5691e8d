"""Telegram's flood limits: about 30 messages a second over all, one a second in a chat."""

import math
import time
from dataclasses import dataclass, field

from bot.sandbox.telegram.errors import too_many_requests


@dataclass
class _Bucket:
    """Holds up to `burst` tokens and gains `rate` a second (real time, monotonic)."""

    rate: float
    burst: float
    tokens: float
    at: float

    def missing(self, now: float) -> float:
        """Seconds until a token is there; 0 where one is."""
        self.tokens = min(self.burst, self.tokens + (now - self.at) * self.rate)
        self.at = now
        return 0.0 if self.tokens >= 1 else (1 - self.tokens) / self.rate


@dataclass
class Limits:
    """Two kinds of buckets; `enabled` is a switch of the sandbox.

    Telegram names one message a second for a chat and lets short bursts pass: someone who taps
    through a calendar is not slowed down, a loop is.
    """

    enabled: bool = True
    per_second: float = 30
    chat_per_second: float = 1
    chat_burst: float = 12
    _all: _Bucket | None = None
    _chats: dict[int, _Bucket] = field(default_factory=dict)

    def spend(self, chat_id: int) -> None:
        """Take one message for this chat; raises BotApiError 429 where there is none left."""
        if not self.enabled:
            return
        now = time.monotonic()
        if self._all is None:
            self._all = _Bucket(self.per_second, self.per_second, self.per_second, now)
        chat = self._chats.setdefault(
            chat_id, _Bucket(self.chat_per_second, self.chat_burst, self.chat_burst, now)
        )
        wait = max(self._all.missing(now), chat.missing(now))
        if wait > 0:
            raise too_many_requests(math.ceil(wait))
        self._all.tokens -= 1
        chat.tokens -= 1
