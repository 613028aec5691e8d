"""The real mechanism against the small Bot API and a database of the test's own."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any
from uuid import UUID

import pytest
from telegram.ext import BaseHandler

from bot.telegram.context import Account, Context
from bot.telegram.incidents import FailureWords
from bot.telegram.mechanism import Mechanism, Telegram, Tuning
from bot.telegram.screens import Screen
from db.session import Database, Transaction
from tests.telegram.botapi import TOKEN, BotApi

FAST = Tuning(outbox_lease=15.0, polling_lease=1.0, poll=1, burst=100, per_second=100)
WORDS = FailureWords(
    sorry=lambda language, incident: Screen(f"sorry {language} {incident}"),
    alarm=lambda incident, update, error: Screen(f"alarm {incident} {update} {error}"),
)
ADMIN = 3001


async def until(
    true: Callable[[], bool | Awaitable[bool]], seconds: float = 10.0, what: str = ""
) -> None:
    """Poll a condition until it holds; fails with its name when it does not in time."""
    try:
        async with asyncio.timeout(seconds):
            while True:
                held = true()
                if held if isinstance(held, bool) else await held:
                    return
                await asyncio.sleep(0.01)
    except TimeoutError:
        raise AssertionError(f"did not come true in {seconds} s: {what or true}") from None


@pytest.fixture
async def telegram() -> AsyncIterator[BotApi]:
    api = BotApi()
    await api.start()
    yield api
    await api.stop()


class Bots:
    """Makes mechanisms on the test's database; each is stopped with the test."""

    def __init__(self, db: Database, telegram: BotApi, stack: AsyncExitStack) -> None:
        self.db = db
        self.telegram = telegram
        self.settled: list[UUID] = []
        self.rendered: Callable[[dict[str, Any], Account], Screen | None] = lambda p, _: Screen(
            str(p["notice"])
        )
        self._stack = stack

    async def start(
        self, *handlers: BaseHandler[Any, Context, Any], polling: bool = False, **more: Any
    ) -> Mechanism:
        """A running mechanism: polled, or given its updates through `receive`."""
        bot = self.make(*handlers, polling=polling, **more)
        await bot.start()
        self._stack.push_async_callback(bot.stop, 2.0)
        return bot

    def make(
        self, *handlers: BaseHandler[Any, Context, Any], polling: bool = False, **more: Any
    ) -> Mechanism:
        """The same, not started yet; whoever starts it stops it."""
        return Mechanism(
            self.db,
            handlers,
            Telegram(
                TOKEN,
                self.telegram.base,
                webhook=None if polling else ("https://bot.example", "secret"),
                admins=(ADMIN,),
            ),
            words=WORDS,
            render=self._render,
            settle=more.pop("settle", self._settle),
            tuning=more.pop("tuning", FAST),
        )

    async def _render(
        self, _: Transaction, payload: dict[str, Any], account: Account
    ) -> Screen | None:
        return self.rendered(payload, account)

    async def _settle(self, booking: UUID) -> None:
        self.settled.append(booking)


@pytest.fixture
async def bots(db: Database, telegram: BotApi) -> AsyncIterator[Bots]:
    async with AsyncExitStack() as stack:
        yield Bots(db, telegram, stack)
