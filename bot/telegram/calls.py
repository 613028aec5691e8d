"""Calls of the Bot API as they wait in the outbox: a method, its parameters, what hangs on it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from bot.telegram.charts import Chart
from bot.telegram.screens import Document, Menu, Screen

NO_PREVIEW = {"is_disabled": True}
"""Links in our messages (pay, meet) are buttons or short; a preview would push the text away."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call: `card` is the booking whose living message the result is.

    `past` is what that booking's older card says from then on (see `Screen`). An `optional` call
    tidies up: where Telegram refuses it, it is let be. `application` as in `Screen`; the outbox is
    asked for it later. A `chart` is drawn when the call is made. What comes of a `followed` call is
    the message that the person's conversation keeps as `at` (see `Context.follow`).
    """

    method: str
    params: dict[str, Any]
    card: UUID | None = None
    document: Document | None = None
    past: str | None = None
    optional: bool = False
    application: UUID | None = None
    chart: Chart | None = None
    followed: bool = False

    def edits(self, chat_id: int, message_id: int) -> bool:
        """Whether this call edits that message."""
        return (
            self.method == "editMessageText"
            and self.params["chat_id"] == chat_id
            and self.params["message_id"] == message_id
        )

    def as_json(self) -> dict[str, Any]:
        """The payload of an outbox row of kind 'call'."""
        payload: dict[str, Any] = {"method": self.method, "params": self.params}
        if self.card:
            payload["card"] = str(self.card)
        if self.document:
            payload["document"] = self.document.as_json()
        if self.past is not None:
            payload["past"] = self.past
        if self.optional:
            payload["optional"] = True
        if self.chart:
            payload["chart"] = self.chart.as_json()
        if self.application:
            payload["application"] = str(self.application)
        if self.followed:
            payload["followed"] = True
        return payload

    @classmethod
    def from_json(cls, payload: dict[str, Any]) -> Call:
        """The opposite of `as_json`."""
        card, document = payload.get("card"), payload.get("document")
        application, chart = payload.get("application"), payload.get("chart")
        return cls(
            payload["method"],
            payload["params"],
            UUID(card) if card else None,
            Document.from_json(document) if document else None,
            payload.get("past"),
            payload.get("optional", False),
            UUID(application) if application else None,
            Chart.from_json(chart) if chart else None,
            payload.get("followed", False),
        )


def send_call(chat_id: int, screen: Screen, *, card: UUID | None = None) -> Call:
    """A new message."""
    params: dict[str, Any] = {
        "chat_id": chat_id,
        "text": screen.text,
        "parse_mode": "HTML",
        "link_preview_options": NO_PREVIEW,
    }
    markup = screen.markup()
    if markup is not None:
        params["reply_markup"] = markup
    if screen.effect:
        params["message_effect_id"] = screen.effect
    if screen.quiet:
        params["disable_notification"] = True
    return Call("sendMessage", params, card, past=screen.past, application=screen.application)


def edit_call(chat_id: int, message_id: int, screen: Screen, *, card: UUID | None = None) -> Call:
    """The same message, said anew; without rows its buttons go."""
    return Call(
        "editMessageText",
        {
            "chat_id": chat_id,
            "message_id": message_id,
            "text": screen.text,
            "parse_mode": "HTML",
            "link_preview_options": NO_PREVIEW,
            "reply_markup": screen.keyboard(),
        },
        card,
        past=screen.past,
        application=screen.application,
    )


def document_call(chat_id: int, document: Document) -> Call:
    """A file as a message of its own."""
    caption = {"caption": document.caption} if document.caption else {}
    return Call("sendDocument", {"chat_id": chat_id, **caption}, document=document)


def picture_call(chat_id: int, chart: Chart) -> Call:
    """A picture as a message of its own; its caption is what a screen reader says of it."""
    params = {"chat_id": chat_id, "caption": chart.caption, "disable_notification": True}
    return Call("sendPhoto", params, chart=chart)


def lane_of(params: dict[str, Any]) -> str:
    """The chat of a call's parameters: a menu names it as its scope."""
    return str(params["scope"]["chat_id"] if "scope" in params else params["chat_id"])


def menu_call(chat_id: int, menu: Menu) -> Call:
    """The commands that this chat's menu shows from now on, in the words of its person."""
    commands = [{"command": name, "description": words} for name, words in menu]
    scope = {"type": "chat", "chat_id": chat_id}
    return Call("setMyCommands", {"commands": commands, "scope": scope})


def retire_call(chat_id: int, message_id: int, past: str | None) -> Call:
    """Make an old card a thing of the past: other words, or the same ones, without buttons."""
    if past is not None:
        return replace(edit_call(chat_id, message_id, Screen(past)), optional=True)
    return Call(
        "editMessageReplyMarkup",
        {
            "chat_id": chat_id,
            "message_id": message_id,
            "reply_markup": {"inline_keyboard": []},
        },
        optional=True,
    )


def resend_call(edit: Call) -> Call:
    """What to send where an edit is refused for good: the same words as a new message."""
    kept = {name: value for name, value in edit.params.items() if name != "message_id"}
    if not kept["reply_markup"]["inline_keyboard"]:
        del kept["reply_markup"]
    return Call("sendMessage", kept, edit.card)
