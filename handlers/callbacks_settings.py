"""The buttons of the settings; as handlers/callbacks.py."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from handlers.packing import Press


@dataclass(frozen=True, slots=True)
class Settings(Press):
    """Language and time zone, as they are."""

    CODE: ClassVar[str] = "us"


@dataclass(frozen=True, slots=True)
class Speak(Press):
    """Speak `language` from now on, and show the settings in it."""

    CODE: ClassVar[str] = "ul"
    language: str


@dataclass(frozen=True, slots=True)
class ChangeZone(Press):
    """Ask for the time zone, and come back to the settings with it."""

    CODE: ClassVar[str] = "uz"
