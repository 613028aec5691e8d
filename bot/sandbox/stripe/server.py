"""Puts the parts of the local Stripe together."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Coroutine
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from aiohttp import web

from bot.sandbox.stripe import contract, due
from bot.sandbox.stripe.act import Act
from bot.sandbox.stripe.api import Api
from bot.sandbox.stripe.books import Books
from bot.sandbox.stripe.desk import Desk
from bot.sandbox.stripe.faults import Faults
from bot.sandbox.stripe.page import Page
from bot.sandbox.stripe.ports import Clock, stamp
from bot.sandbox.stripe.webhooks import Deliverer, Target
from bot.sandbox.stripe.wire import Wire

log = logging.getLogger(__name__)
TICK = 0.5
"""Real seconds between looks at what has become due."""
GRACE = timedelta(seconds=3)
"""How long the ticking leaves what is due to a skip of the clock, which waits for its webhooks."""
PATIENCE = 5.0
"""Real seconds that `run_due` waits for the webhooks of what it did."""


class Stripe:
    """The running stand-in. Made by `setup`, started and stopped with its application."""

    def __init__(
        self,
        *,
        books: Path,
        clock: Clock,
        webhook_url: str | None,
        webhook_secret: str,
        public_base: str,
    ) -> None:
        self.books = Books(books)
        self.clock = clock
        self.contract = contract.load()
        self.public_base = public_base.rstrip("/")
        self.faults = Faults()
        self.wire = Wire(clock)
        target = Target(webhook_url, webhook_secret) if webhook_url else None
        self.deliverer = Deliverer(self.books, clock, target, self.faults, self.wire)
        self._webhooks = target is not None

    def act(self, request_id: str | None = None, key: str | None = None) -> Act:
        """Return the view of the books for one thing that happens now."""
        return Act(
            books=self.books,
            now=stamp(self.clock),
            base=self.public_base,
            api_version=self.contract.version,
            webhooks=self._webhooks,
            request_id=request_id,
            key=key,
        )

    def next_due(self) -> tuple[datetime, str] | None:
        """Return when something happens by itself next (UTC) and what; None if nothing will."""
        coming = self.books.next_due()
        return None if coming is None else (datetime.fromtimestamp(coming.at, UTC), coming.what)

    async def run_due(self, now: datetime) -> int:
        """Do all that is due at `now`, in its order, and send its webhooks; return how much it was.

        Waits until every webhook was tried once, so that a skip of the clock finds the bot told.
        """
        done = self._happen(int(now.timestamp()))
        await self.deliverer.settled(PATIENCE)
        return done

    def _happen(self, until: int) -> int:
        done = 0
        while (coming := self.books.next_due()) is not None and coming.at <= until:
            act = self.act()
            # Never dated before it was due, even where the caller's clock has yet to be set.
            act.now = max(act.now, coming.at)
            with self.books.writing():
                due.happen(act, coming)
            done += 1
        if done:
            self.deliverer.wake()
        return done

    async def running(self, app: web.Application) -> AsyncIterator[None]:
        """Deliver and let time do its work while the application runs."""
        del app
        tasks = [
            asyncio.create_task(_loudly(self.deliverer.run())),
            asyncio.create_task(_loudly(self._tick())),
        ]
        yield
        for task in tasks:
            task.cancel()
        for task in tasks:
            with suppress(asyncio.CancelledError):
                await task
        self.books.close()

    async def _tick(self) -> None:
        while True:
            self._happen(int((self.clock.now() - GRACE).timestamp()))
            await asyncio.sleep(TICK)


async def _loudly(work: Coroutine[None, None, None]) -> None:
    """Run a task that nobody awaits until the end; its failure must not pass in silence."""
    try:
        await work
    except Exception:
        log.exception("a task of the local Stripe failed")
        raise


def setup(
    app: web.Application,
    *,
    books: Path,
    clock: Clock,
    webhook_url: str | None,
    webhook_secret: str,
    public_base: str,
    secret_key: str | None = None,
) -> Stripe:
    """Add the local Stripe to an application and return it.

    `books`: the SQLite file. `webhook_url`: where events go; None sends none. `public_base`: the
    address of this server, for the links it gives out. `secret_key`: the only key to accept;
    None accepts any that begins with `sk_test_`.
    """
    stripe = Stripe(
        books=books,
        clock=clock,
        webhook_url=webhook_url,
        webhook_secret=webhook_secret,
        public_base=public_base,
    )
    api = Api(
        stripe.contract,
        stripe.act,
        stripe.faults,
        stripe.wire,
        secret_key,
        stripe.deliverer.wake,
    )
    app.router.add_route("*", "/v1/{tail:.*}", api.handle)
    Desk(stripe).add_to(app)
    Page(stripe).add_to(app)
    app.cleanup_ctx.append(stripe.running)
    return stripe
