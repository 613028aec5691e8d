"""Every sentence a person reads, and how their language writes times, days and money."""

from bot.locales.bundles import LANGUAGES, BrokenMessages, bundle, files, pick_language
from bot.locales.html import Html, bare, escape, lines
from bot.locales.speech import MissingText, Speech

__all__ = [
    "LANGUAGES",
    "BrokenMessages",
    "Html",
    "MissingText",
    "Speech",
    "bare",
    "bundle",
    "escape",
    "files",
    "lines",
    "pick_language",
]
