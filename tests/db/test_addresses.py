"""An address on the web is one to the chat exactly where it is one to the database."""

from __future__ import annotations

import asyncpg
import pytest

from bot.domain import answers
from bot.domain.answers import Unusable

ADDRESSES = {
    "https://zoom.us/j/1": "https://zoom.us/j/1",
    " Meet.google.com/a\n": "https://Meet.google.com/a",
    "HTTP://Example.org": "http://Example.org",
    "meet.example.dk:8443/1": "https://meet.example.dk:8443/1",
    "https://ann:secret@meet.example.dk/a@b": "https://ann:secret@meet.example.dk/a@b",
    "https://meet.example.dk?room=1.5": "https://meet.example.dk?room=1.5",
    "https://møde.рф/1": "https://møde.рф/1",
    "https://xn--mde-0na.xn--p1ai": "https://xn--mde-0na.xn--p1ai",
    "https://a.dk/" + "x" * 287: "https://a.dk/" + "x" * 287,
    "https://a.dk/" + "x" * 288: None,
    "1.234,56": None,
    "1.234,56 kr": None,
    "450.00": None,
    "450.00€": None,
    "https://1.234,56/": None,
    "10.0.0.1/a.b": None,
    "https://[::1]/a.b": None,
    "https://[::1/a.b": None,
    "https://localhost/a.b": None,
    "https://meet.example.dk:port/": None,
    "https://a?b.dk": None,
    "https://": None,
    "zoom": None,
    "ftp://example.org": None,
    "javascript:alert(1)": None,
    "a b.dk": None,
    'https://a.dk/"><b>': None,
}
"""What is typed, and what is kept of it; None: it is no address."""


@pytest.mark.parametrize(("typed", "kept"), ADDRESSES.items())
async def test_both_read_an_address_alike(
    owner: asyncpg.Connection, typed: str, kept: str | None
) -> None:
    if kept is None:
        with pytest.raises(Unusable):
            answers.address(typed)
        with pytest.raises(asyncpg.PostgresError) as refused:
            await owner.fetchval("select app.read_address($1, 'meeting')", typed)
        assert refused.value.sqlstate == "BK009"
    else:
        assert answers.address(typed) == kept
        assert await owner.fetchval("select app.read_address($1, 'meeting')", typed) == kept
