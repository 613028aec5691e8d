"""The composition root: builds the parts of the bot process, starts and stops them in order."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from datetime import timedelta
from typing import Any
from uuid import UUID

import structlog
from aiohttp import web

from bot import metrics
from bot.clock import Clock
from bot.config import Settings, wrong
from bot.jobs.scheduler import Ticker
from bot.jobs.skipping import Skipper
from bot.jobs.ticks import DUE, Tick, pruning
from bot.payments import checkout, reconcile, settle, webhooks
from bot.payments.polling import ask_open_payments, ask_refunded
from bot.payments.stripe import Gateway
from bot.services import administration, meeting
from bot.telegram.mechanism import Mechanism, Telegram
from bot.telegram.tracing import Tracer, trace_calls
from bot.web.health import Health, Part
from bot.web.measures import Measures, alone, with_a_word
from bot.web.server import ClockDoor, Doors, build_web, served
from db.queries.health import queue_depths
from db.retention import Keep
from db.session import Database
from handlers import registry
from handlers.notices import render_notice

log = structlog.get_logger(__name__)

SKEW = timedelta(minutes=5)
"""How far apart the clocks of this machine and of the database's may be."""
LOOK_FIRST = timedelta(seconds=3)
"""How often a young open Checkout is looked at where no webhook can tell of it."""
LOOK_BESIDE_WEBHOOKS = timedelta(minutes=1)
"""The same where webhooks can: this finds those that got lost."""
RECONCILE_EVERY = timedelta(minutes=10)
RECONCILE_BACK = timedelta(days=3)
"""How old a payment may be that no booking knows; a longer outage takes `main.py reconcile`."""
LOOK_AT_REFUNDS = timedelta(hours=6)
"""How often what was refunded lately is looked at: a bank can send a refund back days later."""


