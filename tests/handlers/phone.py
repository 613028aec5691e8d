"""A phone: what a person sees and taps. Every screen that reaches it is held to the limits."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import Any

from bot.telegram.mechanism import Mechanism
from tests.telegram.botapi import BotApi
from tests.telegram.conftest import until

LABEL = 28


def visible(text: str) -> str:
    """A message as it is read: without tags and entities, and a space is a space."""
    return spaced(unescape(re.sub(r"</?(?:b|i|code|pre)>", "", text)))


def spaced(text: str) -> str:
    """The text with ordinary spaces where "450 kr." is kept on one line."""
    return text.replace("\N{NO-BREAK SPACE}", " ")


def check_limits(text: str, rows: list[list[dict[str, Any]]]) -> None:
    """Telegram's limits, and ours for labels."""
    assert 1 <= len(visible(text)) <= 4096
    assert not re.search(r"\{|\}", text), text
    buttons = [button for row in rows for button in row]
    assert len(buttons) <= 100
    assert all(1 <= len(row) <= 8 for row in rows)
    for button in buttons:
        assert 1 <= len(button["text"]) <= LABEL, button["text"]
        assert len(button.get("callback_data", "").encode()) <= 64


class PhoneApi(BotApi):
    """The small Bot API, remembering the keyboard under each message."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: dict[tuple[int, int], list[list[dict[str, Any]]]] = {}

    def _sendMessage(self, params: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        return self._kept(params, super()._sendMessage(params))

    def _editMessageText(self, params: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        return self._kept(params, super()._editMessageText(params))

    def _editMessageReplyMarkup(self, params: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        self._keep(params, params["message_id"])
        return super()._editMessageReplyMarkup(params)

    def _kept(self, params: dict[str, Any], answer: dict[str, Any]) -> dict[str, Any]:
        if answer["ok"]:
            self._keep(params, answer["result"]["message_id"])
            check_limits(
                params["text"], self.rows[params["chat_id"], answer["result"]["message_id"]]
            )
        return answer

    def _keep(self, params: dict[str, Any], message_id: int) -> None:
        rows = params.get("reply_markup", {}).get("inline_keyboard", [])
        self.rows[params["chat_id"], message_id] = rows


@dataclass
class Phone:
    """One person's chat with the bot; `say` and `tap` return once everything is answered."""

    bot: Mechanism
    api: PhoneApi
    id: int
    language: str = "en"
    name: str = "Ann"

    async def say(self, text: str) -> str:
        """Write something; the newest message then."""
        update = self.api.message(self.id, text, first_name=self.name, language_code=self.language)
        return await self.receive(update)

    async def receive(self, update: dict[str, Any]) -> str:
        await self.bot.receive(update)
        await until(self.bot.idle, what="idle")
        return self.text

    async def tap(self, label: str) -> str:
        """Tap the newest button with this label; that message's text then."""
        message_id, data = self.find(label)
        await self.receive(self.api.tap(self.id, data, message_id))
        return visible(self.api.chats[self.id][message_id].text)

    def find(self, label: str) -> tuple[int, str]:
        """The message and the data of the newest button whose label is this, or else holds it."""
        for message_id in sorted(self.api.chats[self.id], reverse=True):
            holding = [
                button
                for row in self.api.rows.get((self.id, message_id), [])
                for button in row
                if label in spaced(button["text"]) and "callback_data" in button
            ]
            # "8" is a day of the month before it is a part of "Earliest: Sat 8 May, 8:00".
            for button in sorted(holding, key=lambda button: spaced(button["text"]) != label):
                return message_id, button["callback_data"]
        raise AssertionError(f"no button {label!r}; there are {self.labels}")

    async def press(self, data: str) -> str:
        """A tap with this data, on the newest message: as from an old one, or forged."""
        await self.receive(self.api.tap(self.id, data, max(self.api.chats[self.id])))
        return self.text

    @property
    def texts(self) -> list[str]:
        """Every message as it reads now, oldest first."""
        shown = self.api.chats[self.id]
        return [visible(shown[each].text) for each in sorted(shown) if not shown[each].document]

    @property
    def text(self) -> str:
        """The newest message."""
        return self.texts[-1] if self.api.chats[self.id] else ""

    @property
    def labels(self) -> list[str]:
        """The buttons of the newest message."""
        shown = self.api.chats[self.id]
        newest = max((each for each in shown if not shown[each].document), default=0)
        return [spaced(b["text"]) for row in self.api.rows.get((self.id, newest), []) for b in row]

    @property
    def all_labels(self) -> list[str]:
        """The buttons of all messages."""
        return [
            button["text"]
            for (chat, _), rows in sorted(self.api.rows.items())
            if chat == self.id
            for row in rows
            for button in row
        ]
