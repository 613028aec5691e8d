"""Where it plays: three replicas behind a balancer (or a leader and a standby that poll)."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from unittest.mock import patch

import aiohttp
import asyncpg
from aiohttp import web

from bot.sandbox.crew import free_port
from bot.sandbox.server import build_sandbox
from bot.sandbox.telegram import WORLD, World, wire
from db.session import Database
from tests.chaos_all.balancer import Balancer
from tests.chaos_all.postgres import Postgres
from tests.chaos_money import stage as money
from tests.chaos_money.replicas import Replica

ADMIN = 3001
MODULE = "tests.chaos_all.replica"
_KEEP = 10**8


@dataclass(frozen=True)
class Interruption:
    """Something was killed, cut or restarted from `since` to `until`, by the stand-ins' clock."""

    what: str
    since: datetime
    until: datetime


class Stage(money.Stage):
    """The running whole; what interrupts it is noted, since then an answer may be lost."""

    def __init__(
        self,
        url: str,
        folder: Path,
        app: web.Application,
        replicas: Sequence[Replica],
        owner: asyncpg.Pool,
        db: Database,
        http: aiohttp.ClientSession,
        balancer: Balancer,
    ) -> None:
        super().__init__(url, folder, app, replicas, owner, db, http)
        self.telegram: World = app[WORLD]
        self.balancer = balancer
        self.interruptions: list[Interruption] = []

    @asynccontextmanager
    async def interrupting(self, what: str) -> AsyncIterator[None]:
        """Note that something is interrupted meanwhile."""
        since = self.clock.now()
        try:
            yield
        finally:
            self.interruptions.append(Interruption(what, since, self.clock.now()))

    async def kill(self, victim: Replica) -> None:
        """Kill a replica and start it again; its leases are for the others to free."""
        async with self.interrupting("kill"):
            await victim.kill()
        await victim.start()

    async def terminate_backends(self) -> None:
        """Cut every connection of the bot's to Postgres."""
        async with self.interrupting("cut"):
            await self.owner.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity"
                " where datname = current_database() and pid <> pg_backend_pid()"
            )

    async def restart(self, postgres: Postgres, mode: str) -> None:
        """Restart Postgres, while nobody here asks it anything."""
        async with self._jumping, self.interrupting("restart"):
            await postgres.restart(mode)
            await self.owner.expire_connections()


@asynccontextmanager
async def raised(
    admin_url: str,
    app_url: str,
    folder: Path,
    *,
    replicas: int,
    polls: bool,
    plant: str | None,
    spare: bool,
) -> AsyncIterator[Stage]:
    """Start everything on a migrated database; all of it is stopped at the end."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    async with AsyncExitStack() as stack:
        # The stand-in's books are the evidence: all of them, at full length.
        stack.enter_context(patch.multiple(wire, KEPT=_KEEP, LONGEST=_KEEP))
        balancer = Balancer()
        await stack.enter_async_context(balancer.listening())
        settings = money.settings_of(url, app_url, "" if polls else balancer.url, plant)
        settings["ADMIN_TELEGRAM_IDS"] = str(ADMIN)
        bots = [
            Replica(settings, folder / f"replica-{n}.log", MODULE, spare=spare)
            for n in range(replicas)
        ]
        balancer.ports = [bot.port for bot in bots]
        app = build_sandbox(
            books=folder / "books",
            public_base=url,
            bot_url=balancer.url,
            token=money.TOKEN,
            stripe_key=money.STRIPE_KEY,
            webhook_secret=money.WEBHOOK_SECRET,
            rate_limits=False,
        )
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        await web.TCPSite(runner, "127.0.0.1", port).start()
        db = Database.connect(app_url, size=4)
        stack.push_async_callback(db.close)
        owner = await stack.enter_async_context(
            asyncpg.create_pool(admin_url, min_size=0, max_size=4)
        )
        http = await stack.enter_async_context(aiohttp.ClientSession())
        for bot in bots:
            stack.push_async_callback(bot.stop)
        for bot in bots:
            await bot.start()
        stage = Stage(url, folder, app, bots, owner, db, http, balancer)
        await stage.all_answer()
        yield stage
