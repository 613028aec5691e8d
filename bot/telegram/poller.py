"""Long polling, by one process at a time; the others stand by and take over.

Nothing is parsed here: one update that PTB cannot read would fail its whole batch.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from time import monotonic
from typing import Any

import structlog
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError, TimedOut

from bot.telegram import leases
from bot.telegram.application import ALLOWED_UPDATES
from bot.telegram.inbox import Inbox, known
from bot.telegram.incidents import kind_of, report
from bot.telegram.transport import Api, retry_seconds
from db.session import Database

log = structlog.get_logger(__name__)

LEASE = "polling"
_BATCH = 100
_CONFLICT_SECONDS = 2.0
_LONGEST_PAUSE = 30.0
_PATIENCE = 60.0
"""Seconds beyond a poll's length without an answer before Telegram counts as out of reach."""
_STAND_BY_SECONDS = 1.0


class Poller:
    """Fetches updates while it holds the lease; `offset` moves only once they are stored."""

    def __init__(
        self,
        db: Database,
        api: Api,
        inbox: Inbox,
        holder: str,
        *,
        poll_seconds: int = 25,
        lease_seconds: float = 10.0,
        now: Callable[[], float] = monotonic,
    ) -> None:
        self._db = db
        self._api = api
        self._inbox = inbox
        self._holder = holder
        self._poll_seconds = poll_seconds
        self._lease_seconds = lease_seconds
        self._now = now
        self._offset: int | None = None
        self._task: asyncio.Task[None] | None = None
        self.leads = False
        """Whether it is this process that fetches."""
        self._answered_at = self._now()

    @property
    def quiet_for(self) -> float:
        """Seconds since Telegram last answered, or since this process began to fetch."""
        return self._now() - self._answered_at

    @property
    def heard(self) -> bool:
        """Whether Telegram answers as it should: an empty answer takes one poll's length."""
        return self.quiet_for <= self._poll_seconds + _PATIENCE

    def start(self) -> None:
        """Begin to stand by, or to poll."""
        self._task = asyncio.create_task(self._stand_by())

    async def stop(self) -> None:
        """Fetch no more and let another process take over at once."""
        if self._task is None:
            return
        self._task.cancel()
        await asyncio.wait({self._task})
        try:
            await leases.release(self._db, LEASE, self._holder)
        except Exception as error:  # noqa: BLE001 - it runs out by itself
            log.warning("polling.lease_kept", error=kind_of(error))

    async def _stand_by(self) -> None:
        while True:
            try:
                elected = await self._elected()
            except Exception as error:  # noqa: BLE001 - the database may be back in a second
                report(log, "polling.no_election", error)
                elected = False
            if elected:
                log.info("polling.leads")
                await self._lead()
                log.warning("polling.lost_the_lead")
            await asyncio.sleep(min(self._lease_seconds / 4, _STAND_BY_SECONDS))

    async def _elected(self) -> bool:
        return await leases.take(self._db, LEASE, self._holder, self._lease_seconds)

    async def _lead(self) -> None:
        """Poll for as long as the lease can be renewed."""
        self._answered_at = self._now()
        polling = asyncio.create_task(self._poll())
        self.leads = True
        try:
            while await self._elected():
                await asyncio.wait({polling}, timeout=self._lease_seconds / 3)
                if polling.done():
                    polling.result()
        except Exception as error:  # noqa: BLE001 - stands by again
            report(log, "polling.failed", error)
        finally:
            self.leads = False
            polling.cancel()
            await asyncio.wait({polling})

    async def _poll(self) -> None:
        # A webhook of an earlier deployment would make every getUpdates a conflict.
        await self._patiently("deleteWebhook", {})
        while True:
            params: dict[str, Any] = {
                "timeout": self._poll_seconds,
                "limit": _BATCH,
                "allowed_updates": list(ALLOWED_UPDATES),
            }
            if self._offset is not None:
                params["offset"] = self._offset
            updates = await self._patiently("getUpdates", params)
            self._answered_at = self._now()
            if updates:
                await self._inbox.receive(updates)
                ids = [update["update_id"] for update in known(updates)]
                if ids:
                    self._offset = 1 + max(ids)
                else:  # nothing that could be acknowledged: the same would come at once
                    await asyncio.sleep(_CONFLICT_SECONDS)

    async def _patiently(self, method: str, params: dict[str, Any]) -> Any:
        """The result of a call, however long Telegram takes to be well."""
        pause = 0.5
        while True:
            try:
                return await self._api.call(method, params, read_timeout=self._poll_seconds + 10)
            except TimedOut:
                continue
            except RetryAfter as error:
                wait = retry_seconds(error)
            except Conflict:
                wait = _CONFLICT_SECONDS
            except InvalidToken:
                wait = _LONGEST_PAUSE
            except TelegramError:
                wait = pause
                pause = min(pause * 2, _LONGEST_PAUSE)
            log.warning("polling.paused", method=method, seconds=wait)
            await asyncio.sleep(wait)
