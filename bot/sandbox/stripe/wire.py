"""What crossed between the bot and the local Stripe, for people who want to watch."""

from __future__ import annotations

from collections import deque
from itertools import count
from typing import Any

from bot.sandbox.stripe.ports import Clock

KEPT = 500


class Wire:
    """The latest requests and webhooks, oldest first, each with a number that grows."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._numbers = count(1)
        self._entries: deque[dict[str, Any]] = deque(maxlen=KEPT)

    def note(self, kind: str, what: str, status: int | None, **more: Any) -> None:
        """Remember one crossing: `kind` is request or webhook, `status` None when it was lost."""
        self._entries.append(
            {
                "id": next(self._numbers),
                "at": self._clock.now().isoformat(timespec="milliseconds"),
                "kind": kind,
                "what": what,
                "status": status,
                **more,
            }
        )

    def since(self, number: int) -> list[dict[str, Any]]:
        """Return what came after that number."""
        return [entry for entry in self._entries if entry["id"] > number]
