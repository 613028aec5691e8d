"""What people type in answer to a question, read: titles, topics, lengths, addresses, seats."""

from __future__ import annotations

import re

QUARTER, LONGEST = 15, 720
"""Minutes: a session's length is a multiple of the first, up to the second."""
TITLE, BIO, DESCRIPTION, PREREQUISITES, REASON, ADDRESS = 80, 600, 1500, 300, 500, 300
"""Characters at most."""
TOPICS, TOPIC = 8, 40
"""Topics at most, and the characters of one."""
SEATS = 1000
_SENTENCE = 10

_HOURS = r"(?:h|hr|hrs|hour|hours|t|time|timer)"
_MINUTES = r"(?:m|min|mins|minute|minutes|minutter|minut)"
_LENGTHS = (
    re.compile(rf"^(?P<m>\d{{1,4}})\s*{_MINUTES}?\.?$"),
    re.compile(rf"^(?P<h>\d{{1,2}})(?:[.,](?P<part>\d{{1,2}}))?\s*{_HOURS}\.?$"),
    re.compile(
        rf"^(?P<h>\d{{1,2}})\s*{_HOURS}\.?\s*(?:and |og )?(?P<m>\d{{1,2}})\s*{_MINUTES}?\.?$"
    ),
    re.compile(r"^(?P<h>\d{1,2}):(?P<m>\d{2})$"),
)


_ADDRESS = re.compile(
    r'https?://([^\s<>"/?#@]+@)?'
    # Its host ends in a name, which no price (1.234,56) that looks like an address does.
    r'[^\s<>"/?#@:]+\.([^\s<>"/?#@:.,0-9]{2,}|[Xx][Nn]--[A-Za-z0-9-]+)'
    r'(:[0-9]{1,5})?([/?#][^\s<>"]*)?'
)


class Unusable(ValueError):
    """An answer that cannot be used; `key` is the message that says why, with its arguments."""

    def __init__(self, key: str, **args: str | int) -> None:
        super().__init__(key)
        self.key = key
        self.args_ = args


def line(text: str, most: int) -> str:
    """One line of words, 1 to `most` characters. Raises Unusable."""
    return _measured(" ".join(text.split()), most)


def paragraph(text: str, most: int) -> str:
    """Words on several lines, 1 to `most` characters. Raises Unusable."""
    return _measured(re.sub(r"\n{3,}", "\n\n", text.strip()), most)


def sentence(text: str, most: int) -> str:
    """As `paragraph`, and not only a word or two. Raises Unusable."""
    said = paragraph(text, most)
    if len(said) < _SENTENCE:
        raise Unusable("answer-sentence")
    return said


def _measured(text: str, most: int) -> str:
    if not text:
        raise Unusable("answer-empty")
    if len(text) > most:
        raise Unusable("answer-too-long", length=len(text), most=most)
    return text


def topics(text: str) -> list[str]:
    """Topics divided by commas, in lower case, each once. Raises Unusable."""
    found: list[str] = []
    for part in re.split(r"[,;\n]", text):
        topic = " ".join(part.replace("#", " ").split()).lower()
        if topic and topic not in found:
            found.append(topic)
    if not found:
        raise Unusable("answer-topics" if text.strip() else "answer-empty")
    if len(found) > TOPICS:
        raise Unusable("answer-too-many-topics", n=len(found), most=TOPICS)
    for topic in found:
        if len(topic) > TOPIC:
            raise Unusable("answer-topic-too-long", topic=topic[:TOPIC], most=TOPIC)
    return found


def duration(text: str) -> int:
    """Minutes, from "90", "1 h 30", "1:30", "1,5 timer". Raises Unusable."""
    said = " ".join(text.lower().split())
    found = next((match for each in _LENGTHS if (match := each.match(said))), None)
    if found is None:
        raise Unusable("answer-duration")
    given = found.groupdict()
    part = given.get("part") or "0"
    minutes = int(given.get("h") or 0) * 60 + int(given.get("m") or 0)
    minutes += 60 * int(part) // int("1" + "0" * len(part))
    if not QUARTER <= minutes <= LONGEST or minutes % QUARTER:
        raise Unusable("answer-quarters")
    return minutes


def address(text: str) -> str:
    """A web address; https:// is put before one that lacks it. Raises Unusable.

    The rule is that of app.read_address in the database.
    """
    said = text.strip()
    if not re.match(r"https?://", said, re.IGNORECASE):
        said = f"https://{said}"
    scheme, _, rest = said.partition(":")
    said = f"{scheme.lower()}:{rest}"
    if not _ADDRESS.fullmatch(said):
        raise Unusable("answer-address")
    if len(said) > ADDRESS:
        raise Unusable("answer-too-long", length=len(said), most=ADDRESS)
    return said


def seats(text: str) -> int:
    """How many may take part. Raises Unusable."""
    found = re.fullmatch(r"(\d{1,4})(?:\s+\D*)?", text.strip())
    if found is None or not 1 <= int(found[1]) <= SEATS:
        raise Unusable("answer-seats")
    return int(found[1])
