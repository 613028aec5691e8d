"""Updates that no Telegram would send, and taps and links that nobody was given: whole through the
bot, which answers each or sets it aside, and goes on.

A run's seed is printed where it fails; FUZZ_UPDATES makes it longer and FUZZ_SEED another.
"""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable
from datetime import date
from random import Random
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from bot.telegram import handling
from bot.telegram.application import ALLOWED_UPDATES
from bot.telegram.mechanism import Mechanism
from handlers import callbacks as on
from handlers import callbacks_groups as all_of
from handlers import callbacks_operations as op
from handlers import callbacks_teaching as to
from handlers import packing
from handlers.packing import Press
from tests.fuzz.mutate import garbled, mutated
from tests.handlers.conftest import ADMIN
from tests.handlers.phone import Phone
from tests.telegram.conftest import until

ROUNDS = int(os.environ.get("FUZZ_UPDATES", "120"))
SEED = int(os.environ.get("FUZZ_SEED", "1"))
PRESSES = [
    each
    for module in (on, to, all_of, op)
    for _, each in inspect.getmembers(module, inspect.isclass)
    if issubclass(each, Press) and each is not Press
]
EXTREME: dict[type, tuple[Any, ...]] = {
    int: (0, 1, -1, 7, 99_999_999, 999_999_999, -99_999_999),
    str: (
        "",
        "x",
        "python",
        "#AAAAAAAA",
        "@" + "A" * 22,
        "Europe/Copenhagen",
        "é\u202e",
        "..",
        "\0",
    ),
    date: (date.min, date.max, date(2026, 11, 24)),
}


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """What fails is tried again at once."""
    monkeypatch.setattr(handling, "RETRIES", (0.0, 0.0, 0.0, 0.0))


def genuine(phone: Phone) -> list[dict[str, Any]]:
    """An update of every kind that the bot asks for, from this phone."""
    api = phone.api
    text, edited, shared = (api.message(phone.id, words) for words in ("/book", "x", "Lisbon"))
    shared["message"]["location"] = {"latitude": 55.7, "longitude": 12.6}
    photo = api.message(phone.id, "")
    photo["message"]["photo"] = [{"file_id": "p", "file_unique_id": "u", "width": 1, "height": 1}]
    member = {"user": {"id": 42, "is_bot": True, "first_name": "T"}, "status": "member"}
    asker = text["message"]["from"]
    made = [
        text,
        shared,
        photo,
        api.message(phone.id, "mon-fri 9-17"),
        api.update(edited_message={**edited["message"], "edit_date": 1_700_000_001}),
        api.tap(phone.id, on.Topics(0).pack()),
        api.update(
            my_chat_member={
                "chat": {"id": phone.id, "type": "private", "first_name": "U"},
                "from": asker,
                "date": 1_700_000_000,
                "old_chat_member": member,
                "new_chat_member": member,
            }
        ),
    ]
    assert {kind for each in made for kind in each if kind != "update_id"} == set(ALLOWED_UPDATES)
    return made


async def at_rest(bot: Mechanism) -> None:
    await until(bot.idle, 30.0, what="idle")


async def no_constraint_showed(owner: asyncpg.Connection) -> None:
    """Nothing is open, and what was set aside was not by a constraint of the database."""
    left = "select count(*) from app.telegram_updates where handled_at is null and dead_at is null"
    assert await owner.fetchval(left) == 0
    dead = await owner.fetch(
        "select last_error, payload from app.telegram_updates where dead_at is not null"
    )
    for row in dead:
        assert not set(row["last_error"].split()[1:]) & {"IntegrityError", "DBAPIError"}, tuple(row)


async def strangers(owner: asyncpg.Connection) -> int:
    """Accounts of people who have sent nothing: somebody else's update named them."""
    count: int = await owner.fetchval(
        "select count(*) from app.telegram_accounts a where not exists"
        " (select from app.telegram_updates u where u.telegram_id = a.telegram_id)"
    )
    return count


async def test_no_mutated_update_stops_the_bot(
    ann: Phone, bo: Phone, bot: Mechanism, owner: asyncpg.Connection
) -> None:
    chance = Random(SEED)
    await ann.say("/start")
    known = await strangers(owner)
    for number in range(ROUNDS):
        given = mutated(chance.choice(genuine(ann)), chance)
        if isinstance(given, dict) and chance.random() < 0.9:
            given["update_id"] = ann.api.update()["update_id"]
        told = f"seed {SEED}, round {number}: {given!r:.2000}"
        try:
            await bot.receive(given)
            if number % 20 == 19 or number == ROUNDS - 1:
                await at_rest(bot)
                before = len(bo.texts)
                await bo.say("/help")
                assert len(bo.texts) == before + 1, "the next person is answered"
                await no_constraint_showed(owner)
                assert await strangers(owner) == known
        except BaseException:
            print(told)  # noqa: T201 - how to repeat it
            raise


async def test_no_made_up_tap_fails(
    ann: Phone, maria: Phone, phones: Callable[..., Phone], owner: asyncpg.Connection
) -> None:
    """Every kind of button with extreme values and with ids of others, pressed by everybody."""
    chance = Random(SEED)
    people = [ann, maria, phones(ADMIN, name="Ada")]
    for each in people:
        await each.say("/start")
    await ann.tap("Copenhagen")
    ids = [
        row[0]
        for table in ("bookings", "bookable_slots", "sessions", "expert_profiles")
        for row in await owner.fetch(f"select id from public.{table} limit 2")  # noqa: S608
    ]
    extreme = {**EXTREME, UUID: (*ids, uuid4(), UUID(int=0), UUID(int=2**128 - 1))}
    for kind in PRESSES:
        for _ in range(max(1, ROUNDS // 120)):
            values = [chance.choice(extreme[each]) for _, each in packing._shape(kind)]
            data = kind(*values).pack()
            if chance.random() < 0.2:
                data = garbled(data, chance)[:64]
            for each in people:
                await each.press(data)
                dead = await owner.fetchval(
                    "select last_error from app.telegram_updates where dead_at is not null"
                )
                assert dead is None, f"seed {SEED}: {data!r} by {each.name}: {dead}"
