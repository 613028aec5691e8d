"""What impatient, unlucky and dishonest people do, and a bot that dies: over plain HTTP."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Awaitable

import asyncpg
import psutil
import pytest

from bot.sandbox.client import Message, Phone
from tests.e2e.stage import ANN, BO, MARIA, Stage, book, choose, request, settle_in


async def press(phone: Phone, message: Message, *labels: str) -> None:
    """Press these buttons of the message at once, each as an update of its own."""
    await asyncio.gather(*(phone.tap_stale(message, label) for label in labels))


async def shown(phone: Phone, label: str) -> Message:
    """The newest message with this button."""
    return await phone.wait_for(button=label, anywhere=True)


async def test_whatever_is_tapped_three_times_is_done_once(
    stage: Stage, owner: asyncpg.Connection
) -> None:
    ann, maria = stage.phone(ANN), stage.phone(MARIA)
    await settle_in(ann)
    await choose(ann)
    await press(ann, await shown(ann, "Book it"), *["Book it"] * 3)
    await ann.wait_for(button="Pay")
    checkout = await ann.url("Pay")
    await asyncio.gather(*(stage.pay(checkout) for _ in range(3)))
    asked = await maria.wait_for("New request", anywhere=True)
    await maria.tap_stale(asked, "Accept")
    await press(maria, asked, "Accept", "Accept", "Decline")
    await ann.wait_for("Maria accepted", anywhere=True)
    await ann.tap("Cancel…")
    await ann.wait_for("You get 450 kr. back")
    await press(ann, await shown(ann, "Cancel the session"), *["Cancel the session"] * 3)
    await ann.wait_for("was returned to your card", anywhere=True)
    assert await owner.fetchval("select count(*) from bookings") == 1
    assert await stage.stripe() == (0, 45000, 45000)
    assert await dead(owner) == 0


async def test_of_two_who_tap_at_once_one_gets_the_seat_and_the_other_other_times(
    stage: Stage, owner: asyncpg.Connection
) -> None:
    ann, bo = stage.phone(ANN), stage.phone(BO)
    await settle_in(ann)
    await bo.send("/start")
    await bo.wait_for("København")
    await choose(ann)
    wanted = await shown(ann, "Book it")
    await asyncio.gather(ann.tap_stale(wanted, "Book it"), bo.tap_stale(wanted, "Book it"))
    ended = [await ann.wait_for("Python Basics"), await bo.wait_for("Python Basics")]
    assert await owner.fetchval("select count(*) from bookings") == 1
    assert sum("ledigt nu" in each.text or "free now" in each.text for each in ended) == 1


@pytest.mark.chaos
async def test_a_bot_killed_before_it_answers_has_lost_nothing(
    stage: Stage, owner: asyncpg.Connection
) -> None:
    ann, maria = stage.phone(ANN), stage.phone(MARIA)
    await settle_in(ann)
    await choose(ann)
    await ann.tap("Book it")
    await ann.wait_for(button="Pay")
    checkout = await ann.url("Pay")
    await rests(owner)
    await dies(stage.pay(checkout))
    await maria.wait_for("New request", timeout=30, anywhere=True)
    await rests(owner)
    await dies(maria.tap("Accept"))
    await ann.wait_for("Maria accepted", timeout=30)
    assert await owner.fetchval("select count(*) from bookings") == 1
    assert await stage.stripe() == (0, 45000, 0)
    assert await dead(owner) == 0


async def test_a_second_learner_can_do_nothing_with_the_buttons_of_the_first(
    stage: Stage, owner: asyncpg.Connection
) -> None:
    ann, bo = stage.phone(ANN), stage.phone(BO)
    await settle_in(ann)
    await request(stage, ann)
    withdraw = await shown(ann, "Withdraw")
    await bo.send("/start")
    await bo.wait_for("København")
    await bo.tap_stale(withdraw, "Withdraw")
    await bo.wait_for("Det kan jeg ikke finde")
    states = "select status || '/' || payment_status from bookings"
    assert await owner.fetchval(states) == "pending/authorized"


async def test_a_held_seat_survives_its_expert_clearing_the_week(
    stage: Stage, owner: asyncpg.Connection
) -> None:
    ann, maria = stage.phone(ANN), stage.phone(MARIA)
    await settle_in(ann)
    checkout = await book(ann)
    await maria.send("/availability clear")
    await maria.wait_for("1 booking lies outside these times")
    await maria.tap("Save")
    await maria.wait_for("nobody can book you")
    await stage.pay(checkout)
    await maria.wait_for("New request")
    await maria.tap("Accept")
    await ann.wait_for("Maria accepted")
    free = "select count(*) from bookable_slots where is_available and expert_id = $1"
    expert = await owner.fetchval("select expert_id from bookings")
    assert await owner.fetchval(free, expert) == 0


async def test_without_stripe_the_learner_is_told_and_the_link_comes_by_itself(
    stage: Stage, owner: asyncpg.Connection
) -> None:
    ann = stage.phone(ANN)
    await settle_in(ann)
    await choose(ann)
    await stage.switch(fail_rate=1)
    await ann.tap("Book it")
    await ann.wait_for("isn't answering right now", timeout=60)
    await stage.switch(reset=True)
    await ann.wait_for(button="Pay", timeout=60)
    assert await owner.fetchval("select status from bookings") == "pending"
    assert await dead(owner) == 0


async def dies(act: Awaitable[object]) -> None:
    """The bot is stopped in its tracks, this happens, and then the bot is killed.

    Its keeper starts it again.
    """
    (bot,) = [each for each in psutil.Process().children() if "run" in each.cmdline()]
    bot.send_signal(signal.SIGSTOP)
    doing = asyncio.ensure_future(act)
    await asyncio.wait({doing}, timeout=0.3)
    bot.kill()
    await doing


async def rests(owner: asyncpg.Connection) -> None:
    """Everything is said and written down: what is killed now holds no lease on a message."""
    open_rows = "select count(*) from app.outbox where sent_at is null and dead_at is null"
    for _ in range(300):
        if not await owner.fetchval(open_rows):
            return
        await asyncio.sleep(0.05)
    raise AssertionError("the outbox does not come to rest")


async def dead(owner: asyncpg.Connection) -> int:
    """How many updates and messages were given up on."""
    count: int = await owner.fetchval(
        "select (select count(*) from app.telegram_updates where dead_at is not null)"
        " + (select count(*) from app.outbox where dead_at is not null)"
    )
    return count
