"""What reads text from outside, each as a function of bytes that raises only where it has a bug."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import UTC, datetime
from random import Random
from typing import Any
from uuid import UUID

from icalendar import Calendar
from telegram import Update

from bot.domain import answers, availability
from bot.domain.answers import Unusable
from bot.domain.calendar import Meeting, invitation
from bot.domain.money import NotAnAmount, parse_amount
from bot.locales import Speech, escape
from bot.payments import webhooks
from bot.services.availability import unpack
from bot.telegram.inbox import known, lane_of
from bot.web.page import preferred
from db.jsonb import storable
from handlers import packing
from handlers.packing import Forged
from tests.fuzz.mutate import garbled, mutated

NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
SECRET = "whsec_fuzz"
WEEKS = (
    "mon-fri 09:00-17:00, sat 10-14", "weekdays 9-5pm", "daily 22-06", "24/7", "wed all day",
    "mon tue fri 9.30-12 and 13-17", "clear", "man-fre 9-17, lør fri", "hverdage kl. 9 til 17",
    "hele døgnet",
)  # fmt: skip
EVENT: dict[str, Any] = {
    "id": "evt_1",
    "object": "event",
    "type": "checkout.session.completed",
    "data": {
        "object": {
            "object": "checkout.session",
            "id": "cs_test_1",
            "client_reference_id": str(UUID(int=7)),
            "payment_intent": "pi_1",
            "metadata": {"booking": str(UUID(int=7))},
        }
    },
}
PERSON = {"id": 1001, "is_bot": False, "first_name": "Ann", "language_code": "en"}
CHAT = {"id": 1001, "type": "private", "first_name": "Ann"}
MESSAGE: dict[str, Any] = {
    "message_id": 5, "date": 1_700_000_000, "chat": CHAT, "from": PERSON, "text": "/start x",
    "entities": [{"type": "bot_command", "offset": 0, "length": 6}],
}  # fmt: skip
UPDATES: tuple[dict[str, Any], ...] = (
    {"update_id": 1, "message": MESSAGE},
    {"update_id": 2, "edited_message": {**MESSAGE, "edit_date": 1_700_000_001}},
    {"update_id": 3, "callback_query": {
        "id": "q", "from": PERSON, "chat_instance": "1", "data": "1bt.0", "message": MESSAGE,
    }},
)  # fmt: skip


def _text(data: bytes) -> str:
    """Any text: what is no UTF-8 becomes halves of surrogate pairs, as JSON can hold them."""
    return data.decode("utf-8", "surrogateescape")


def _near(genuine: tuple[str, ...], data: bytes) -> str:
    """One of the genuine texts, made hostile as the bytes say."""
    chance = Random(data)
    return garbled(chance.choice(genuine), chance)


def _read_week(text: str) -> None:
    for language in ("en", "da"):
        try:
            windows = availability.parse(text, language)
        except availability.NotUnderstood as found:
            _said(found, language)
        else:
            assert all(0 <= each.day <= 6 and each.start < each.end <= 1440 for each in windows)


def _said(found: availability.NotUnderstood, language: str) -> None:
    line, marks = availability.underline(found)
    assert "^" in marks
    assert len(line) <= 30
    assert Speech(language, "UTC", NOW).t(found.key, **found.hints)


def weeks(data: bytes) -> None:
    """/availability, from any bytes and from sentences that are nearly right."""
    _read_week(_text(data))
    _read_week(_near(WEEKS, data))


def taps(data: bytes) -> None:
    """The data of a button: read back as it was written, or refused."""
    near = ("1bt.0", "1bd.BwAAAAAAAAAAAAAAAAAAAA.0.python", "1ws.AAAA", "1mx.x.5", "1xx")
    for text in (_text(data), "1" + _text(data), _near(near, data)):
        try:
            assert packing.parse(text).pack() == text
        except Forged:
            pass
        except ValueError as error:
            assert "does not fit" in str(error)  # noqa: PT017 - longer than any that was tapped
        try:
            unpack(text[4:], "UTC")
        except ValueError:
            continue


def links(data: bytes) -> None:
    """What stands behind /start."""
    for text in (_text(data), _near(("expert_BwAAAAAAAAAAAAAAAAAAAA", "session_x"), data)):
        try:
            found = packing.unpack_uuid(text.partition("_")[2])
        except Forged:
            continue
        assert packing.pack_uuid(found) == text.partition("_")[2]


def answered(data: bytes) -> None:
    """Titles, topics, lengths, addresses, seats, amounts."""
    near = ("1 h 30", "1,5 timer", "https://meet.example/x", "12 people", "450 kr.", "rust, sql")
    for text in (_text(data), _near(near, data)):
        readers: tuple[Callable[[str], Any], ...] = (
            lambda said: answers.line(said, 80), lambda said: answers.paragraph(said, 600),
            lambda said: answers.sentence(said, 600), answers.topics, answers.duration,
            answers.address, answers.seats, lambda said: parse_amount(said, "DKK"),
        )  # fmt: skip
        for read in readers:
            try:
                read(text)
            except (Unusable, NotAnAmount):
                continue


def updates(data: bytes) -> None:
    """A whole update: stored as JSON that Postgres takes, and read or refused as a whole."""
    chance = Random(data)
    given = mutated(chance.choice(UPDATES), chance)
    for raw in known(given):
        kept = json.dumps(storable(raw), allow_nan=False)
        assert "\\u0000" not in kept
        assert isinstance(lane_of(raw), int)
        try:
            Update.de_json(json.loads(kept), None)
        except Exception:  # noqa: BLE001, S112 - a dead letter; what matters is that it is stored
            continue


def events(data: bytes) -> None:
    """A webhook of Stripe's with a right signature, and any bytes as a signature."""
    chance = Random(data)
    raw = json.dumps(mutated(EVENT, chance)).encode()
    stamp = int(NOW.timestamp())
    for body in (raw, data):
        digest = hmac.new(SECRET.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
        for header in (f"t={stamp},v1={digest}", _text(data), f"t={stamp},v1={_text(data)}"):
            try:
                event = webhooks.verify(body, header, (SECRET,), NOW)
            except webhooks.Forged:
                continue
            assert header.endswith(digest)
            json.dumps(event.payload, allow_nan=False)


def words(data: bytes) -> None:
    """A name in HTML, and in a calendar file that has no line but ours."""
    text = storable(_text(data))
    assert not set(escape(text)) & set('<>"')
    meeting = Meeting(UUID(int=1), NOW, NOW, text, text, text, NOW)
    content = invitation(meeting)
    (event,) = Calendar.from_ical(content.decode()).walk("VEVENT")
    assert set(event) <= {
        "UID", "SEQUENCE", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "LOCATION",
        "URL", "STATUS",
    }  # fmt: skip
    assert all(len(each) <= 75 for each in content.split(b"\r\n"))
    preferred(text)


PARSERS: dict[str, Callable[[bytes], None]] = {
    each.__name__: each for each in (weeks, taps, links, answered, updates, events, words)
}
