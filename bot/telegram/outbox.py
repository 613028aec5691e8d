"""What goes out: rows leased lane by lane, done outside any transaction, and closed.

A lane is a chat (or a booking, for settles) and is served in order. Rows that an update's own
transaction leased are sent right after its commit; the rest, and what a dead process left, is
found by a claim that runs when nudged and once a second.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import structlog
from structlog.contextvars import bound_contextvars, clear_contextvars

from bot.telegram.delivery import Delivery, Ending, Waiting
from bot.telegram.incidents import kind_of, report
from bot.telegram.pace import Pace
from db.session import Database, Transaction, lost

log = structlog.get_logger(__name__)

SWEEP_SECONDS = 1.0
LEASE_SECONDS = 30.0
"""Longer than the slowest call. After a crash `bot.telegram.workers` ends it much sooner."""
_MARGIN = 1.0

_CLAIM = """
select * from app.outbox_claim(:worker, :n, :settles, make_interval(secs => :lease))
"""
_KEEP = "select app.outbox_keep(:id, :worker, make_interval(secs => :lease))"
_CLOSE = """
select * from app.outbox_close(
    p_id => :id, p_worker => :worker, p_lease => make_interval(secs => :lease),
    p_error => cast(:error as text), p_retry => make_interval(secs => cast(:retry as float8)),
    p_blocked => :blocked, p_result => cast(:result as jsonb), p_card => cast(:card as uuid),
    p_message => cast(:message as bigint), p_follow => cast(:follow as jsonb))
