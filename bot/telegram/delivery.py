"""One outgoing row, done: a call made, a notice rendered and said, a booking settled.

What comes back says how the row ends. Nothing here holds a database connection during a call.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import structlog
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)

from bot.domain.errors import NotNow
from bot.telegram.calls import (
    Call,
    document_call,
    edit_call,
    menu_call,
    picture_call,
    resend_call,
    retire_call,
    send_call,
)
from bot.telegram.context import Account
from bot.telegram.incidents import incident_of, kind_of, report
from bot.telegram.screens import Screen
from bot.telegram.transport import Api, retry_seconds
from db.session import Database, Transaction

log = structlog.get_logger(__name__)

Render = Callable[[Transaction, dict[str, Any], Account], Awaitable[Screen | None]]
"""Words for a notice's payload; None where there is nothing to say any more."""
Settle = Callable[[UUID], Awaitable[None]]
"""Brings what Stripe holds for a booking in line with what it should be."""

_SENDS = frozenset({"sendMessage", "sendDocument", "sendPhoto"})
_GONE = (
    "message to edit not found",
    "message can't be edited",
    "there is no text in the message",
    "message_id_invalid",
    "message to be edited",
)
_TOKEN_SECONDS = 30.0
_LONGEST_PAUSE = 60.0
_RENDER_ATTEMPTS = 5
_GIVE_UP_AFTER = 40
"""Attempts before a message is given up: some half an hour at a minute each."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A row that this process holds the lease of until `deadline` (event loop time)."""

    id: int
    lane: str
    kind: str
    payload: dict[str, Any]
    urgent: bool
    attempts: int
    deadline: float

    @property
    def sends(self) -> bool:
        """Whether a new message may come of it, which Telegram counts by chat."""
        method = self.payload.get("method")
        return method in _SENDS if self.kind == "call" else self.kind == "notice"


@dataclass(frozen=True, slots=True)
class Ending:
    """How a row ends: sent (no error), tried again after `retry` seconds, or dead."""

    error: str | None = None
    retry: float | None = None
    flood: bool = False
    blocked: bool = False
    result: dict[str, Any] | None = None
    card: UUID | None = None
    message: int | None = None
    follow: tuple[Call, ...] = ()


SENT = Ending()


