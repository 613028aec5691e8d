"""What the local Stripe needs from whoever runs it, and the shapes its parts share."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

Obj = dict[str, Any]
"""A Stripe object as JSON has it. Keys that begin with an underscore never leave the books."""


class Clock(Protocol):
    """Anything that knows the sandbox's time."""

    def now(self) -> datetime:
        """Return the present instant, aware and in UTC."""
        ...


class OwnClock:
    """The machine's clock plus an offset, for running the local Stripe by itself."""

    def __init__(self) -> None:
        self.offset = timedelta()

    def now(self) -> datetime:
        """Return the machine's time moved by the offset, in UTC."""
        return datetime.now(UTC) + self.offset

    def move_to(self, to: datetime) -> None:
        """Let the clock show `to` (aware) from now on; it goes on ticking from there."""
        self.offset = to - datetime.now(UTC)


def stamp(clock: Clock) -> int:
    """Return the clock's time in whole Unix seconds, as Stripe writes times."""
    return int(clock.now().timestamp())


def shown(obj: Obj) -> Obj:
    """Return the object without what is only for the books."""
    return {key: value for key, value in obj.items() if not key.startswith("_")}
