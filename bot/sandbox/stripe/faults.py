"""Switches that make the local Stripe behave badly, for the page and for tests."""

from __future__ import annotations

import random
from dataclasses import asdict, dataclass, field, fields
from typing import Any

STATUSES = (409, 429, 500, 502, 503)
BROKEN = (500, 502, 503)
TOO_MANY = 429


class BadSwitchError(ValueError):
    """A switch that does not exist or cannot take that value; the message says which."""


@dataclass
class Switches:
    """All of them at rest by default; rates of several work side by side.

    Rates are chances from 0 to 1 (true and false stand for 1 and 0). Seconds are real ones: the
    network does not follow the sandbox's clock. `..._next` counts down and then rests.
    `match` limits what concerns requests to those whose "METHOD /path" contains it.
    """

    webhook_drop: float = 0.0
    webhook_double: float = 0.0
    webhook_reorder: float = 0.0
    webhook_delay: float = 0.0
    webhook_drop_next: int = 0
    webhook_paused: bool = False
    request_delay: float = 0.0
    fail_next: int = 0
    fail_status: int = 500
    fail_retry_after: int = 0
    fail_rate: float = 0.0
    fail_after_next: int = 0
    fail_after_rate: float = 0.0
    fail_after_kept: float = 0.0
    lose_next: int = 0
    lose_rate: float = 0.0
    match: str = ""
    seed: int = 0


@dataclass(frozen=True)
class Failure:
    """An answer that says no; `retry_after` is its header, in seconds.

    `kept`: an idempotency key keeps this answer, not the good one.
    """

    status: int
    retry_after: int | None = None
    kept: bool = False


@dataclass(frozen=True)
class Fate:
    """What becomes of a webhook; `delay` in real seconds."""

    drop: bool
    double: bool
    delay: float


@dataclass
class Faults:
    """The switches, and the dice they are thrown with.

    Each switch has dice of its own, so that its n-th throw depends on the seed alone: a seed
    repeats a run, also where requests and webhooks come in another order among each other.
    """

    switches: Switches = field(default_factory=Switches)
    _dice: dict[str, random.Random] = field(default_factory=dict)

    def shown(self) -> dict[str, Any]:
        """Return every switch by name."""
        return asdict(self.switches)

    def set(self, wanted: dict[str, Any]) -> None:
        """Set the named switches; BadSwitchError and nothing set where one is wrong."""
        known = {item.name: item for item in fields(Switches)}
        read: dict[str, Any] = {}
        for name, value in wanted.items():
            if name not in known:
                raise BadSwitchError(f"No switch is called {name}. There are: {', '.join(known)}")
            read[name] = _read(name, type(getattr(Switches(), name)), value)
        for name, value in read.items():
            setattr(self.switches, name, value)
        if "seed" in read:
            self._dice.clear()

    def reset(self) -> None:
        """Put every switch at rest, and the dice back to their first throw."""
        self.switches = Switches()
        self._dice.clear()

    def failing(self, call: str) -> Failure | None:
        """Return how to fail this request before it acts, or None to let it through."""
        switches = self.switches
        if switches.match not in call:
            return None
        if self._next("fail_next"):
            wait = switches.fail_retry_after or None
            return Failure(switches.fail_status, wait)
        if not self._chance("fail_rate"):
            return None
        die = self._die("fail_rate")
        status = die.choice(STATUSES)
        # Stripe says how long to wait at some of its limits only.
        asks = status == TOO_MANY and die.random() < 0.5  # noqa: PLR2004 - a coin
        return Failure(status, max(1, switches.fail_retry_after) if asks else None)

    def spoiling(self, call: str) -> Failure | None:
        """Return how the answer to this request is to deny what it did, or None."""
        switches = self.switches
        if switches.match not in call:
            return None
        if self._next("fail_after_next"):
            status = switches.fail_status if switches.fail_status in BROKEN else BROKEN[0]
        elif self._chance("fail_after_rate"):
            status = self._die("fail_after_rate").choice(BROKEN)
        else:
            return None
        return Failure(status, kept=self._chance("fail_after_kept"))

    def lingering(self, call: str) -> float:
        """Return for how many real seconds this request is to be kept waiting before it acts."""
        return self.switches.request_delay if self.switches.match in call else 0.0

    def losing(self, call: str) -> bool:
        """Return whether the answer to this request is to be lost after it took effect."""
        if self.switches.match not in call:
            return False
        return self._next("lose_next") or self._chance("lose_rate")

    def fate(self) -> Fate:
        """Return what is to become of the next webhook; ask once for each, in their order."""
        delay = self.switches.webhook_delay
        if self._chance("webhook_reorder"):
            delay += self._die("webhook_reorder").uniform(0.05, 0.5)
        drop = self._next("webhook_drop_next") or self._chance("webhook_drop")
        return Fate(drop, self._chance("webhook_double"), delay)

    def _next(self, name: str) -> bool:
        left: int = getattr(self.switches, name)
        setattr(self.switches, name, max(0, left - 1))
        return left > 0

    def _chance(self, name: str) -> bool:
        rate: float = getattr(self.switches, name)
        return rate > 0 and self._die(name).random() < rate

    def _die(self, name: str) -> random.Random:
        if name not in self._dice:
            self._dice[name] = random.Random(f"{self.switches.seed} {name}")  # noqa: S311
        return self._dice[name]


def _read(name: str, kind: type, value: Any) -> Any:
    if kind is str and isinstance(value, str):
        return value
    if kind is bool and isinstance(value, bool | int):
        return bool(value)
    if kind in (int, float) and isinstance(value, bool | int | float) and value >= 0:
        if name == "fail_status" and value not in STATUSES:
            raise BadSwitchError(f"fail_status is one of {STATUSES}")
        return kind(value)
    raise BadSwitchError(f"{name} cannot be {value!r}")