class Delivery:
    """Knows how to do each kind of row."""

    def __init__(self, db: Database, api: Api, render: Render, settle: Settle) -> None:
        self._db = db
        self._api = api
        self._render = render
        self._settle = settle

    async def do(self, row: Waiting) -> Ending:
        """Do what the row says; failures come back as its ending."""
        try:
            if row.kind == "settle":
                await self._settle(UUID(row.payload["booking"]))
                return SENT
            if row.kind == "notice":
                return await self._notice(row)
            call = Call.from_json(row.payload)
            old = await self._old_card(row.lane, call.card) if call.card else None
            return await self._say(row, call, old)
        except NotNow as error:
            return _later(row, error)
        except Exception as error:  # noqa: BLE001 - ours or a foreign service's: row by row
            return self._unexpected(row, error)

    def _unexpected(self, row: Waiting, error: Exception) -> Ending:
        """Something of ours failed. Money is tried for ever, words are given up."""
        incident = incident_of(f"outbox {row.id}")
        attempt = row.attempts + 1
        report(log, "outbox.failed", error, row=row.id, incident=incident, attempt=attempt)
        hopeless = row.kind != "settle" and row.attempts + 1 >= _RENDER_ATTEMPTS
        return Ending(
            error=f"{incident} {kind_of(error)}", retry=None if hopeless else _pause(row.attempts)
        )

    async def _notice(self, row: Waiting) -> Ending:
        """Say it in words of this moment: as a new message, on the booking's card, or aside."""
        about, chat_id = row.payload.get("booking"), int(row.lane)
        booking = UUID(about) if about else None
        async with self._db.begin() as tx:
            person = await tx.first(
                "select * from app.addressee(:chat, :booking)", chat=chat_id, booking=booking
            )
            if person is None or person.blocked_at is not None:
                # Nobody's mistake, and trying again would not help: no dead letter for the admins.
                return Ending(result={"said": "nobody"})
            account = Account(
                telegram_id=chat_id,
                user_id=person.user_id,
                language=person.language or "en",
                zone=person.zone,
                name=person.name,
                expert_id=person.expert_id,
                is_admin=person.is_admin,
            )
            screen = await self._render(tx, row.payload, account)
        if screen is None:
            return Ending(result={"said": "nothing"})
        named = row.payload.get("message")
        old = named or person.message_id
        if screen.aside:
            call = send_call(chat_id, screen)
        elif row.payload.get("how") == "edit" and old is not None:
            # A message that the notice names is put right where it still is, and nowhere else.
            edit = edit_call(chat_id, old, screen, card=booking)
            call = replace(edit, optional=named is not None)
        else:
            call = send_call(chat_id, screen, card=booking)
        ending = await self._say(row, call, old)
        follow = list(ending.follow)
        if screen.document:
            follow.append(document_call(chat_id, screen.document))
        if screen.chart:
            follow.append(picture_call(chat_id, screen.chart))
        if screen.menu is not None:
            follow.append(menu_call(chat_id, screen.menu))
        return ending if ending.error else replace(ending, follow=tuple(follow))

    async def _say(self, row: Waiting, call: Call, old_card: int | None) -> Ending:
        """Make the call; a new card makes the old one a thing of the past."""
        try:
            result = await self._perform(call)
        except TelegramError as error:
            return _ending_of(error, row, call)
        message = _message_id(result) or call.params.get("message_id")
        follow: tuple[Call, ...] = ()
        if call.card and old_card is not None and old_card != message:
            follow = (retire_call(int(row.lane), old_card, call.past),)
        return Ending(
            result={"message_id": message},
            card=call.card,
            message=message,
            follow=follow,
        )

    async def _perform(self, call: Call) -> Any:
        """The call, or what does the same where Telegram refuses the call itself."""
        try:
            return await self._api.perform(call)
        except BadRequest as refusal:
            said = refusal.message.lower()
            if "message is not modified" in said:
                return True
            gone = any(reason in said for reason in _GONE)
            if call.method == "editMessageText" and gone and not call.optional:
                return await self._api.perform(resend_call(call))
            if "effect" in said and "message_effect_id" in call.params:
                plain = {k: v for k, v in call.params.items() if k != "message_effect_id"}
                return await self._api.perform(replace(call, params=plain))
            raise

    async def _old_card(self, lane: str, booking: UUID | None) -> int | None:
        async with self._db.begin() as tx:
            row = await tx.first(
                "select message_id from app.addressee(:chat, :booking)",
                chat=int(lane),
                booking=booking,
            )
        return row.message_id if row else None


def _later(row: Waiting, outage: NotNow) -> Ending:
    """Stripe is away, or another process has the booking: tried for ever, no sooner than asked."""
    pause = max(_pause(row.attempts), min(outage.retry_after or 0.0, _LONGEST_PAUSE))
    return Ending(error=kind_of(outage), retry=pause)


def _ending_of(error: TelegramError, row: Waiting, call: Call) -> Ending:
    """What Telegram's refusal means for the row."""
    if isinstance(error, RetryAfter):
        return Ending(error="429", retry=retry_seconds(error), flood=True)
    if isinstance(error, Forbidden):
        said = error.message.lower()
        return Ending(error="Forbidden", blocked="blocked" in said or "deactivated" in said)
    if isinstance(error, BadRequest | ChatMigrated):
        # An old card that is gone already is as good as one of the past.
        return SENT if call.optional else Ending(error=kind_of(error))
    if row.attempts + 1 >= _GIVE_UP_AFTER:
        return Ending(error=f"given up: {kind_of(error)}")
    # A refused token is no fault of this message, but trying again at once would not help.
    pause = _TOKEN_SECONDS if isinstance(error, InvalidToken) else _pause(row.attempts)
    return Ending(error=kind_of(error), retry=pause)


def _pause(attempts: int) -> float:
    return float(min(0.5 * 2 ** min(attempts, 10), _LONGEST_PAUSE))


def _message_id(result: Any) -> int | None:
    return int(result["message_id"]) if isinstance(result, dict) else None
