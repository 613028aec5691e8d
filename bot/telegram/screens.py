"""What a chat shows, as plain values: no I/O, no Telegram types, so that views stay pure."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from bot.telegram.charts import Chart

CALLBACK_BYTES = 64
"""Telegram's limit for the data of a button."""


@dataclass(frozen=True, slots=True)
class Button:
    """One button: `data` comes back as a tap, `url` opens a page; exactly one of them is set.

    `style` is 'primary', 'success' or 'danger'; None leaves it to the client.
    """

    text: str
    data: str | None = None
    url: str | None = None
    style: str | None = None

    def __post_init__(self) -> None:
        if (self.data is None) == (self.url is None):
            raise ValueError(f"a button has data or a url: {self.text!r}")
        if self.data is not None and not 1 <= len(self.data.encode()) <= CALLBACK_BYTES:
            raise ValueError(f"a button's data has 1 to {CALLBACK_BYTES} bytes: {self.data!r}")

    def as_json(self) -> dict[str, str]:
        """The Bot API's InlineKeyboardButton."""
        wire = {
            "text": self.text,
            "callback_data": self.data,
            "url": self.url,
            "style": self.style,
        }
        return {name: value for name, value in wire.items() if value is not None}


Rows = tuple[tuple[Button, ...], ...]
Menu = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A file that follows the message, such as a calendar entry.

    `field` is what the Bot API calls it: 'document', or 'photo' for a picture that is shown.
    `caption` stands under it, as plain text.
    """

    filename: str
    content: bytes
    mime: str
    field: str = "document"
    caption: str | None = None

    def as_json(self) -> dict[str, str]:
        """The document as it waits in the outbox: its content in base64."""
        return {
            "filename": self.filename,
            "content": base64.b64encode(self.content).decode(),
            "mime": self.mime,
        }

    @classmethod
    def from_json(cls, wire: dict[str, str]) -> Document:
        """The opposite of `as_json`."""
        return cls(wire["filename"], base64.b64decode(wire["content"]), wire["mime"])


@dataclass(frozen=True, slots=True)
class Screen:
    """One message: text in Telegram's HTML, rows of buttons, perhaps a file that follows it.

    `effect` is a Telegram message effect id; it plays on new messages only. `menu` becomes this
    chat's command menu, (name, description); None leaves the menu as it is. A new message without
    rows may bring a keyboard in the place of the text field: `location` is the label of one that
    shares where the person is, `clears` takes such a one away. `past` is what the booking's older
    card says once this one has taken over; None leaves its words and takes its buttons.
    `application` is the expert whose application this shows: once it is answered, so is this.

    A `chart` is drawn when it is sent, and follows the message as a picture of its own.

    One that stands `aside` never becomes a booking's card and leaves the card as it is; it has no
    buttons but addresses, for a tap would write over it. A `quiet` one arrives without a sound.
    """

    text: str
    rows: Rows = ()
    document: Document | None = None
    effect: str | None = None
    menu: Menu | None = None
    location: str | None = None
    clears: bool = False
    past: str | None = None
    application: UUID | None = None
    aside: bool = False
    quiet: bool = False
    chart: Chart | None = None

    def __post_init__(self) -> None:
        if self.aside and any(button.data is not None for row in self.rows for button in row):
            raise ValueError("a tap on a message that stands aside would write over it")

    def keyboard(self) -> dict[str, Any]:
        """The Bot API's InlineKeyboardMarkup (empty rows are left out)."""
        return {"inline_keyboard": [[b.as_json() for b in row] for row in self.rows if row]}

    def markup(self) -> dict[str, Any] | None:
        """The `reply_markup` of a new message."""
        if self.rows:
            return self.keyboard()
        if self.location is not None:
            share = {"text": self.location, "request_location": True}
            return {"keyboard": [[share]], "resize_keyboard": True, "one_time_keyboard": True}
        return {"remove_keyboard": True} if self.clears else None
