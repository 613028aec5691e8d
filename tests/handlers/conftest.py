"""Everything but Telegram and Stripe is real: mechanism, handlers, database, demo experts."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from uuid import UUID

import asyncpg
import pytest

from bot.services import administration
from bot.telegram.charts import Bar, Chart, Panel, draw
from bot.telegram.mechanism import Mechanism, Telegram
from db.seed import seed_async
from db.session import Database
from handlers import registry
from handlers.notices import render_notice
from tests.handlers.phone import Phone, PhoneApi
from tests.telegram.botapi import TOKEN
from tests.telegram.conftest import FAST

ADMIN = 3001
START = datetime(2027, 5, 5, 6, 5, tzinfo=UTC)
"""When every conversation here begins: a Wednesday morning, just after a quarter of an hour."""


@pytest.fixture(scope="session", autouse=True)
def _drawn_before() -> None:
    """The first picture imports a library, for longer than a test waits where much is going on."""
    draw(Chart("", "", "", (Panel("", (Bar("", 1, 0, "", ""),)),)))


@pytest.fixture
async def phone_api() -> AsyncIterator[PhoneApi]:
    api = PhoneApi()
    await api.start()
    yield api
    await api.stop()


@pytest.fixture
def settled() -> list[UUID]:
    """The bookings whose money was asked to follow."""
    return []


async def _set_the_clock(admin_url: str) -> None:
    owner = await asyncpg.connect(admin_url)
    try:
        await owner.execute('update app.clock set "offset" = $1 - now()', START)
    finally:
        await owner.close()


@pytest.fixture
async def bot(
    db: Database, admin_url: str, phone_api: PhoneApi, settled: list[UUID]
) -> AsyncIterator[Mechanism]:
    """The bot with its real handlers and the demo experts; money is only noted."""
    await _set_the_clock(admin_url)
    await seed_async(admin_url)
    async with db.begin() as tx:
        await administration.appoint(tx, [ADMIN])

    async def settle(booking: UUID) -> None:
        settled.append(booking)

    made = Mechanism(
        db,
        registry.handlers(),
        Telegram(
            TOKEN,
            phone_api.base,
            webhook=("https://bot.example", "secret"),
            admins=(ADMIN,),
            commands=dict(registry.COMMANDS),
        ),
        words=registry.FAILURE_WORDS,
        render=render_notice,
        settle=settle,
        tuning=FAST,
    )
    await made.start()
    yield made
    await made.stop(2.0)


@pytest.fixture
def phones(bot: Mechanism, phone_api: PhoneApi) -> Callable[..., Phone]:
    """Makes phones: `phones(1001)`, `phones(1002, language="da", name="Bo")`."""

    def make(number: int, **more: str) -> Phone:
        return Phone(bot, phone_api, number, **more)

    return make


@pytest.fixture
def ann(phones: Callable[..., Phone]) -> Phone:
    """A learner who has told nothing yet."""
    return phones(1001)


@pytest.fixture
def bo(phones: Callable[..., Phone]) -> Phone:
    """A Danish learner."""
    return phones(1002, language="da", name="Bo")


@pytest.fixture
def maria(phones: Callable[..., Phone]) -> Phone:
    """The demo expert in New York."""
    return phones(2001, name="Maria")


@pytest.fixture
async def jonas(phones: Callable[..., Phone]) -> Phone:
    """The demo expert of the code review, in Copenhagen; he reads English here."""
    phone = phones(2002, name="Jonas")
    await phone.say("/start")
    await phone.tap("English")
    return phone
