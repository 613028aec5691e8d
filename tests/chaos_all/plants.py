"""Bugs on purpose: each takes away one guard, and the audit must find what that does to people.

Those in PLANTS replace parts of a replica's process before it starts, those in SQL_PLANTS parts of
a function in the run's own database. Nothing of the product knows of either.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from itertools import count
from pathlib import Path
from typing import Any
from unittest.mock import patch

import asyncpg

from bot.telegram.calls import Call
from bot.telegram.delivery import SENT, Waiting
from bot.telegram.handling import Claimed, Handling
from bot.telegram.inbox import Inbox, Raw
from bot.telegram.outbox import Outbox
from bot.telegram.poller import Poller
from db.session import Transaction

SQL = Path(__file__).parents[2] / "db" / "sql" / "functions"
HELD_BACK = 20.0
"""Seconds that an update which was acknowledged already waits for its transaction."""
DAWDLES = 4.0
"""Seconds that the first word takes, while another process looks once a second."""


def acknowledged_before_stored() -> None:
    """Telegram hears that an update has arrived while only this process knows of it."""
    store = Inbox.receive
    later: set[asyncio.Task[None]] = set()

    async def receive(self: Inbox, updates: Raw | list[Raw]) -> None:
        async def keep() -> None:
            await asyncio.sleep(HELD_BACK)
            await store(self, updates)

        later.add(asyncio.create_task(keep()))

    patch.object(Inbox, "receive", receive).start()


def sent_by_the_handler() -> None:
    """What is to be said is sent from within the transaction, and nobody sends it again."""
    finish = Handling._finish

    async def send_and_finish(
        self: Handling,
        tx: Transaction,
        lane: int,
        claimed: Claimed,
        conversation: str | None,
        calls: list[Call],
    ) -> Any:
        for n, call in enumerate(calls):
            await self._outbox._delivery.do(
                Waiting(-n, str(lane), "call", call.as_json(), True, 0, 0.0)
            )
        return await finish(self, tx, lane, claimed, conversation, [])

    patch.object(Handling, "_finish", send_and_finish).start()


def marked_before_sent() -> None:
    """A row is closed as sent, and only then is the call made."""

    async def one(self: Outbox, row: Waiting) -> Waiting | None:
        following = await self._close(row, SENT)
        await self._delivery.do(row)
        return following

    patch.object(Outbox, "_one", one).start()


def known_updates_handled_again() -> None:
    """An update that comes twice counts as two."""
    store = Inbox.receive
    numbers = count()

    async def receive(self: Inbox, updates: Raw | Iterable[Raw]) -> None:
        batch = [updates] if isinstance(updates, dict) else list(updates)
        fresh = [{**raw, "update_id": raw["update_id"] * 1000 + next(numbers)} for raw in batch]
        await store(self, fresh)

    patch.object(Inbox, "receive", receive).start()


def everybody_leads() -> None:
    """The lease on polling is not looked at."""

    async def elected(_: Poller) -> bool:
        return True

    patch.object(Poller, "_elected", elected).start()


def dawdle_over_the_first_word() -> None:
    """No bug: a handler that takes its time, so that the order of a lane is put to the test."""
    handle = Handling._handle

    async def slowly(self: Handling, tx: Transaction, lane: int, claimed: Claimed) -> Any:
        if claimed.raw.get("message", {}).get("text") == "/w1":
            await asyncio.sleep(DAWDLES)
        return await handle(self, tx, lane, claimed)

    patch.object(Handling, "_handle", slowly).start()


PLANTS: dict[str, Callable[[], None]] = {
    "acknowledged_before_stored": acknowledged_before_stored,
    "sent_by_the_handler": sent_by_the_handler,
    "marked_before_sent": marked_before_sent,
    "known_updates_handled_again": known_updates_handled_again,
    "everybody_leads": everybody_leads,
    "dawdle_over_the_first_word": dawdle_over_the_first_word,
}

_ANY_OF_THE_LANE = (
    "inbox_claim.sql",
    (
        "u.update_id = (\n               select h.update_id\n"
        "                 from app.telegram_updates h\n                where h.telegram_id = p_lane"
        " and h.handled_at is null and h.dead_at is null\n"
        "                order by h.update_id\n                limit 1\n           )",
        "u.telegram_id = p_lane",
    ),
    ("       for update skip locked;", "     order by u.update_id limit 1 for update skip locked;"),
)
SQL_PLANTS: dict[str, tuple[Any, ...]] = {
    "no_order_in_a_lane": _ANY_OF_THE_LANE,
    "seat_not_given_back": (
        "bookings_follow.sql",
        ("s.current_bookings - 1", "s.current_bookings"),
    ),
    "reminder_only_marked": ("reminders.sql", ("if v_due.wanted then", "if false then")),
}


async def plant_sql(owner: asyncpg.Pool, name: str) -> None:
    """Put one of SQL_PLANTS into this database."""
    file, *changes = SQL_PLANTS[name]
    source = (SQL / file).read_text("utf-8")
    for old, new in changes:
        assert old in source, f"{file} has changed: {old}"
        source = source.replace(old, new)
    await owner.execute(source)
