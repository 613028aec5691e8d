"""One update, one transaction, one actor: claim, handle, write, commit."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from time import perf_counter
from typing import Any

import structlog
from structlog.contextvars import bind_contextvars, unbind_contextvars
from telegram import Update

from bot import metrics
from bot.telegram.application import ALLOWED_UPDATES, App, process
from bot.telegram.calls import Call, lane_of, send_call
from bot.telegram.context import Account, Conversation, Turn, turn
from bot.telegram.delivery import Waiting
from bot.telegram.incidents import FailureWords, incident_of, kind_of, report
from bot.telegram.outbox import Outbox
from db.session import SERVICE, Database, Transaction, user

log = structlog.get_logger(__name__)

HANDLER_SECONDS = 20.0
"""A handler that takes longer holds up its person and a connection: it counts as failed."""

RETRIES = (0.1, 0.3, 0.8, 1.5)
"""Seconds before each further attempt; after the fifth failure the update is a dead letter."""

# The claim switches to the person for the statements that follow: a role set in a statement does
# not rule that same statement, so what the claim reads is not filtered for them.
_CLAIM = """
select c.*,
       set_config('role', case when c.user_id is null then 'service_role'
                               else 'authenticated' end, true),
       set_config('request.jwt.claims',
                  case when c.user_id is null then current_setting('request.jwt.claims')
                       else json_build_object('sub', c.user_id, 'role', 'authenticated')::text
                  end, true),
       set_config('app.via', 'chat', true)
  from app.inbox_claim(:lane) as c
"""
_FINISH = """
select n, outbox_id, more
  from app.inbox_finish(:update_id, :lane, cast(:conversation as jsonb), cast(:calls as jsonb),
                        :worker, make_interval(secs => :lease))
"""
_FAILED = """
select app.inbox_failed(:update_id, :error, make_interval(secs => cast(:retry as float8)),
                        cast(:calls as jsonb))
"""


class UnparsableUpdate(Exception):
    """Telegram sent something that python-telegram-bot cannot read; again would not help."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """An update that the current transaction holds; nobody's updates have no account."""

    update_id: int
    raw: dict[str, Any]
    attempts: int
    account: Account | None
    conversation: Conversation | None


@dataclass(frozen=True, slots=True)
class Step:
    """What came of looking at a lane: was there something, and when to look again (seconds)."""

    found: bool
    again_in: float | None = None


