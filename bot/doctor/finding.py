"""What a look at one part comes back with."""

from __future__ import annotations

from dataclasses import dataclass

from bot.config import EXAMPLES, Settings


@dataclass(frozen=True, slots=True)
class Finding:
    """One part: whether it is well, and what there is to say, with what to do where it is not.

    `passing`: it may be well in a moment (no answer), so it is no reason not to start.
    """

    part: str
    well: bool
    says: str
    passing: bool = False


def missing(settings: Settings, *names: str) -> list[Finding]:
    """A finding for each of these settings that is empty."""
    return [
        Finding(
            name.partition("_")[0].lower(),
            False,
            f"{name} is missing. For example: {name}={EXAMPLES[name]}",
        )
        for name in names
        if not _is_set(settings, name)
    ]


def _is_set(settings: Settings, name: str) -> bool:
    value = getattr(settings, name.lower())
    return bool(value if isinstance(value, str) else value.get_secret_value())
