"""What Telegram accepts as a keyboard under a message, and how it refuses the rest."""

import json
from typing import Any
from urllib.parse import urlsplit

from bot.sandbox.telegram.errors import BotApiError, bad_request

MOST_BUTTONS = 100
MOST_IN_A_ROW = 8
LONGEST_DATA = 64  # bytes
LONGEST_MARKUP = 10_000  # bytes of JSON
LONGEST_COPY_TEXT = 256
STYLES = {"primary", "success", "danger"}
SCHEMES = {"http", "https", "tg", "ton"}
ACTIONS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)


def check_inline(markup: dict[str, Any]) -> dict[str, Any] | None:
    """The keyboard as Telegram would store it (None where it has no button).

    Raises BotApiError 400. The contract's types have been checked before.
    """
    rows = [row for row in markup["inline_keyboard"] if row]
    for row in rows:
        if len(row) > MOST_IN_A_ROW:
            # Phones would lay such a row out anew; here it is refused, so that nobody relies on it.
            raise bad_request(f"reply markup has a row of more than {MOST_IN_A_ROW} buttons")
        for button in row:
            _check_button(button)
    count = sum(len(row) for row in rows)
    size = len(json.dumps(rows, ensure_ascii=False).encode())
    if count > MOST_BUTTONS or size > LONGEST_MARKUP:
        raise bad_request("reply markup is too long")
    return {"inline_keyboard": rows} if rows else None


def _check_button(button: dict[str, Any]) -> None:
    if not button["text"]:
        raise _unparsable("Button text must be non-empty")
    style = button.get("style")
    if style is not None and style not in STYLES:
        raise _unparsable("Invalid button style specified")
    actions = [name for name in ACTIONS if button.get(name) not in (None, "")]
    if not actions and "switch_inline_query" not in button:
        raise _unparsable("Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise _unparsable("Exactly one optional field must be used")
    if len(button.get("callback_data", "").encode()) > LONGEST_DATA:
        raise bad_request("BUTTON_DATA_INVALID")
    if "url" in button:
        check_url(button["url"])
    if "copy_text" in button and not 1 <= len(button["copy_text"]["text"]) <= LONGEST_COPY_TEXT:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")


def check_url(url: str) -> None:
    """Raise BotApiError 400 where Telegram would not take the URL of a button."""

    def refuse(why: str) -> BotApiError:
        return bad_request(f"inline keyboard button URL '{url}' is invalid: {why}")

    try:
        parts = urlsplit(url if "://" in url or url.startswith("tg:") else f"http://{url}")
        host = parts.hostname or ""
    except ValueError:
        raise refuse("Wrong HTTP URL") from None
    if parts.scheme not in SCHEMES:
        raise refuse("Unsupported URL protocol")
    if parts.scheme not in {"http", "https"}:
        return
    if not host:
        raise refuse("URL host is empty")
    # A host needs a dot: http://localhost is refused, http://127.0.0.1 is not.
    if ("." not in host and ":" not in host) or any(sign.isspace() for sign in url):
        raise refuse("Wrong HTTP URL")


def check_reply_keyboard(markup: dict[str, Any]) -> dict[str, Any]:
    """A keyboard that stands in for the typing field; raises BotApiError 400."""
    buttons = [button for row in markup["keyboard"] for button in row]
    if not buttons:
        raise bad_request("can't parse reply keyboard markup: no buttons")
    if any(not button["text"].strip() for button in buttons):
        raise bad_request("can't parse reply keyboard markup: Button text must be non-empty")
    return markup


def _unparsable(why: str) -> BotApiError:
    return bad_request(f"can't parse inline keyboard button: {why}")