class Handling:
    """Handles the head of a lane; what the handler said goes to the outbox."""

    def __init__(
        self,
        db: Database,
        app: App,
        outbox: Outbox,
        words: FailureWords,
        admins: tuple[int, ...],
    ) -> None:
        self._db = db
        self._app = app
        self._outbox = outbox
        self._words = words
        self._admins = admins

    async def step(self, lane: int) -> Step:
        """Handle the oldest update of this lane, if it is free and due.

        A failure of the handler is recorded, not raised; what is raised is the database's.
        """
        try:
            return await self._step(lane)
        finally:
            unbind_contextvars("update")

    async def _step(self, lane: int) -> Step:
        held: list[Claimed] = []

        async def work(tx: Transaction) -> tuple[list[Waiting], bool] | None:
            held.clear()
            claimed = await self._claim(tx, lane)
            if claimed is None:
                return None
            held.append(claimed)
            # From here on it stands on every line, and on those of what is sent because of it.
            bind_contextvars(update=claimed.update_id)
            return await self._handle(tx, lane, claimed)

        began = perf_counter()
        try:
            done = await self._db.retry(work)
        except Exception as error:
            if not held:
                raise
            return await self._failed(lane, held[0], error)
        if done is None:
            return Step(found=False)
        leased, more = done
        self._outbox.take(leased)
        if more:
            self._outbox.nudge()
        took, kind = perf_counter() - began, kind_of_update(held[0].raw)
        metrics.UPDATES.labels(kind, "handled").inc()
        metrics.HANDLING_SECONDS.labels(kind).observe(took)
        log.info("update.handled", kind=kind, ms=round(took * 1000, 1))
        return Step(found=True)

    async def _claim(self, tx: Transaction, lane: int) -> Claimed | None:
        row = await tx.first(_CLAIM, lane=lane)
        if row is None:
            return None
        account = None
        if row.user_id is not None:
            tx.actor = user(row.user_id)
            account = Account(
                telegram_id=lane,
                user_id=row.user_id,
                language=row.language or "en",
                zone=row.zone,
                name=row.name,
                expert_id=row.expert_id,
                is_admin=row.is_admin,
            )
        conversation = None
        if row.conversation is not None:
            conversation = Conversation(row.conversation, row.state, _json(row.draft))
        return Claimed(row.update_id, _json(row.payload), row.attempts, account, conversation)

    async def _handle(
        self, tx: Transaction, lane: int, claimed: Claimed
    ) -> tuple[list[Waiting], bool]:
        if claimed.account is None:  # a channel's post, a poll: nobody is there to be answered
            return await self._finish(tx, lane, claimed, None, [])
        now = Turn(
            tx=tx,
            account=claimed.account,
            update=self._parse(claimed.raw),
            conversation=claimed.conversation,
            draft=claimed.conversation.data if claimed.conversation else {},
        )
        before = _kept(now)
        current = turn.set(now)
        try:
            async with asyncio.timeout(HANDLER_SECONDS):
                await process(self._app, now.update)
        finally:
            turn.reset(current)
        after = _kept(now)
        await tx.become(SERVICE)
        return await self._finish(tx, lane, claimed, None if after == before else after, now.calls)

    def _parse(self, raw: dict[str, Any]) -> Update:
        try:
            update = Update.de_json(raw, self._app.bot)
        except Exception as error:
            raise UnparsableUpdate from error
        if not _addressed(update):
            raise UnparsableUpdate
        return update

    async def _finish(
        self,
        tx: Transaction,
        lane: int,
        claimed: Claimed,
        conversation: str | None,
        calls: list[Call],
    ) -> tuple[list[Waiting], bool]:
        """One statement: replies, state, handled. Returns the replies we may send at once."""
        payloads = [call.as_json() for call in calls]
        rows = await tx.all(
            _FINISH,
            update_id=claimed.update_id,
            lane=lane,
            conversation=conversation,
            calls=json.dumps(payloads),
            worker=self._outbox.worker,
            lease=self._outbox.lease,
        )
        leased = [
            self._outbox.leased(
                row.outbox_id, lane_of(payloads[row.n - 1]["params"]), payloads[row.n - 1]
            )
            for row in rows
            if row.n
        ]
        return leased, any(row.more for row in rows if not row.n)

    async def _failed(self, lane: int, claimed: Claimed, error: Exception) -> Step:
        """Count the attempt in a transaction of its own; the fifth is the last."""
        incident = incident_of(f"update {claimed.update_id}")
        attempt = claimed.attempts + 1
        report(
            log,
            "update.failed",
            error,
            update=claimed.update_id,
            incident=incident,
            attempt=attempt,
        )
        hopeless = isinstance(error, UnparsableUpdate) or claimed.attempts >= len(RETRIES)
        retry = None if hopeless else RETRIES[claimed.attempts]

        async def record(tx: Transaction) -> None:
            calls = await self._told(tx, lane, claimed, incident, error) if hopeless else []
            await tx.run(
                _FAILED,
                update_id=claimed.update_id,
                error=f"{incident} {kind_of(error)}",
                retry=retry,
                calls=json.dumps([call.as_json() for call in calls]),
            )

        await self._db.retry(record)
        ended = "dead" if hopeless else "failed"
        metrics.UPDATES.labels(kind_of_update(claimed.raw), ended).inc()
        if hopeless:
            log.error("update.dead", incident=incident)
            self._outbox.nudge()
        return Step(found=hopeless, again_in=retry)

    async def _told(
        self, tx: Transaction, lane: int, claimed: Claimed, incident: str, error: Exception
    ) -> list[Call]:
        """What a dead letter says to the person it came from and to each admin."""
        alarm = self._words.alarm(incident, claimed.update_id, kind_of(error))
        calls = [send_call(admin, alarm) for admin in self._admins]
        if lane:
            language = await tx.scalar("select app.language_of(:id)", id=lane) or "en"
            calls.insert(0, send_call(lane, self._words.sorry(language, incident)))
        return calls


def kind_of_update(raw: dict[str, Any]) -> str:
    """Which of the kinds that Telegram is asked to deliver it is, else 'other'."""
    return next((kind for kind in ALLOWED_UPDATES if kind in raw), "other")


def _addressed(update: Update) -> bool:
    """Whether the ids that an answer needs are numbers: PTB takes them as they come."""
    chat, message = update.effective_chat, update.effective_message
    named = [chat.id if chat else 0, message.message_id if message else 0]
    return all(type(each) is int and abs(each) < 2**63 for each in named)


def _json(value: Any) -> Any:
    """A jsonb column of a plain statement: the driver hands it over as text."""
    return json.loads(value) if isinstance(value, str) else value


def _kept(now: Turn) -> str:
    """The conversation as `app.keep_conversation` takes it; {} where none awaits text."""
    waiting = now.conversation
    if waiting is None:
        return "{}"
    kept = {"name": waiting.name, "state": waiting.state, "data": now.draft}
    return json.dumps(kept, sort_keys=True)
