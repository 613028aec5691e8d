"""Entities of a text; offsets and lengths count UTF-16 code units."""

import re
from typing import Any

AUTOMATIC = re.compile(
    r"(?P<url>\bhttps?://[^\s<>\"]+[^\s<>\".,;:!?)\]'])"
    r"|(?P<email>\b[\w.+-]+@[\w-]+\.[\w.-]*\w)"
    r"|(?P<mention>(?<![\w@])@[A-Za-z]\w{3,31}\b)"
    r"|(?P<bot_command>(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@\w+)?\b)"
    r"|(?P<hashtag>(?<![\w#])#\w*[^\W\d]\w*)"
)


def units(text: str) -> int:
    """How many UTF-16 code units a text has."""
    return len(text.encode("utf-16-le")) // 2


def trimmed(text: str, entities: list[dict[str, Any]]) -> tuple[str, list[dict[str, Any]]]:
    """Without the white space around it, as Telegram stores a text; entities follow."""
    start = units(text) - units(text.lstrip())
    text = text.strip()
    end = units(text)
    kept = []
    for entity in entities:
        first = max(entity["offset"] - start, 0)
        last = min(entity["offset"] + entity["length"] - start, end)
        if last > first:
            kept.append({**entity, "offset": first, "length": last - first})
    return text, sorted(kept, key=lambda e: (e["offset"], -e["length"]))


def with_automatic(text: str, entities: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The entities, and those that Telegram finds by itself: links, mentions, commands."""
    blocking = {"code", "pre", "text_link"}
    taken = [(e["offset"], e["offset"] + e["length"]) for e in entities if e["type"] in blocking]
    found = []
    for match in AUTOMATIC.finditer(text):
        offset, length = units(text[: match.start()]), units(match[0])
        if not any(first < offset + length and offset < last for first, last in taken):
            found.append({"type": str(match.lastgroup), "offset": offset, "length": length})
    return sorted([*entities, *found], key=lambda e: (e["offset"], -e["length"]))
