"""The parts of the chat put together: what `bot.app` builds, starts and stops."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from typing import Any

import structlog
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError
from telegram.ext import BaseHandler

from bot.telegram import leases
from bot.telegram.application import (
    App,
    Commands,
    build,
    publish_commands,
    publish_description,
    register_webhook,
)
from bot.telegram.context import Context
from bot.telegram.delivery import Delivery, Render, Settle
from bot.telegram.handling import Handling
from bot.telegram.inbox import Inbox, Raw
from bot.telegram.incidents import FailureWords, kind_of
from bot.telegram.outbox import LEASE_SECONDS, Outbox
from bot.telegram.pace import Pace
from bot.telegram.poller import Poller
from bot.telegram.tracing import (
    TracedApi,
    TracedDelivery,
    TracedHandling,
    Tracer,
    trace_handlers,
)
from bot.telegram.transport import AiohttpRequest, Api
from bot.telegram.workers import Pulse
from db.session import Database

log = structlog.get_logger(__name__)

_LONGEST_PAUSE = 30.0


@dataclass(frozen=True, slots=True)
class Telegram:
    """Whom we talk to and how: `webhook` is (public url, secret), None means polling."""

    token: str
    api_base: str
    webhook: tuple[str, str] | None = None
    admins: tuple[int, ...] = ()
    commands: dict[str, Commands] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Tuning:
    """Numbers that only tests have a reason to change; seconds."""

    updates_at_once: int = 8
    sends_at_once: int = 16
    outbox_lease: float = LEASE_SECONDS
    polling_lease: float = 10.0
    poll: int = 25
    burst: int = 3
    per_second: float = 1.0
    first_pause: float = 1.0


class Mechanism:
    """Inbox, handlers and outbox of one process."""

    def __init__(
        self,
        db: Database,
        handlers: Iterable[BaseHandler[Any, Context, Any]],
        telegram: Telegram,
        *,
        words: FailureWords,
        render: Render,
        settle: Settle,
        tuning: Tuning | None = None,
        tracer: Tracer | None = None,
    ) -> None:
        tuning = tuning or Tuning()
        self.holder = leases.new_holder()
        self._db = db
        self._telegram = telegram
        self._first_pause = tuning.first_pause
        self._request = AiohttpRequest()
        api = TracedApi if tracer else Api
        delivery = partial(TracedDelivery, tracer=tracer) if tracer else Delivery
        handling = partial(TracedHandling, tracer=tracer) if tracer else Handling
        self.api = api(telegram.token, telegram.api_base, self._request)
        self.app: App = build(
            handlers, token=telegram.token, api_base=telegram.api_base, request=self._request
        )
        self.pulse = Pulse(db, self.holder, self.nudge)
        self.outbox = Outbox(
            db,
            delivery(db, self.api, render, settle),
            self.holder,
            lease_seconds=tuning.outbox_lease,
            concurrency=tuning.sends_at_once,
            pace=Pace(burst=tuning.burst, per_second=tuning.per_second),
            heard=lambda: self.pulse.heard,
        )
        if tracer:
            trace_handlers(chain(*self.app.handlers.values()))
        handles = handling(db, self.app, self.outbox, words, telegram.admins)
        self.inbox = Inbox(db, handles, self.api, concurrency=tuning.updates_at_once)
        self._poller = (
            None
            if telegram.webhook
            else Poller(
                db,
                self.api,
                self.inbox,
                self.holder,
                poll_seconds=tuning.poll,
                lease_seconds=tuning.polling_lease,
            )
        )

    async def start(self) -> None:
        """Ask Telegram who we are (a wrong token fails here), then take up work."""
        await self._patiently(self.app.initialize)
        self.pulse.start()
        self.outbox.start()
        self.inbox.start()
        if self._telegram.webhook:
            await self._patiently(partial(register_webhook, self.app, *self._telegram.webhook))
        elif self._poller:
            self._poller.start()
        try:
            await publish_commands(self.app, self._telegram.commands)
            await publish_description(self.app, self._telegram.descriptions)
        except TelegramError as error:  # a menu that is a version old is no reason to stay down
            log.warning("commands.unpublished", error=kind_of(error))

    async def _patiently(self, ask: Callable[[], Awaitable[object]]) -> object:
        """Ask for as long as Telegram does not answer; a refusal is no reason to wait."""
        pause = self._first_pause
        while True:
            try:
                return await ask()
            except BadRequest:
                raise
            except (NetworkError, RetryAfter) as error:
                log.warning("telegram.unreachable", error=kind_of(error), again_in=pause)
            await asyncio.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)

    async def stop(self, seconds: float = 10.0) -> None:
        """Take no more, finish the updates and the sends in work, close the way to Telegram."""
        if self._poller:
            await self._poller.stop()
        await self.inbox.stop(seconds)
        await self.outbox.stop(seconds)
        await self.pulse.stop()
        await self.app.shutdown()
        await self._request.shutdown()

    @property
    def username(self) -> str:
        """The bot's own name, without its @; known once started."""
        return str(self.app.bot.username)

    @property
    def line(self) -> tuple[bool, dict[str, Any]]:
        """Whether updates reach us, and how: by webhook, by polling, or standing by to poll."""
        if self._poller is None:
            return True, {"mode": "webhook"}
        if not self._poller.leads:
            return True, {"mode": "standby"}
        quiet = round(self._poller.quiet_for, 1)
        return self._poller.heard, {"mode": "polling", "answered_seconds_ago": quiet}

    @property
    def polls(self) -> bool:
        """Whether it is this process that fetches updates from Telegram."""
        return self._poller is not None and self._poller.leads

    async def receive(self, update: Raw) -> None:
        """Store an update that a webhook delivered; answer 200 once this has returned."""
        await self.inbox.receive(update)

    def nudge(self) -> None:
        """Something may have been put into the outbox: send it now."""
        self.outbox.nudge()

    async def elected(self, name: str, seconds: float) -> bool:
        """Whether this process holds the lease of this name for the next `seconds`."""
        return await leases.take(self._db, name, self.holder, seconds)

    async def idle(self) -> bool:
        """Whether nothing that arrived or goes out is under way or due."""
        return await self.outbox.idle()
