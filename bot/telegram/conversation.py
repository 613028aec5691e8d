"""PTB's ConversationHandler with its states in Postgres.

PTB keeps the states in a private mapping, read from its persistence once at start: with two
processes they diverge. Here that mapping is a view of the running update's transaction
(`bot.telegram.context.turn`): loaded by the claim, written with the outbox, rolled back with
everything else. `tests/telegram/test_ptb_contract.py` fails when PTB changes underneath.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, MutableMapping
from typing import Any, cast

from telegram import Update
from telegram.constants import ChatType
from telegram.ext import Application, BaseHandler, ConversationHandler
from telegram.warnings import PTBUserWarning

from bot.telegram.context import Context, Conversation, turn


class PostgresConversation(ConversationHandler[Context]):
    """A conversation that survives restarts and runs on any replica.

    States are strings (a StrEnum reads best). Re-entry is allowed: each button of a flow is an
    entry point. One conversation awaits a person's text at a time: entering this one ends any
    other, whose name is then `context.interrupted`. Private chats only.
    """

    def __init__(
        self,
        name: str,
        *,
        entry_points: list[BaseHandler[Update, Context, Any]],
        states: dict[str, list[BaseHandler[Update, Context, Any]]],
        fallbacks: list[BaseHandler[Update, Context, Any]],
    ) -> None:
        with warnings.catch_warnings():
            # PTB warns that taps are not tracked for every message. They need not be: a button
            # carries its ids, and a conversation's state is about the text that is awaited.
            warnings.filterwarnings("ignore", "If 'per_message=False'", PTBUserWarning)
            super().__init__(
                entry_points=entry_points,
                states=cast("dict[object, Any]", states),
                fallbacks=fallbacks,
                allow_reentry=True,
                per_chat=False,
                name=name,
            )
        if not all(isinstance(state, str) for state in states):
            raise TypeError(f"the states of {name} are kept as text")
        self._conversations = _TurnStates(name, frozenset(states))

    def check_update(self, update: object) -> Any:
        """As PTB's, for private chats alone: state is kept by person."""
        chat = update.effective_chat if isinstance(update, Update) else None
        if chat is not None and chat.type != ChatType.PRIVATE:
            return None
        return super().check_update(update)

    async def handle_update(
        self,
        update: Update,
        application: Application[Any, Context, Any, Any, Any, Any],
        check_result: Any,
        context: Context,
    ) -> object | None:
        """As PTB's; an entry point first ends any other conversation of this person."""
        _state, _key, handler, _check = check_result
        now = turn.get()
        waiting = now.conversation
        if handler in self.entry_points and (waiting is None or waiting.name != self.name):
            now.interrupted = waiting
            now.conversation = None
            now.draft = {}
        return await super().handle_update(update, application, check_result, context)


class _TurnStates(MutableMapping[Any, object]):
    """The state of one conversation as PTB reads and writes it: by a key we have no use for."""

    def __init__(self, name: str, known: frozenset[str]) -> None:
        self._name = name
        self._known = known

    def __getitem__(self, key: Any) -> object:
        waiting = turn.get().conversation
        # A state that a newer version no longer has is no state: the buttons still work.
        if waiting is None or waiting.name != self._name or waiting.state not in self._known:
            raise KeyError(key)
        return waiting.state

    def __setitem__(self, key: Any, state: object) -> None:
        if not isinstance(state, str):
            raise TypeError(f"{self._name}: a state is text, not {state!r}")
        now = turn.get()
        now.conversation = Conversation(self._name, str(state), now.draft)

    def __delitem__(self, key: Any) -> None:
        self[key]  # raises KeyError as a dict would
        now = turn.get()
        now.conversation = None
        now.draft = {}

    def __iter__(self) -> Iterator[Any]:
        raise NotImplementedError("PTB never lists conversations; see the contract test")

    def __len__(self) -> int:
        raise NotImplementedError("PTB never counts conversations; see the contract test")
