"""What we rely on inside python-telegram-bot. Red here: PTB changed, read its change first."""

from __future__ import annotations

import inspect
import warnings
from datetime import timedelta
from enum import StrEnum
from typing import Any

import pytest
from telegram import Update
from telegram.error import RetryAfter
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ConversationHandler,
    MessageHandler,
    filters,
)
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from bot.telegram.conversation import PostgresConversation
from bot.telegram.transport import retry_seconds


class State(StrEnum):
    ASKED = "asked"


async def _nothing(update: Update, context: Any) -> None: ...


def _conversation() -> PostgresConversation:
    return PostgresConversation(
        "c",
        entry_points=[CallbackQueryHandler(_nothing)],
        states={State.ASKED: [MessageHandler(filters.TEXT, _nothing)]},
        fallbacks=[CommandHandler("cancel", _nothing)],
    )


def test_the_mapping_is_where_we_swap_it_and_read_and_written_as_we_expect() -> None:
    plain: ConversationHandler[Any] = ConversationHandler([], {}, [])
    assert plain._conversations == {}
    body = inspect.getsource(ConversationHandler)
    uses = {line.strip() for line in body.splitlines() if "self._conversations" in line}
    assert uses == {
        "self._conversations: ConversationDict = {}",
        # only with PTB's own persistence, which we do not use:
        "current_conversations = self._conversations",
        "self._conversations = cast(",
        "self._conversations.update(current_conversations)",
        "self._conversations.update_no_track(stored_data)",
        "out = {self.name: self._conversations}",
        # what the view of the transaction answers:
        "state = self._conversations.get(key)",
        "self._conversations.pop(key, None)",
        "if key in self._conversations:",
        "del self._conversations[key]",
        "self._conversations[key] = PendingState(",
        "old_state=self._conversations.get(key), task=new_state",
        "self._conversations[key] = new_state",
    }


def test_a_check_result_is_state_key_handler_check() -> None:
    body = inspect.getsource(ConversationHandler.handle_update)
    assert "current_state, conversation_key, handler, handler_check_result = check_result" in body


def test_the_warning_for_buttons_is_filtered_and_still_there_without_us() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert _conversation().name == "c"
    with pytest.warns(UserWarning, match="If 'per_message=False'"):
        ConversationHandler(entry_points=[CallbackQueryHandler(_nothing)], states={}, fallbacks=[])


def test_errors_are_swallowed_unless_an_error_handler_keeps_them() -> None:
    body = inspect.getsource(Application.process_error)
    assert "except ApplicationHandlerStop:" in body
    assert "uncaught error" in body


def test_the_transport_uses_what_ptb_has() -> None:
    sent = RequestData([RequestParameter("a", {"b": 1}, None), RequestParameter("t", "x", None)])
    assert sent.json_parameters == {"a": '{"b": 1}', "t": "x"}
    assert not sent.contains_files
    assert retry_seconds(RetryAfter(3)) == 3.0
    assert retry_seconds(RetryAfter(timedelta(seconds=4))) == 4.0