class App:
    """One bot process. Any number of them may run on one database."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        meeting.use_template(settings.meeting_url_template)
        self.db = Database.connect(settings.database_url, pooler=settings.pooler)
        self.clock = Clock()
        self._gateway = Gateway(
            settings.stripe_secret_key.get_secret_value(), settings.stripe_api_base
        )
        self._tracer = self._traced()
        self.mechanism = Mechanism(
            self.db,
            registry.handlers(),
            _telegram(settings),
            words=registry.FAILURE_WORDS,
            render=render_notice,
            settle=self._settle,
            tracer=self._tracer,
        )
        self.ticks = (
            *DUE,
            pruning(_keep(settings)),
            self._payments_tick(),
            self._reconcile_tick(),
            _refunds_tick(),
        )
        self._ticker = Ticker(self.db, self.ticks, self.mechanism.elected, self.mechanism.nudge)
        self._skipper = Skipper(self.db, self.clock, self.mechanism.nudge, self.mechanism.idle)
        self._measures = Measures(self._queues)
        self._health = Health(
            self.db,
            telegram=lambda: Part(*self.mechanism.line),
            scheduler=self._scheduler,
        )
        self._runners: list[web.AppRunner] = []

    async def start(self) -> None:
        """Open the doors last: whatever arrives finds everything behind them running.

        Raises SettingsError for a setting that only its use shows to be wrong.
        """
        await self._skipper.look()
        if not self._adjustable and abs(self.clock.offset) > SKEW:
            raise wrong("CLOCK", "is the system's, but this database's was moved by a sandbox")
        await self.db.retry(
            lambda tx: administration.appoint(tx, self._settings.admin_telegram_ids)
        )
        await self.db.retry(
            lambda tx: administration.take_share(tx, self._settings.platform_fee_bps)
        )
        await self.mechanism.start()
        self._ticker.start()
        # Whoever may move the clock sits on this machine.
        host, port = "127.0.0.1" if self._adjustable else None, self._settings.port
        await self._open(build_web(self._doors()), host, port, "PORT", str(port))
        if at := self._settings.metrics_at:
            where = self._settings.metrics_address
            await self._open(alone(self._measures), *at, "METRICS_ADDRESS", where)
        log.info("bot.started", port=self._settings.port, clock=self._settings.clock)

    async def stop(self) -> None:
        """Close the doors first, finish what is under way, then let go of the database."""
        for runner in self._runners:
            await runner.cleanup()
        await self._ticker.stop()
        try:
            await self.mechanism.stop()
        finally:
            await self._gateway.close()
            await self.db.close()
        log.info("bot.stopped")

    async def _open(
        self, rooms: web.Application, host: str | None, port: int, setting: str, value: str
    ) -> None:
        runner = served(rooms)
        self._runners.append(runner)
        await runner.setup()
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as error:
            raise wrong(setting, f"{value} can't be listened on here") from error

    @property
    def _adjustable(self) -> bool:
        return self._settings.clock == "adjustable"

    def _payments_tick(self) -> Tick:
        fastest = LOOK_BESIDE_WEBHOOKS if self._settings.public_url else LOOK_FIRST

        async def work(db: Database) -> int:
            again = await db.retry(webhooks.retry_events)
            return again + await db.retry(lambda tx: ask_open_payments(tx, fastest))

        return Tick("payments", fastest.total_seconds(), work)

    def _reconcile_tick(self) -> Tick:
        async def work(db: Database) -> int:
            desk = reconcile.Desk(
                db, self._gateway, self._return_url(), worker=self.mechanism.holder
            )
            return (await reconcile.reconcile(desk, RECONCILE_BACK)).healed

        return Tick("reconcile", RECONCILE_EVERY.total_seconds(), work)

    async def _settle(self, booking: UUID) -> None:
        with metrics.settle():
            await settle.settle(
                self.db,
                self._gateway,
                booking,
                return_url=self._return_url(),
                worker=self.mechanism.holder,
            )

    def _return_url(self) -> str:
        return checkout.return_url(self._settings.public_url, self.mechanism.username)

    def _doors(self) -> Doors:
        word = self._settings.metrics_token.get_secret_value()
        return Doors(
            stripe_event=self._stripe_event,
            ready=self._health.look,
            chat_url=lambda: f"https://t.me/{self.mechanism.username}",
            telegram_update=self.mechanism.receive if self._settings.public_url else None,
            telegram_secret=self._settings.telegram_webhook_secret.get_secret_value(),
            metrics=with_a_word(self._measures, word) if word else None,
            clock=ClockDoor(self._skipper.look, self._skipper.advance)
            if self._adjustable
            else None,
            trace=self._trace if self._tracer else None,
        )

    def _traced(self) -> Tracer | None:
        """In the sandbox, what shows how a tap was handled."""
        if not self._adjustable:
            return None
        tracer = Tracer(self.clock.now)
        tracer.watch(self.db.engine)
        trace_calls(self._gateway, "stripe")
        return tracer

    def _trace(self, limit: int) -> dict[str, Any]:
        latest = self._tracer.latest(limit) if self._tracer else []
        return {"polls": self.mechanism.polls, "traces": latest}

    async def _stripe_event(self, raw: bytes, signature: str) -> None:
        if self._adjustable:
            # Another process may have been the one that was told to move the clock.
            await self._skipper.look()
        secrets, now = self._settings.webhook_secrets, self.clock.now()
        await webhooks.take(self.db, raw, signature, secrets, now)
        self.mechanism.nudge()

    async def _queues(self) -> dict[str, tuple[int, float]]:
        async with self.db.begin() as tx:
            return await queue_depths(tx)

    def _scheduler(self) -> Part:
        quiet = self._ticker.quiet_for
        told = {} if quiet is None else {"woke_seconds_ago": round(quiet, 1)}
        return Part(self._ticker.alive, told)


def _refunds_tick() -> Tick:
    async def work(db: Database) -> int:
        return await db.retry(lambda tx: ask_refunded(tx, LOOK_AT_REFUNDS))

    return Tick("refunds", LOOK_AT_REFUNDS.total_seconds() / 6, work)


def _keep(settings: Settings) -> Keep:
    return Keep(
        handled=timedelta(days=settings.keep_handled_days),
        chats=timedelta(days=settings.keep_chats_days),
        slots=timedelta(days=settings.keep_slots_days),
        audit=timedelta(days=settings.keep_audit_days),
    )


def _telegram(settings: Settings) -> Telegram:
    secret = settings.telegram_webhook_secret.get_secret_value()
    return Telegram(
        token=settings.telegram_bot_token.get_secret_value(),
        api_base=settings.telegram_api_base,
        webhook=(settings.public_url, secret) if settings.public_url else None,
        admins=settings.admin_telegram_ids,
        commands=registry.COMMANDS,
        descriptions=registry.DESCRIPTIONS,
    )


async def serve(settings: Settings) -> None:
    """Run the bot until SIGINT or SIGTERM, then stop gracefully. Raises SettingsError."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):  # Windows has no handlers for signals
            loop.add_signal_handler(number, stop.set)
    app = App(settings)
    starting = asyncio.create_task(app.start())
    stopping = asyncio.create_task(stop.wait())
    try:
        # Starting takes as long as Telegram is away; a signal ends that too.
        await asyncio.wait({starting, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if starting.done():
            await starting
            await stopping
    finally:
        for task in (starting, stopping):
            task.cancel()
        await app.stop()
