"""The message files of each language, read once: bot/locales/<language>/*.ftl."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from fluent.runtime import FluentBundle, FluentResource
from fluent.syntax import ast

LANGUAGES = ("en", "da")
"""The languages that the bot speaks; the first is spoken to everybody else."""

_HERE = Path(__file__).parent


class BrokenMessages(Exception):
    """A message file does not parse, or a message is defined twice."""


def pick_language(code: str | None) -> str:
    """The language to speak to somebody whose app is set to `code` ('da-DK', 'pt-br', None)."""
    wanted = (code or "").replace("_", "-").partition("-")[0].lower()
    return wanted if wanted in LANGUAGES else LANGUAGES[0]


def files(language: str) -> list[Path]:
    """The message files of a language, in order of name."""
    return sorted((_HERE / language).glob("*.ftl"))


@cache
def bundle(language: str) -> FluentBundle:
    """All messages of a language. Raises BrokenMessages rather than skip one in silence."""
    # Isolation marks would be invisible characters in buttons, links and copied text.
    made = FluentBundle([language], use_isolating=False)
    seen: dict[str, str] = {}
    for path in files(language):
        resource = FluentResource(path.read_text(encoding="utf-8"))
        for entry in resource.body:
            if isinstance(entry, ast.Junk):
                raise BrokenMessages(
                    f"{language}/{path.name}: {(entry.content or '').strip()[:200]}"
                )
            if isinstance(entry, ast.Message | ast.Term):
                name = f"{'-' if isinstance(entry, ast.Term) else ''}{entry.id.name}"
                if name in seen:
                    raise BrokenMessages(f"{name} is in {seen[name]} and in {path.name}")
                seen[name] = path.name
        made.add_resource(resource)
    return made
