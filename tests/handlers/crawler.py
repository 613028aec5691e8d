"""Somebody who taps everything: each kind of button on each kind of screen, and types answers."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field

import asyncpg

from handlers.callbacks import Blank, SetLanguage
from handlers.callbacks_settings import Speak
from handlers.packing import Press, parse
from tests.handlers.phone import Phone

FACETS = ("step", "on", "past", "part", "source", "says")
"""Fields that make another kind of button of the same class."""
ANSWERS = {
    "note": "Hi <b>", "zone": "Lisbon", "windows": "mon 9-17", "reason": "Too short",
    "withdrawal": "Nobody came", "decline": "I am away",
    "bio": "Rust, mostly.", "topics": "rust", "rate": "450", "meeting": "meet.example/x",
    "title": "Rust, gently", "description": "We write it.", "duration": "45", "price": "300",
    "tags": "rust", "prerequisites": "a laptop", "materials": "https://files.example/x",
    "seats": "3", "amount": "1", "why": "Goodwill", "sure": "Goodwill, and more",
    "how": "By bank", "paid": "By bank, on Monday",
}  # fmt: skip
"""What is typed, by the question or else by the conversation."""
OTHERS: tuple[type[Press], ...] = (SetLanguage, Speak)
"""Ways to another language, which a crawl does not go."""
ROUNDS = 6
"""Questions answered in a row after one tap."""
MOST = 900
"""Taps of one crawl; more would be a crawl that does not end."""

Spot = tuple[str, int]
"""A button's data and the message it stands under."""


def facet(data: str) -> str:
    """The kind of a button: its class, and which of several things it does."""
    press = parse(data)
    told = [f"{name}={getattr(press, name)}" for name in FACETS if hasattr(press, name)]
    return " ".join([type(press).__name__, *told])


def _acts(button: dict[str, str]) -> bool:
    return button.get("style") in ("danger", "success")


@dataclass
class Crawl:
    """One person's crawl; `tapped` counts the classes of buttons, `typed` the answers.

    Buttons that `leaves` names are not tapped: somebody else's crawl goes that way.
    """

    phone: Phone
    owner: asyncpg.Connection
    leaves: tuple[type[Press], ...] = ()
    tapped: Counter[str] = field(default_factory=Counter)
    typed: Counter[str] = field(default_factory=Counter)
    _done: set[tuple[str, frozenset[str]]] = field(default_factory=set)
    _waiting: list[tuple[Spot, frozenset[str]]] = field(default_factory=list)

    def look(self, messages: set[int] | None = None) -> None:
        """Note the buttons of these messages (of all): the first of the newest is tapped next, but
        what acts for good after what only leads on, so that the crawl gets to see both.
        """
        for message in sorted(messages or self.phone.api.chats[self.phone.id]):
            rows = self.phone.api.rows.get((self.phone.id, message), [])
            buttons = [b for row in rows for b in row if "callback_data" in b]
            data = [b["callback_data"] for b in sorted(buttons, key=_acts)]
            screen = frozenset(type(parse(each)).__name__ for each in data)
            for each in reversed(data):
                if (facet(each), screen) not in self._done:
                    self._waiting.append(((each, message), screen))

    async def run(self) -> None:
        """Tap until nothing new is left."""
        self.look()
        while self._waiting:
            (data, message), screen = self._waiting.pop()
            kind = facet(data)
            if (kind, screen) in self._done or isinstance(parse(data), OTHERS + self.leaves):
                continue
            self._done.add((kind, screen))
            await self._tap(data, message)
            assert self.tapped.total() < MOST, self.tapped

    async def _tap(self, data: str, message: int) -> None:
        self.tapped[type(parse(data)).__name__] += 1
        before = len(self.phone.api.calls)
        await self.phone.receive(self.phone.api.tap(self.phone.id, data, message))
        answered = [call for call, _ in self.phone.api.calls[before:]]
        assert "answerCallbackQuery" in answered, f"{facet(data)}: the tap was not answered"
        if isinstance(parse(data), Blank):
            assert answered == ["answerCallbackQuery"]
            return
        self.look(self._said(before, facet(data)))
        await self._answer()

    def _said(self, before: int, what: str) -> set[int]:
        """The messages that changed since; one of them at least has a way on."""
        shown = [
            (call, params)
            for call, params in self.phone.api.calls[before:]
            if call in ("sendMessage", "editMessageText") and params["chat_id"] == self.phone.id
        ]
        assert shown, f"{what} was met with silence"
        marks = [params.get("reply_markup", {}) for _, params in shown]
        onward = any(mark.get("inline_keyboard") or mark.get("keyboard") for mark in marks)
        assert onward, f"{what} is a dead end: {[params['text'] for _, params in shown]}"
        edited = {params["message_id"] for call, params in shown if call == "editMessageText"}
        count = len(shown) - sum(call == "editMessageText" for call, _ in shown)
        newest = sorted(self.phone.api.chats[self.phone.id])[-count:] if count else []
        return edited | set(newest)

    async def _answer(self) -> None:
        """Type what is asked for, each question in each conversation a few times."""
        for _ in range(ROUNDS):
            row = await self.owner.fetchrow(
                "select name, data from app.conversations where telegram_id = $1", self.phone.id
            )
            if row is None:
                return
            data = json.loads(row["data"] or "{}")
            step = data.get("step") or row["name"]
            what, rounds = f"{row['name']} {step}", ROUNDS
            if not data.get("asking", True):  # nothing is asked: once on each screen that is open
                at = type(parse(data["open"])).__name__ if data.get("open") else row["name"]
                what, rounds = f"astray at {at}", 1
            if step not in ANSWERS or self.typed[what] >= rounds:
                return
            self.typed[what] += 1
            before = len(self.phone.api.calls)
            await self.phone.say(ANSWERS[step])
            self.look(self._said(before, f"{row['name']} {step} typed"))
