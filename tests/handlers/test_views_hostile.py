"""Names, titles and links that would be markup, attributes or another order of words: on every
screen they are words, and no tag or attribute is theirs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html.parser import HTMLParser

import pytest

from bot.locales import LANGUAGES, Speech, lines
from bot.telegram.screens import Screen
from handlers.views import meeting_link
from tests.handlers.facts import speech
from tests.handlers.phone import visible
from tests.handlers.test_views import SCREENS

HOSTILE = {
    "an attribute": '" onmouseover="alert(1)" x="\' onfocus=\'alert(1)',
    "a link": '</b></a><a href="https://evil.example">Pay</a><',
    "escaped before": "&lt;b&gt;&#60;script&#62;<tg-spoiler><img src=x onerror=alert(1)>",
    "another order, no width": "Ann\u202e.rk 054\u202c \u2066b\u2069\u2067c\u200bn\u200d\ufeff",
    "emoji of many": "👩🏽‍🏫👨‍👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿",
    "lines and a placeable": "Ann\r\nReceipt\n\n💳 450 kr. charged { $price } {0} %s",
}
REORDERING = {*map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x206A))}


class Markup(HTMLParser):
    """The tags of a message: Telegram's own alone, and no attribute but the address of a link."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.links: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in {"a", "b", "i", "code", "pre"}
        assert [name for name, _ in attrs] == (["href"] if tag == "a" else [])
        self.links += [value or "" for _, value in attrs]
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("screens", SCREENS, ids=lambda each: each.__name__)
def test_what_somebody_wrote_is_words_on_every_screen(
    screens: Callable[[Speech, str, str], Iterator[Screen]], words: str
) -> None:
    language = LANGUAGES[len(words) % 2]
    for screen in screens(speech(language), words, words[:200]):
        shown = Markup(screen.text)
        assert not [each for each in shown.links if "evil" in each]
        assert not REORDERING & set(screen.text)
        for row in screen.rows:
            assert not REORDERING & {letter for button in row for letter in button.text}
        assert visible(screen.text).strip()


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt://x.example/%0aalert(1)",
        "data:text/html,<script>alert(1)</script>",
        "tg://user?id=1",
        'https://x.example/"onclick="alert(1)',
        "https://x.example/<b>",
        "https://[::1",
        "https://x.example@evil/\u202e",
        "https://x.example/\r\nx",
    ],
)
def test_a_place_to_meet_is_a_web_address_or_no_link(url: str) -> None:
    shown = Markup(lines(meeting_link(url)))
    assert all(each.startswith("https://") for each in shown.links)