"""


class Outbox:
    """Sends until it is stopped; any number of processes may."""

    def __init__(
        self,
        db: Database,
        delivery: Delivery,
        worker: str,
        *,
        lease_seconds: float = LEASE_SECONDS,
        concurrency: int = 16,
        pace: Pace | None = None,
        heard: Callable[[], bool] = lambda: True,
    ) -> None:
        self.worker = worker
        self.lease = lease_seconds
        self._db = db
        self._delivery = delivery
        self._pace = pace or Pace()
        self._heard = heard
        self._concurrency = concurrency
        self._nudged = asyncio.Event()
        self._lanes: set[asyncio.Task[None]] = set()
        self._sender: asyncio.Task[None] | None = None
        self._settling = 0
        self._pausing = 0
        self._closing = False

    def start(self) -> None:
        """Begin to send."""
        self._sender = asyncio.create_task(self._send())

    async def stop(self, seconds: float) -> None:
        """Finish what is being sent and give back the leases of the rest."""
        self._closing = True
        if self._sender:
            self._sender.cancel()
            await asyncio.wait({self._sender})
        if self._lanes:
            _, late = await asyncio.wait(self._lanes, timeout=seconds)
            for task in late:
                task.cancel()
            if late:
                await asyncio.wait(late)
        try:
            async with self._db.begin() as tx:
                await tx.run("select app.outbox_release(:worker)", worker=self.worker)
        except Exception as error:  # noqa: BLE001 - they run out by themselves
            log.warning("outbox.leases_kept", error=kind_of(error))

    def nudge(self) -> None:
        """There may be something to send: look now rather than within a second."""
        self._nudged.set()

    def leased(self, row_id: int, lane: str, payload: dict[str, Any]) -> Waiting:
        """A reply that the caller's transaction has leased to this process."""
        deadline = asyncio.get_running_loop().time() + self.lease
        return Waiting(row_id, lane, "call", payload, True, 0, deadline)

    def take(self, rows: list[Waiting]) -> None:
        """Send these now: their transaction has committed."""
        for row in rows:
            task = asyncio.create_task(self._serve(row))
            self._lanes.add(task)
            task.add_done_callback(self._left)

    async def idle(self) -> bool:
        """Whether no update and no outgoing row is open that is due within two seconds."""
        async with self._db.begin() as tx:
            return bool(await tx.scalar("select app.mechanism_idle(interval '2 seconds')"))

    def _left(self, task: asyncio.Task[None]) -> None:
        self._lanes.discard(task)
        self._nudged.set()

    async def _send(self) -> None:
        while True:
            self._nudged.clear()
            # A chat that is written to too fast waits, and takes nobody's place meanwhile.
            free = self._concurrency - len(self._lanes) + self._pausing
            if free > 0 and not self._pace.silence():
                try:
                    rows = await self._db.retry(lambda tx: self._claim(tx, free))  # noqa: B023
                    self.take(rows)
                except Exception as error:  # noqa: BLE001 - the database may be back in a second
                    report(log, "outbox.claim_failed", error)
            await self._nudge_or_second()

    async def _nudge_or_second(self) -> None:
        try:
            async with asyncio.timeout(SWEEP_SECONDS):
                await self._nudged.wait()
        except TimeoutError:
            return

    async def _claim(self, tx: Transaction, free: int) -> list[Waiting]:
        now = asyncio.get_running_loop().time()
        # Stripe being slow must not keep chats waiting: settles get half of the places.
        settles = max(0, self._concurrency // 2 - self._settling)
        rows = await tx.all(_CLAIM, worker=self.worker, n=free, settles=settles, lease=self.lease)
        return [_waiting(row, now, self.lease) for row in rows]

    async def _serve(self, row: Waiting | None) -> None:
        """Serve a lane from this row on, for as long as its next one falls to us."""
        try:
            while row is not None and not self._closing:
                with bound_contextvars(row=row.id):
                    row = await self._one(row)
                clear_contextvars()  # the next one is there because of something else
        except Exception as error:  # noqa: BLE001 - its lease runs out and the row is found again
            report(log, "outbox.unreachable", error)

    async def _one(self, row: Waiting) -> Waiting | None:
        silence = self._pace.silence()
        if silence:
            return await self._close(row, Ending(error="flood", retry=silence))
        if row.sends:
            await self._pause(self._pace.delay(row.lane))
        left = row.deadline - asyncio.get_running_loop().time()
        if left < _MARGIN:  # too late: somebody else may be sending it by now
            return None
        if not self._heard():
            kept = await self._kept(row)
            return await self._one(kept) if kept else None
        self._settling += row.kind == "settle"
        try:
            async with asyncio.timeout(left - _MARGIN / 2):
                ending = await self._delivery.do(row)
        except TimeoutError:
            ending = Ending(error="took too long", retry=1.0)
        finally:
            self._settling -= row.kind == "settle"
        if ending.flood and ending.retry is not None:
            self._pace.refused(row.lane, ending.retry)
        return await self._close(row, ending)

    async def _pause(self, seconds: float) -> None:
        if not seconds:
            return
        self._pausing += 1
        self._nudged.set()
        try:
            await asyncio.sleep(seconds)
        finally:
            self._pausing -= 1

    async def _kept(self, row: Waiting) -> Waiting | None:
        """The row with a new lease, once this process is heard again; None where others have it.

        They may have taken it for dead meanwhile.
        """
        while not self._heard():
            if self._closing:
                return None
            await asyncio.sleep(_MARGIN / 4)
        now = asyncio.get_running_loop().time()
        kept = await self._db.retry(
            lambda tx: tx.scalar(_KEEP, id=row.id, worker=self.worker, lease=self.lease)
        )
        return replace(row, deadline=now + self.lease) if kept else None

    async def _surely(
        self, work: Callable[[Transaction], Awaitable[Waiting | None]], deadline: float
    ) -> Waiting | None:
        """Have it written as soon as the database is there, for as long as the lease lasts.

        What was said and not written down is said once more, and a moment's outage is over soon.
        """
        while True:
            try:
                return await self._db.retry(work)
            except Exception as error:
                left = deadline - asyncio.get_running_loop().time()
                if self._closing or left < _MARGIN or not lost(error):
                    raise
                log.warning("outbox.unwritten", error=kind_of(error))
            await asyncio.sleep(_MARGIN / 2)

    async def _close(self, row: Waiting, ending: Ending) -> Waiting | None:
        """Write down how the row ended; returns the next of its lane where we hold it now."""
        now = asyncio.get_running_loop().time()

        async def work(tx: Transaction) -> Waiting | None:
            following = await tx.first(
                _CLOSE,
                id=row.id,
                worker=self.worker,
                lease=self.lease,
                error=ending.error,
                retry=ending.retry,
                blocked=ending.blocked,
                result=None if ending.result is None else json.dumps(ending.result),
                card=ending.card,
                message=ending.message,
                follow=json.dumps([call.as_json() for call in ending.follow]),
            )
            return _waiting(following, now, self.lease) if following else None

        following = await self._surely(work, row.deadline)
        if ending.error is None:
            log.info("outbox.sent", kind=row.kind)
        elif ending.retry is None:
            log.warning("outbox.dead", kind=row.kind, error=ending.error)
        else:
            log.warning("outbox.again", error=ending.error, seconds=ending.retry)
            asyncio.get_running_loop().call_later(ending.retry, self._nudged.set)
        return following


def _waiting(row: Any, now: float, lease: float) -> Waiting:
    """A leased row; the lease of a settle is three times as long, see `app.outbox_lease`."""
    deadline = now + lease * (3 if row.kind == "settle" else 1)
    payload = json.loads(row.payload) if isinstance(row.payload, str) else row.payload
    return Waiting(row.id, row.lane, row.kind, payload, row.urgent, row.attempts, deadline)
