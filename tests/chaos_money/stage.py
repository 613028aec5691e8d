"""Where the simulation plays: Postgres, the local Stripe and Telegram, two replicas, one clock."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import aiohttp
import asyncpg
from aiohttp import web

from bot.sandbox import front
from bot.sandbox.clock import Clock
from bot.sandbox.crew import free_port
from bot.sandbox.server import CLOCK, STRIPE, build_sandbox
from bot.sandbox.stripe import Stripe
from db.session import Database
from tests.chaos_money.doors import Doors
from tests.chaos_money.replicas import Replica
from tests.chaos_money.waiting import until
from tests.servers import POOLED, SETTINGS

TOKEN = f"7000000001:{'Chaos' * 7}"
STRIPE_KEY = "sk_test_chaosmoney"
WEBHOOK_SECRET = "whsec_chaosmoney"
STARTING = 120.0
LONG, STEP = timedelta(minutes=30), timedelta(hours=20)
_ASKING = "select holder from app.settles where holder <> '' and until > clock_timestamp()"
_AGE_LEASES = (
    # What the dead held runs out at once; a real lease would make the run wait for minutes.
    "update app.settles s set until = clock_timestamp() from app.outbox o"
    " where o.kind = 'settle' and o.sent_at is null and o.claimed_by = any ($1)"
    " and s.booking_id::text = o.lane and s.until > clock_timestamp()",
    "update app.outbox set claimed_until = clock_timestamp()"
    " where sent_at is null and claimed_by = any ($1) and claimed_until > clock_timestamp()",
    "update app.leases set until = clock_timestamp()"
    " where holder = any ($1) and until > clock_timestamp()",
)


class Stage:
    """The running whole, and the clock that it all reads."""

    def __init__(
        self,
        url: str,
        folder: Path,
        app: web.Application,
        replicas: Sequence[Replica],
        owner: asyncpg.Pool,
        db: Database,
        http: aiohttp.ClientSession,
    ) -> None:
        self.url = url
        self.folder = folder
        self.stripe: Stripe = app[STRIPE]
        self.clock: Clock = app[CLOCK]
        self.replicas = replicas
        self.owner = owner
        self.db = db
        self.http = http
        self.doors = Doors()
        self.jumps = 0
        self._jumping = asyncio.Lock()
        self._asking: list[str] = []

    async def jump(self, by: timedelta) -> None:
        """Let time pass for everyone; Stripe's clock goes first, so that it is never behind.

        No call to Stripe lasts a day, after which it forgets idempotency keys: a long way is gone
        in steps, and whoever was asking Stripe at one step has ended before the next.
        """
        async with self._jumping:
            while by > LONG:
                await self._step(min(by, STEP))
                by -= min(by, STEP)
            await self._move(by)
            self.jumps += 1

    async def _step(self, by: timedelta) -> None:
        asking = self._asking
        await until(lambda: self._ended(asking), STARTING, "settles to end before time goes on")
        await self._move(by)
        rows = await self.owner.fetch(_ASKING)
        self._asking = [row["holder"] for row in rows]

    async def _ended(self, asking: list[str]) -> bool:
        return not any(row["holder"] in asking for row in await self.owner.fetch(_ASKING))

    async def _move(self, by: timedelta) -> None:
        self.clock.align(self.clock.now() + by)
        await self.owner.execute('update app.clock set "offset" = "offset" + $1', by)

    async def switch(self, **switches: Any) -> None:
        """Set the local Stripe's bad behaviour."""
        async with self.http.post(f"{self.url}/stripe/sandbox/switches", json=switches) as answer:
            assert answer.status == 200, await answer.text()

    async def kill(self, victim: Replica) -> None:
        """Kill a replica, let its leases run out, and start it again."""
        await victim.kill()
        await self.forget_the_dead()
        await victim.start()

    async def forget_the_dead(self) -> None:
        """The leases of processes that were killed run out; those of the living stay."""
        dead = [name for replica in self.replicas for name in replica.dead_names]
        for statement in _AGE_LEASES:
            await self.owner.execute(statement, dead)

    async def all_answer(self) -> None:
        """Wait until every replica takes requests."""
        for replica in self.replicas:
            await until(partial(self.answers, replica), STARTING, "a replica that answers")

    async def answers(self, replica: Replica) -> bool:
        """Whether this replica takes requests."""
        try:
            async with self.http.get(f"{replica.url}/ready") as answer:
                return answer.status == 200
        except aiohttp.ClientError:
            return False


@asynccontextmanager
async def raised(
    admin_url: str, app_url: str, folder: Path, plant: str | None = None
) -> AsyncIterator[Stage]:
    """Start everything on a migrated database; all of it is stopped at the end."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    settings = settings_of(url, app_url, f"{url}{front.PATH}", plant)
    replicas = [Replica(settings, folder / f"replica-{n}.log") for n in (1, 2)]
    app = build_sandbox(
        books=folder / "books",
        public_base=url,
        bot_url=f"{url}{front.PATH}",
        token=TOKEN,
        stripe_key=STRIPE_KEY,
        webhook_secret=WEBHOOK_SECRET,
        rate_limits=False,
    )
    turns = _turns(replicas)
    app.add_routes(front.Front(lambda: [next(turns)]).routes())
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    db = Database.connect(app_url, size=16, pooler=POOLED)
    try:
        await web.TCPSite(runner, "127.0.0.1", port).start()
        async with (
            asyncpg.create_pool(admin_url, min_size=1, max_size=4) as owner,
            aiohttp.ClientSession() as http,
        ):
            for replica in replicas:
                await replica.start()
            stage = Stage(url, folder, app, replicas, owner, db, http)
            await stage.all_answer()
            yield stage
    finally:
        for replica in replicas:
            await replica.stop()
        await db.close()
        await runner.cleanup()


def _turns(replicas: Sequence[Replica]) -> Iterator[str]:
    """Each in turn, dead or alive: a webhook for a dead one is refused, and Stripe tries again."""
    for n in count():
        yield replicas[n % len(replicas)].url


def settings_of(url: str, app_url: str, public_url: str, plant: str | None) -> dict[str, str]:
    """A replica's environment: the stand-ins are at `url`; without a `public_url` it polls."""
    return {
        "DATABASE_URL": app_url,
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "TELEGRAM_API_BASE": url,
        "TELEGRAM_WEBHOOK_SECRET": secrets.token_hex(8),
        "STRIPE_SECRET_KEY": STRIPE_KEY,
        "STRIPE_WEBHOOK_SECRET": WEBHOOK_SECRET,
        "STRIPE_API_BASE": url,
        "PUBLIC_URL": public_url,
        "CLOCK": "adjustable",
        "LOG_FORMAT": "json",
        **SETTINGS,
        **({"PLANT": plant} if plant else {}),
    }
