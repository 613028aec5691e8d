"""What a handler is given: the transaction, the person, and a way to say things.

Nothing here talks to Telegram. What is shown or sent is collected and written to the outbox in
the transaction that handled the update; it goes out after the commit.
"""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from telegram import Message, Update
from telegram.ext import CallbackContext, ExtBot

from bot.telegram.calls import (
    Call,
    document_call,
    edit_call,
    menu_call,
    picture_call,
    retire_call,
    send_call,
)
from bot.telegram.screens import Screen
from db.session import Transaction


@dataclass(frozen=True, slots=True)
class Account:
    """A person as the chat knows them.

    `zone` is an exact name such as 'Europe/Copenhagen', None until they told us; `language` is
    one the bot speaks; `expert_id` is set for those with an expert profile.
    """

    telegram_id: int
    user_id: UUID
    language: str
    zone: str | None
    name: str
    expert_id: UUID | None = None
    is_admin: bool = False


@dataclass(slots=True)
class Conversation:
    """The conversation that awaits this person's text: its name, its state, and its draft."""

    name: str
    state: str
    data: dict[str, Any]


@dataclass(slots=True)
class Turn:
    """One update in work: everything that its transaction holds and will write."""

    tx: Transaction
    account: Account
    update: Update
    conversation: Conversation | None = None
    draft: dict[str, Any] = field(default_factory=dict)
    interrupted: Conversation | None = None
    lead: str | None = None
    calls: list[Call] = field(default_factory=list)
    error: Exception | None = None


turn: ContextVar[Turn] = ContextVar("turn")
"""The update that this task handles. Tasks started by PTB inherit it."""


class Context(CallbackContext[ExtBot[None], dict[Any, Any], dict[Any, Any], dict[Any, Any]]):
    """PTB's callback context with this turn's transaction, person, draft and replies."""

    @property
    def tx(self) -> Transaction:
        """The transaction of this update; it acts as the person."""
        return turn.get().tx

    @property
    def account(self) -> Account:
        """Who sent the update, as they were when it began (or whose the chat has become since)."""
        return turn.get().account

    def belongs_to(self, account: Account) -> None:
        """The chat is this person's from now on; the transaction already acts as them."""
        turn.get().account = account

    @property
    def draft(self) -> dict[str, Any]:
        """What the running conversation has gathered: JSON values, kept with its state.

        Empty at an entry point that starts a conversation afresh; gone when it ends.
        """
        return turn.get().draft

    @property
    def interrupted(self) -> Conversation | None:
        """The other conversation that this entry point just ended, to say so aloud."""
        return turn.get().interrupted

    @property
    def awaiting(self) -> str | None:
        """The name of the conversation that awaits this person's text, if one does."""
        conversation = turn.get().conversation
        return conversation.name if conversation else None

    def leave(self) -> str | None:
        """End whatever conversation awaits text, from outside it; returns its name, if any."""
        now = turn.get()
        name = now.conversation.name if now.conversation else None
        now.conversation = None
        now.draft = {}
        return name

    def wait(self, name: str, state: str) -> None:
        """Begin, from outside it, the conversation that awaits text, where none does."""
        now = turn.get()
        if now.conversation is None:
            now.conversation = Conversation(name, state, now.draft)

    def follow(self) -> None:
        """Keep in the draft, as `at`, which message the last screen shown is.

        The id of a new message is known once it is sent: the outbox adds it then, where the draft
        has an `open` still.
        """
        now = turn.get()
        now.draft.setdefault("open", "")
        now.draft.pop("at", None)
        for place in reversed(range(len(now.calls))):
            call = now.calls[place]
            if call.method == "editMessageText":
                now.draft["at"] = call.params["message_id"]
            elif call.method == "sendMessage":
                now.calls[place] = replace(call, followed=True)
            else:
                continue
            return

    def retire(self, message_id: int, past: str) -> None:
        """An older message of this chat says only `past` (Html): a newer one has taken over."""
        chat = turn.get().update.effective_chat
        turn.get().calls.append(retire_call(chat.id if chat else 0, message_id, past))

    def lead(self, line: str) -> None:
        """What the next screen says above everything else (Html)."""
        turn.get().lead = line

    def show(self, screen: Screen, *, card: UUID | None = None) -> None:
        """Answer: a tap edits the message it was made on, anything else gets a new message.

        Shown twice in one tap, the last screen wins. `card` is the booking whose living message
        this becomes.
        """
        now = turn.get()
        tapped = _tapped(now.update)
        if tapped is None:
            self.send(screen, card=card)
            return
        screen = _led(now, screen)
        now.calls = [c for c in now.calls if not c.edits(tapped.chat.id, tapped.message_id)]
        now.calls.append(edit_call(tapped.chat.id, tapped.message_id, screen, card=card))
        self._attach(tapped.chat.id, screen)

    def send(self, screen: Screen, *, card: UUID | None = None) -> None:
        """Say it as a new message in the chat that the update came from."""
        now = turn.get()
        screen = _led(now, screen)
        chat = now.update.effective_chat
        chat_id = chat.id if chat else now.account.telegram_id
        now.calls.append(send_call(chat_id, screen, card=card))
        self._attach(chat_id, screen)

    def _attach(self, chat_id: int, screen: Screen) -> None:
        """A file follows as a message of its own: the text before it must stay editable."""
        calls = turn.get().calls
        if screen.document:
            calls.append(document_call(chat_id, screen.document))
        if screen.chart:
            calls.append(picture_call(chat_id, screen.chart))
        if screen.menu is not None:
            calls[:] = [call for call in calls if call.method != "setMyCommands"]
            calls.append(menu_call(chat_id, screen.menu))


def _led(now: Turn, screen: Screen) -> Screen:
    """The screen below the line that is to lead it, if there is one."""
    lead, now.lead = now.lead, None
    return screen if lead is None else replace(screen, text=f"{lead}\n\n{screen.text}")


def _tapped(update: Update) -> Message | None:
    """The message a button was tapped on; None where it is too old to be edited, or not ours."""
    query = update.callback_query
    return query.message if query and isinstance(query.message, Message) else None
