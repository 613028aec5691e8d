"""A journey: what a person does in one flow, told and counted as it is played."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from tests.handlers.phone import Phone


@dataclass(frozen=True, slots=True)
class Counted:
    """A line of docs/conversations.md; messages are new ones, redrawn ones are not counted."""

    name: str
    way: tuple[str, ...]
    typed: int
    taps: int
    messages: int
    others: int

    def line(self) -> str:
        cells = (self.typed, self.taps, self.messages, self.others)
        way = " → ".join(self.way) or "–"
        return f"| {self.name} | {way} | {' | '.join(str(cell) for cell in cells)} |"


@dataclass
class Journey:
    """One flow on one phone; `say`, `tap` and `open` each take the words that the page has."""

    phone: Phone
    name: str
    way: list[str] = field(default_factory=list)
    typed: int = 0
    taps: int = 0

    def __post_init__(self) -> None:
        self._before = self._messages()

    async def say(self, text: str, told: str = "") -> str:
        """Type something; `told` is how the page calls it."""
        self.typed += 1
        self.way.append(told or f"`{text}`")
        return await self.phone.say(text)

    async def tap(self, label: str, told: str = "") -> str:
        """Tap the button with this in its label; `told` is how the page calls it."""
        self.taps += 1
        self.way.append(told or f"**{label}**")
        return await self.phone.tap(label)

    def open(self, label: str) -> None:
        """Tap a button that leads out of Telegram: it is there, newest of all."""
        self.taps += 1
        self.way.append(f"**{label}**")
        chat = self.phone.api.chats[self.phone.id]
        rows = self.phone.api.rows[self.phone.id, max(chat)]
        buttons = [button for row in rows for button in row]
        assert any(label in each["text"] and "url" in each for each in buttons), buttons

    def end(self) -> Counted:
        """The line, with what reached every chat since the beginning."""
        new = self._messages() - self._before
        mine = new.pop(self.phone.id, 0)
        return Counted(self.name, tuple(self.way), self.typed, self.taps, mine, new.total())

    def _messages(self) -> Counter[int]:
        return Counter(
            params["chat_id"] if isinstance(params["chat_id"], int) else int(params["chat_id"])
            for method, params in self.phone.api.calls
            if method in ("sendMessage", "sendDocument", "sendPhoto")
        )
