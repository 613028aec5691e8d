"""Switches that make the local Stripe behave badly, for the page and for tests."""

from __future__ import annotations

import random
from dataclasses import asdict, dataclass, field, fields
from typing import Any

STATUSES = (409, 429, 500, 502, 503)


class BadSwitchError(ValueError):
    """A switch that does not exist or cannot take that value; the message says which."""


@dataclass
class Switches:
    """All of them at rest by default.

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
    fail_rate: float = 0.0
    lose_next: int = 0
    lose_rate: float = 0.0
    match: str = ""
    seed: int = 0


@dataclass
class Faults:
    """The switches, and the dice they are thrown with: a seed repeats a run."""

    switches: Switches = field(default_factory=Switches)
    dice: random.Random = field(default_factory=lambda: random.Random(0))  # noqa: S311 - not a secret

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
            self.dice.seed(read["seed"])

    def reset(self) -> None:
        """Put every switch at rest."""
        self.switches = Switches()

    def failing(self, call: str) -> int | None:
        """Return the status to fail this request with, or None to let it through."""
        switches = self.switches
        if switches.match not in call:
            return None
        if switches.fail_next > 0:
            switches.fail_next -= 1
            return switches.fail_status
        if self._chance(switches.fail_rate):
            return self.dice.choice(STATUSES)
        return None

    def lingering(self, call: str) -> float:
        """Return for how many real seconds this request is to be kept waiting before it acts."""
        return self.switches.request_delay if self.switches.match in call else 0.0

    def losing(self, call: str) -> bool:
        """Return whether the answer to this request is to be lost after it took effect."""
        switches = self.switches
        if switches.match not in call:
            return False
        if switches.lose_next > 0:
            switches.lose_next -= 1
            return True
        return self._chance(switches.lose_rate)

    def dropping(self) -> bool:
        """Return whether this webhook is to be lost for good."""
        if self.switches.webhook_drop_next > 0:
            self.switches.webhook_drop_next -= 1
            return True
        return self._chance(self.switches.webhook_drop)

    def doubling(self) -> bool:
        """Return whether this webhook is to arrive twice."""
        return self._chance(self.switches.webhook_double)

    def holding_back(self) -> float:
        """Return for how many real seconds this webhook is to wait."""
        delay = self.switches.webhook_delay
        if self._chance(self.switches.webhook_reorder):
            delay += self.dice.uniform(0.05, 0.5)
        return delay

    def _chance(self, rate: float) -> bool:
        return rate > 0 and self.dice.random() < rate


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
