"""A person's phone, held in the stand-in's own process: what they do, and what comes back."""

from __future__ import annotations

import asyncio
import re
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.telegram.people import Person
from bot.sandbox.telegram.phone import Phones
from bot.sandbox.telegram.world import World

Label = str | re.Pattern[str]
PATIENCE = 45.0
"""Real seconds after which somebody stops waiting for an answer."""


class NoAnswer(Exception):
    """What somebody did was not answered while they waited."""


@dataclass(frozen=True)
class Button:
    """A button of a message: `data` for a tap, or a link."""

    text: str
    data: str | None
    url: str | None


@dataclass(frozen=True)
class Message:
    """A message of the bot's as it stands."""

    id: int
    text: str
    buttons: tuple[Button, ...]

    def button(self, label: Label) -> Button | None:
        """The button that has this in its label, or matches."""
        return next((each for each in self.buttons if re.search(label, each.text)), None)

    def all(self, label: Label) -> list[Button]:
        """All of them."""
        return [each for each in self.buttons if re.search(label, each.text)]

    def says_the_same(self, other: Message | None) -> bool:
        """Whether it reads as that one and has its buttons: the same, or a second copy of it."""
        return other is not None and (self.text, self.buttons) == (other.text, other.buttons)


class Chats:
    """Tells who waits at a phone that the bot said something there: listens to the stand-in."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.phones = Phones(world)
        self.said: Counter[int] = Counter()
        self._news: defaultdict[int, asyncio.Event] = defaultdict(asyncio.Event)

    async def run(self) -> None:
        """Listen until cancelled."""
        async for event in self.world.events.listen():
            if event and event["type"] in {"message", "edit"}:
                message = self.world.chats.find(event["person"], event["message_id"])
                if message and message["from"]["is_bot"]:
                    self.said[event["person"]] += 1
                    self._news[event["person"]].set()

    async def news(self, person: int, after: int, patience: float) -> bool:
        """Whether the bot said something in this chat after so many things, within `patience`."""
        try:
            async with asyncio.timeout(patience):
                while self.said[person] <= after:
                    self._news[person].clear()
                    await self._news[person].wait()
        except TimeoutError:
            return False
        return True


@dataclass
class Tally:
    """What people did: `acts` counts it all; `unanswered` is what nobody answered in time."""

    acts: int = 0
    taps: int = 0
    unanswered: list[tuple[int, str, int]] = field(default_factory=list)
    did: Counter[str] = field(default_factory=Counter)
    stuck: dict[int, str] = field(default_factory=dict)
    waits: list[float] = field(default_factory=list)


class Hand:
    """One person. An act is answered when the bot says or changes something in their chat."""

    def __init__(self, chats: Chats, person: Person, tally: Tally) -> None:
        chats.world.people.add(person)
        self.id = person.id
        self.name = person.first_name
        self._chats = chats
        self._tally = tally

    async def send(self, text: str) -> Message:
        """Type something; returns the answer. Raises NoAnswer."""
        return await self._answered(text, None, lambda: self.type(text))

    async def tap(self, message: Message, button: Button) -> Message:
        """Tap; returns what the message became, or the one that came. Raises NoAnswer."""

        def press() -> None:
            self._tally.acts += 1
            self._tally.taps += 1
            given = {"message_id": message.id, "data": button.data, "stale": True}
            self._chats.phones.tap(self._person, given)

        return await self._answered(button.text, message, press)

    def type(self, text: str) -> None:
        """Type something and wait for nothing."""
        self._tally.acts += 1
        self._chats.phones.send(self._person, {"text": text})

    async def wait(self, patience: float) -> bool:
        """Whether something comes from the bot by itself."""
        return await self._chats.news(self.id, self._chats.said[self.id], patience)

    async def until(self, pattern: str, patience: float, *, button: Label = "") -> Message | None:
        """Wait for a message that reads so and has such a button, new or old; or None."""
        loop = asyncio.get_running_loop()
        end = loop.time() + patience
        while True:
            before = self._chats.said[self.id]
            if found := self.find(pattern, button=button):
                return found
            if not await self._chats.news(self.id, before, end - loop.time()):
                return None

    def find(self, pattern: str, *, button: Label = "") -> Message | None:
        """The latest message of the bot's that reads so and has such a button."""
        for message in reversed(self.messages()):
            if re.search(pattern, message.text) and (not button or message.button(button)):
                return message
        return None

    def newest(self) -> Message:
        """The bot's last message as it stands; for whoever got one."""
        return self.messages()[-1]

    def messages(self) -> list[Message]:
        """The bot's last messages, oldest first."""
        return [
            _message(raw)
            for raw in self._chats.world.chats.history(self.id, limit=30)
            if raw["from_bot"]
        ]

    @property
    def _person(self) -> Person:
        found = self._chats.world.people.find(self.id)
        assert found
        return found

    async def _answered(
        self, what: str, tapped: Message | None, act: Callable[[], None]
    ) -> Message:
        before, loop = self._chats.said[self.id], asyncio.get_running_loop()
        known = max([each.id for each in self.messages()], default=0)
        started = loop.time()
        act()
        seen = before
        while await self._chats.news(self.id, seen, started + PATIENCE - loop.time()):
            seen = self._chats.said[self.id]
            messages = self.messages()
            now = next((each for each in messages if tapped and each.id == tapped.id), None)
            if now != tapped or messages[-1].id > known:
                self._tally.waits.append(loop.time() - started)
                return now if now and now != tapped else messages[-1]
        self._tally.unanswered.append((self.id, what, before))
        raise NoAnswer(f"{self.name}: {what}")


def _message(raw: dict[str, Any]) -> Message:
    rows = raw.get("reply_markup", {}).get("inline_keyboard", [])
    return Message(
        id=raw["message_id"],
        text=raw.get("text", raw.get("caption", "")).replace("\N{NO-BREAK SPACE}", " "),
        buttons=tuple(
            Button(
                b["text"].replace("\N{NO-BREAK SPACE}", " "), b.get("callback_data"), b.get("url")
            )
            for row in rows
            for b in row
        ),
    )
