"""Formatted text: HTML in, plain text and entities out, refused as Telegram refuses it.

Offsets and lengths of entities count UTF-16 code units, positions in errors count bytes.
"""

import re
import sys
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.telegram.entities import units
from bot.sandbox.telegram.errors import BotApiError, bad_request

TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}
SURROGATES = range(0xD800, 0xE000)
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]+)|#([0-9]+)|([a-z]+));?")
ATTRIBUTE = re.compile(r"""\s*([^\s=>/"']*)\s*(=?)\s*""")
PLAIN_VALUE = re.compile(r"[A-Za-z0-9.-]*")


@dataclass
class _Open:
    tag: str
    argument: str
    offset: int
    expandable: bool = False


@dataclass
class _Reader:
    source: str
    at: int = 0
    plain: list[str] = field(default_factory=list)
    length: int = 0
    open: list[_Open] = field(default_factory=list)
    entities: list[dict[str, Any]] = field(default_factory=list)

    def fail(self, what: str, at: int | None = None) -> BotApiError:
        if at is not None:
            what += f" at byte offset {len(self.source[:at].encode())}"
        return bad_request(f"can't parse entities: {what}")

    def put(self, text: str) -> None:
        self.plain.append(text)
        self.length += units(text)

    def peek(self) -> str:
        return self.source[self.at : self.at + 1]

    def read(self) -> tuple[str, list[dict[str, Any]]]:
        while self.at < len(self.source):
            sign = self.source[self.at]
            if sign == "&":
                self.put(self.reference())
            elif sign != "<":
                self.put(sign)
                self.at += 1
            elif self.source.startswith("</", self.at):
                self.end_tag()
            else:
                self.start_tag()
        if self.open:
            raise self.fail(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')
        return "".join(self.plain), self.entities

    def reference(self) -> str:
        found = REFERENCE.match(self.source, self.at)
        if found:
            text = _character(found)
            if text:
                self.at = found.end()
                return text
        self.at += 1
        return "&"

    def start_tag(self) -> None:
        begin = self.at
        name = re.compile(r"<([^\s>]*)").match(self.source, begin)
        assert name is not None  # noqa: S101  (the pattern matches at any "<")
        self.at = name.end()
        if not self.peek():
            raise self.fail("Unclosed start tag", begin)
        tag = name[1].lower()
        if tag not in TAGS:
            raise self.fail(f'Unsupported start tag "{tag}"', begin)
        opened = _Open(tag, "", self.length)
        while True:
            self.skip_spaces()
            if not self.peek():
                raise self.fail("Unclosed start tag", begin)
            if self.peek() == ">":
                self.at += 1
                break
            self.attribute(opened, begin)
        if tag == "span" and opened.argument != "spoiler":
            raise self.fail('Tag "span" must have class "tg-spoiler"', begin)
        self.open.append(opened)

    def skip_spaces(self) -> None:
        while self.peek().isspace():
            self.at += 1

    def attribute(self, opened: _Open, begin: int) -> None:
        found = ATTRIBUTE.match(self.source, self.at)
        if found is None or not found[1]:
            raise self.fail(f'Empty attribute name in the tag "{opened.tag}"', begin)
        self.at = found.end()
        if not found[2]:
            if opened.tag == "blockquote" and found[1] == "expandable":
                opened.expandable = True
                return
            raise self.fail(
                f'Expected equal sign in declaration of an attribute of the tag "{opened.tag}"',
                begin,
            )
        value = self.value(begin)
        match opened.tag, found[1].lower():
            case "a", "href":
                opened.argument = value
            case "code", "class" if value.startswith("language-"):
                opened.argument = value.removeprefix("language-")
            case "span", "class" if value.startswith("tg-"):
                opened.argument = value.removeprefix("tg-")
            case "tg-emoji", "emoji-id":
                opened.argument = value
            case _:
                pass  # Telegram ignores other attributes

    def value(self, begin: int) -> str:
        quote = self.peek()
        if quote not in {"'", '"'} or not quote:
            found = PLAIN_VALUE.match(self.source, self.at)
            start, self.at = self.at, found.end() if found else self.at
            if not self.peek().isspace() and self.peek() != ">":
                raise self.fail("Unexpected end of name token", start)
            return self.source[start : self.at].lower()
        self.at += 1
        parts = []
        while self.peek() != quote:
            if not self.peek():
                raise self.fail("Unclosed start tag", begin)
            if self.peek() == "&":
                parts.append(self.reference())
            else:
                parts.append(self.peek())
                self.at += 1
        self.at += 1
        return "".join(parts)

    def end_tag(self) -> None:
        begin = self.at
        if not self.open:
            raise self.fail("Unexpected end tag", begin)
        found = re.compile(r"</([^\s>]*)\s*").match(self.source, begin)
        assert found is not None  # noqa: S101  (called at "</" only)
        self.at = found.end()
        if self.peek() != ">":
            raise self.fail("Unclosed end tag", begin)
        self.at += 1
        opened = self.open.pop()
        name = found[1].lower()
        if name and name != opened.tag:
            raise self.fail(
                f"Unmatched end tag at byte offset {len(self.source[:begin].encode())},"
                f' expected "</{opened.tag}>", found "</{name}>"'
            )
        if self.length > opened.offset:
            self.close(opened)

    def close(self, opened: _Open) -> None:
        kind = TAGS[opened.tag]
        entity: dict[str, Any] = {
            "type": kind,
            "offset": opened.offset,
            "length": self.length - opened.offset,
        }
        if kind == "text_link":
            url = opened.argument or "".join(self.plain).encode("utf-16-le")[
                opened.offset * 2 :
            ].decode("utf-16-le")
            if not re.match(r"(https?|tg|mailto|tel):", url):
                if "." not in url:
                    return  # Telegram drops a link that leads nowhere
                url = f"http://{url}"
            entity["url"] = url
        elif kind == "custom_emoji":
            if not opened.argument.isdigit():
                raise self.fail("Invalid custom emoji identifier specified")
            entity["custom_emoji_id"] = opened.argument
        elif opened.expandable:
            entity["type"] = "expandable_blockquote"
        elif kind == "pre" and self.inner_code(entity):
            return
        elif kind == "code" and opened.argument:
            entity["language"] = opened.argument
        self.entities.append(entity)

    def inner_code(self, pre: dict[str, Any]) -> bool:
        """`<pre><code class="language-x">` is one entity that carries the language."""
        if not self.entities:
            return False
        last = self.entities[-1]
        if last["type"] == "code" and (last["offset"], last["length"]) == (
            pre["offset"],
            pre["length"],
        ):
            last["type"] = "pre"
            return True
        return False


def _character(found: re.Match[str]) -> str:
    hexadecimal, decimal, name = found.groups()
    if name:
        return NAMED.get(name, "")
    number = int(hexadecimal, 16) if hexadecimal else int(decimal)
    return chr(number) if 0 < number <= sys.maxunicode and number not in SURROGATES else ""


def parse_html(source: str) -> tuple[str, list[dict[str, Any]]]:
    """The plain text and the entities of Telegram's HTML; raises BotApiError 400."""
    text, entities = _Reader(source).read()
    for entity in entities:
        if entity["type"] == "code":
            entity.pop("language", None)
    return text, entities
