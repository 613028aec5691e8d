"""A phone for tests: what a person does in the sandbox, over plain HTTP."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from typing import Any, Self

import aiohttp

Label = str | re.Pattern[str]


class PhoneError(AssertionError):
    """What was looked for is not on the phone; the message shows what is."""


@dataclass(frozen=True)
class Button:
    """A button under a message; `data` or `url` says what it does."""

    text: str
    data: str | None = None
    url: str | None = None
    style: str | None = None


@dataclass(frozen=True)
class Message:
    """A message as the person sees it. `edits` counts how often it was changed."""

    id: int
    text: str
    from_bot: bool
    edits: int
    rows: tuple[tuple[Button, ...], ...] = ()
    document: str | None = None
    raw: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    @property
    def buttons(self) -> list[Button]:
        """All its buttons, row by row."""
        return [button for row in self.rows for button in row]

    @property
    def labels(self) -> list[str]:
        """What stands on its buttons."""
        return [button.text for button in self.buttons]

    def button(self, label: Label) -> Button | None:
        """The button with this label: exactly, or by pattern, or that contains it."""
        if isinstance(label, str):
            exact = next((b for b in self.buttons if b.text == label), None)
            return exact or next((b for b in self.buttons if label in b.text), None)
        return next((b for b in self.buttons if label.search(b.text)), None)

    def __str__(self) -> str:
        rows = "".join("\n  " + " ".join(f"[{b.text}]" for b in row) for row in self.rows)
        sender = "bot" if self.from_bot else "me"
        return f"{sender} #{self.id}: {self.text}{rows}"


class Phone:
    """One person's phone.

    `wait_for` sees what is new since this phone last did something, so that an old message that
    reads the same does not pass for the answer.
    """

    def __init__(
        self, base_url: str, person_id: int, session: aiohttp.ClientSession | None = None
    ) -> None:
        self.base_url = base_url.rstrip("/")
        self.person_id = person_id
        self._session = session
        self._own_session = session is None
        self._seen: dict[int, int] = {}
        self._chat: dict[str, Any] = {"messages": [], "version": -1}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Put the phone away."""
        if self._session is not None and self._own_session:
            await self._session.close()

    async def send(self, text: str) -> None:
        """Type and send a text."""
        await self._mark()
        await self._post("send", text=text)

    async def share_location(self, latitude: float, longitude: float) -> None:
        """Share a location (degrees)."""
        await self._mark()
        await self._post("location", latitude=latitude, longitude=longitude)

    async def tap(self, label: Label, *, message: Message | None = None) -> Message:
        """Press the button with this label, of `message` or of the latest message that has it.

        Returns the message that was tapped, as it was.
        """
        found, button = await self._find(label, message)
        if button.data is None:
            raise PhoneError(f"[{button.text}] is a link to {button.url}; use url()")
        await self._mark()
        await self._post("tap", message_id=found.id, data=button.data)
        return found

    async def tap_stale(self, message: Message, label: Label) -> None:
        """Press a button as `message` had it, whatever became of it since."""
        button = message.button(label)
        if button is None or button.data is None:
            raise PhoneError(f"no button {label} in\n{message}")
        await self._mark()
        await self._post("tap", message_id=message.id, data=button.data, stale=True)

    async def url(self, label: Label) -> str:
        """Where the link button with this label leads."""
        _, button = await self._find(label, None)
        if button.url is None:
            raise PhoneError(f"[{button.text}] is no link")
        return button.url

    async def block(self) -> None:
        """Block the bot."""
        await self._post("block")

    async def unblock(self) -> None:
        """Unblock the bot."""
        await self._post("unblock")

    async def wait_for(
        self,
        text: Label | None = None,
        *,
        button: Label | None = None,
        document: bool = False,
        timeout: float = 15,  # noqa: ASYNC109
        anywhere: bool = False,
    ) -> Message:
        """Wait (at most `timeout` seconds) for a message of the bot and return it.

        It contains `text` (or matches the pattern), has the `button`, carries a `document`; the
        latest such message is returned. `anywhere` looks at older messages as well.
        """
        until = time.monotonic() + timeout
        chat = await self._get("chat")
        while True:
            for message in reversed(self._read(chat)):
                fresh = anywhere or self._seen.get(message.id) != message.edits
                if message.from_bot and fresh and _fits(message, text, button, document):
                    return message
            left = until - time.monotonic()
            if left <= 0:
                wanted = ", ".join(str(w) for w in (text, button) if w is not None)
                raise PhoneError(f"waited {timeout} s for {wanted!r}; the chat:\n{self}")
            chat = await self._get("chat", since=chat["version"], wait=min(left, 5))

    async def messages(self) -> list[Message]:
        """The whole chat, oldest first."""
        return self._read(await self._get("chat"))

    @property
    def last(self) -> Message | None:
        """The last message of the bot when the phone was last looked at."""
        found = [message for message in self._read(self._chat) if message.from_bot]
        return found[-1] if found else None

    async def download(self, message: Message) -> bytes:
        """The document in a message."""
        document = message.raw["document"]["file_id"]
        async with self._http().get(f"{self.base_url}/telegram/files/{document}") as answer:
            answer.raise_for_status()
            return await answer.read()

    def __str__(self) -> str:
        return "\n".join(str(message) for message in self._read(self._chat)[-6:])

    def _http(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession()
        return self._session

    async def _mark(self) -> None:
        self._seen = {message.id: message.edits for message in await self.messages()}

    async def _find(self, label: Label, message: Message | None) -> tuple[Message, Button]:
        candidates = [message] if message else reversed(await self.messages())
        for candidate in candidates:
            button = candidate.button(label)
            if button is not None:
                return candidate, button
        raise PhoneError(f"no button {label!r}; the chat:\n{self}")

    async def _get(self, what: str, **query: Any) -> dict[str, Any]:
        url = f"{self.base_url}/telegram/people/{self.person_id}/{what}"
        async with self._http().get(url, params=query) as answer:
            answer.raise_for_status()
            self._chat = dict(await answer.json())
            return self._chat

    async def _post(self, what: str, **given: Any) -> dict[str, Any]:
        url = f"{self.base_url}/telegram/people/{self.person_id}/{what}"
        async with self._http().post(url, json=given) as answer:
            said = dict(await answer.json())
            if not answer.ok:
                raise PhoneError(said.get("error", str(said)))
            return said

    @staticmethod
    def _read(chat: dict[str, Any]) -> list[Message]:
        return [_message(raw) for raw in chat["messages"]]


def _read(text: str) -> str:
    """A text as it is read: "450 kr." is kept on one line by a space like any other."""
    return text.replace("\N{NO-BREAK SPACE}", " ")


def _message(raw: dict[str, Any]) -> Message:
    rows = raw.get("reply_markup", {}).get("inline_keyboard", [])
    return Message(
        id=raw["message_id"],
        text=_read(raw.get("text", raw.get("caption", ""))),
        from_bot=raw["from_bot"],
        edits=raw["edits"],
        rows=tuple(
            tuple(
                Button(_read(b["text"]), b.get("callback_data"), b.get("url"), b.get("style"))
                for b in row
            )
            for row in rows
        ),
        document=raw.get("document", {}).get("file_name"),
        raw=raw,
    )


def _fits(message: Message, text: Label | None, button: Label | None, document: bool) -> bool:
    if isinstance(text, str) and text not in message.text:
        return False
    if isinstance(text, re.Pattern) and not text.search(message.text):
        return False
    if button is not None and message.button(button) is None:
        return False
    return message.document is not None or not document
