"""What goes out: order, retries, refusals, edits, cards, documents, settles."""

from __future__ import annotations

import asyncio
import json
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest
from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler, MessageHandler, filters

from bot.payments.model import Unavailable
from bot.telegram.context import Account, Context
from bot.telegram.mechanism import Mechanism, Tuning
from bot.telegram.pace import Pace
from bot.telegram.screens import Button, Document, Screen
from db.session import Database
from tests.telegram.botapi import BotApi, refusal
from tests.telegram.conftest import FAST, Bots, until


async def say(update: Update, context: Context) -> None:
    assert update.message
    context.send(Screen(str(update.message.text)))


SAY = MessageHandler(filters.TEXT, say)


async def put(
    owner: asyncpg.Connection, lane: int | UUID, kind: str, payload: dict[str, Any]
) -> None:
    """As triggers do: a plain row."""
    await owner.execute(
        "insert into app.outbox (lane, kind, payload) values ($1, $2, $3)",
        str(lane),
        kind,
        json.dumps(payload),
    )


async def known(bots: Bots, telegram: BotApi, *people: int) -> Mechanism:
    """A bot that has met these people."""
    bot = await bots.start(SAY)
    for person in people:
        await bot.receive(telegram.message(person, "hi"))
    await until(bot.idle)
    telegram.chats.clear()
    telegram.calls.clear()
    return bot


async def row(owner: asyncpg.Connection) -> asyncpg.Record:
    found = await owner.fetchrow("select * from app.outbox order by id desc limit 1")
    assert found
    return found


async def test_a_retry_delay_is_obeyed_and_blocks_its_chat_alone(
    bots: Bots, telegram: BotApi
) -> None:
    bot = await bots.start(SAY)
    telegram.script("sendMessage", refusal(429, "Too Many Requests", retry_after=2))
    began = asyncio.get_running_loop().time()
    await bot.receive(telegram.message(1, "a"))
    await until(lambda: bool(telegram.made("sendMessage")))
    await bot.receive(telegram.message(1, "b"))
    await bot.receive(telegram.message(2, "c"))
    await until(lambda: telegram.texts(2) == ["c"])
    assert telegram.texts(1) == []
    await until(lambda: telegram.texts(1) == ["a", "b"])
    assert asyncio.get_running_loop().time() - began >= 2


async def test_a_network_failure_is_tried_again_in_order(bots: Bots, telegram: BotApi) -> None:
    bot = await bots.start(SAY)
    telegram.script("sendMessage", refusal(502, "Bad Gateway"), refusal(500, "oh"))
    await bot.receive(telegram.message(1, "a"))
    await bot.receive(telegram.message(1, "b"))
    await until(lambda: telegram.texts(1) == ["a", "b"])


async def test_a_refused_message_dies_and_the_chat_goes_on(
    bots: Bots, telegram: BotApi, owner: asyncpg.Connection
) -> None:
    bot = await bots.start(SAY)
    telegram.script("sendMessage", refusal(400, "Bad Request: chat not found"))
    await bot.receive(telegram.message(1, "a"))
    await bot.receive(telegram.message(1, "b"))
    await until(lambda: telegram.texts(1) == ["b"])
    await until(bot.idle)
    dead = await owner.fetch("select last_error from app.outbox where dead_at is not null")
    assert [r[0] for r in dead] == ["BadRequest"]


async def test_somebody_who_blocked_the_bot_is_noted(
    bots: Bots, telegram: BotApi, owner: asyncpg.Connection
) -> None:
    bot = await bots.start(SAY)
    telegram.script("sendMessage", refusal(403, "Forbidden: bot was blocked by the user"))
    await bot.receive(telegram.message(1, "a"))
    await until(bot.idle)
    blocked = "select blocked_at is not null from app.telegram_accounts where telegram_id = 1"
    assert await owner.fetchval(blocked) is True
    await put(owner, 1, "notice", {"notice": "n", "booking": str(uuid4()), "how": "new"})
    await until(bot.idle)
    assert len(telegram.made("sendMessage")) == 1
    unsaid = await row(owner)
    assert (unsaid["kind"], unsaid["dead_at"]) == ("notice", None), "no failure to look after"
    assert json.loads(unsaid["result"]) == {"said": "nobody"}
    await bot.receive(telegram.message(1, "back"))
    await until(bot.idle)
    assert await owner.fetchval(blocked) is False


async def test_an_edit_that_changes_nothing_is_done(
    bots: Bots, telegram: BotApi, owner: asyncpg.Connection
) -> None:
    async def same(update: Update, context: Context) -> None:
        context.show(Screen("same"))

    bot = await bots.start(CallbackQueryHandler(same))
    for _ in range(2):
        await bot.receive(telegram.tap(1, "x", message_id=5))
        await until(bot.idle)
    assert (await row(owner))["last_error"] is None
    assert telegram.texts(1) == ["same"]


@pytest.mark.parametrize(
    "words", ["message to edit not found", "message can't be edited", "MESSAGE_ID_INVALID"]
)
async def test_a_refused_edit_is_sent_anew(bots: Bots, telegram: BotApi, words: str) -> None:
    async def edit(update: Update, context: Context) -> None:
        context.show(Screen("now", ((Button("Go", "go"),),)))

    bot = await bots.start(CallbackQueryHandler(edit))
    telegram.script("editMessageText", refusal(400, f"Bad Request: {words}"))
    await bot.receive(telegram.tap(1, "x", message_id=5))
    await until(bot.idle)
    assert [(m.text, m.buttons) for m in telegram.chats[1].values()] == [("now", ["Go"])]


async def test_pending_edits_of_one_message_become_the_latest(bots: Bots, telegram: BotApi) -> None:
    async def edit(update: Update, context: Context) -> None:
        assert update.callback_query
        context.show(Screen(str(update.callback_query.data)))

    bot = await bots.start(CallbackQueryHandler(edit))
    telegram.script("editMessageText", refusal(429, "Too Many Requests", retry_after=1))
    for n in range(5):
        await bot.receive(telegram.tap(1, str(n), message_id=5))
    await until(lambda: telegram.texts(1) == ["4"])
    await until(bot.idle)
    assert len(telegram.made("editMessageText")) <= 3


async def test_an_effect_that_telegram_does_not_know_is_left_out(
    bots: Bots, telegram: BotApi
) -> None:
    async def party(update: Update, context: Context) -> None:
        context.send(Screen("yes", effect="5046509860389126442"))

    bot = await bots.start(CommandHandler("party", party))
    telegram.script("sendMessage", refusal(400, "Bad Request: EFFECT_ID_INVALID"))
    await bot.receive(telegram.message(1, "/party"))
    await until(bot.idle)
    assert telegram.texts(1) == ["yes"]


async def test_a_notice_is_rendered_when_it_is_delivered(
    bots: Bots, telegram: BotApi, owner: asyncpg.Connection
) -> None:
    bot = await known(bots, telegram, 1)
    seen: list[tuple[dict[str, Any], Account]] = []

    def rendered(payload: dict[str, Any], account: Account) -> Screen:
        seen.append((payload, account))
        return Screen("accepted", document=Document("t.ics", b"BEGIN", "text/calendar"))

    bots.rendered = rendered
    payload = {"notice": "accepted", "booking": str(uuid4()), "audience": "learner", "how": "edit"}
    # A booking that is gone by now has no card to keep.
    await owner.execute("alter table app.cards drop constraint cards_booking_id_fkey")
    await put(owner, 1, "notice", payload)
    bot.nudge()
    await until(lambda: len(telegram.chats[1]) == 2)
    [(given, account)] = seen
    assert given == payload
    assert (account.telegram_id, account.name, account.language) == (1, "U1", "en")
    assert telegram.made("sendDocument")[0]["document"] == "t.ics text/calendar BEGIN"


async def test_a_new_notice_takes_the_buttons_off_the_old_card(
    bots: Bots, telegram: BotApi, owner: asyncpg.Connection
) -> None:
    bot = await known(bots, telegram, 1)
    await owner.execute("alter table app.cards drop constraint cards_booking_id_fkey")
    booking = uuid4()
    bots.rendered = lambda payload, _: Screen(payload["notice"], ((Button("Go", "go"),),))
    for notice, how in (("request", "new"), ("charging", "edit"), ("reminder", "new")):
        payload = {"notice": notice, "booking": str(booking), "how": how, "audience": "expert"}
        await put(owner, 1, "notice", payload)
        bot.nudge()
        await until(lambda: telegram.texts(1)[-1:] == [notice])  # noqa: B023
        await until(bot.idle)
    shown = [(m.text, m.buttons) for m in telegram.chats[1].values()]
    assert shown == [("charging", []), ("reminder", ["Go"])]
    cards = await owner.fetch("select message_id from app.cards")
    assert [r[0] for r in cards] == [max(telegram.chats[1])]


async def test_a_new_notice_says_what_the_old_card_reads_from_now_on(
    bots: Bots, telegram: BotApi, owner: asyncpg.Connection
) -> None:
    bot = await known(bots, telegram, 1)
    await owner.execute("alter table app.cards drop constraint cards_booking_id_fkey")
    booking = str(uuid4())
    bots.rendered = lambda payload, _: Screen(payload["notice"], past=f"{payload['notice']}: past")
    for notice, how in (("held", "new"), ("declined", "edit"), ("asked", "new"), ("yes", "new")):
        payload = {"notice": notice, "booking": booking, "how": how, "audience": "learner"}
        await put(owner, 1, "notice", payload)
        bot.nudge()
        await until(lambda: notice in telegram.texts(1))  # noqa: B023
        await until(bot.idle)
    assert telegram.texts(1) == ["asked: past", "yes: past", "yes"]


async def test_a_notice_with_nothing_to_say_is_done(
    bots: Bots, telegram: BotApi, owner: asyncpg.Connection
) -> None:
    bot = await known(bots, telegram, 1)
    bots.rendered = lambda *_: None
    await put(owner, 1, "notice", {"notice": "n", "booking": str(uuid4()), "how": "new"})
    await until(bot.idle)
    assert (await row(owner))["sent_at"] is not None
    assert telegram.made("sendMessage") == []


async def test_words_that_cannot_be_rendered_do_not_hold_up_the_chat(
    bots: Bots, telegram: BotApi, owner: asyncpg.Connection
) -> None:
    await known(bots, telegram, 1)

    def broken(payload: dict[str, Any], _: Account) -> Screen:
        if payload["notice"] == "broken":
            raise KeyError("somebody's name")
        return Screen("fine")

    bots.rendered = broken
    await put(owner, 1, "notice", {"notice": "broken", "booking": str(uuid4()), "how": "new"})
    await owner.execute("update app.outbox set attempts = 4 where sent_at is null")
    await put(owner, 1, "notice", {"notice": "fine", "booking": str(uuid4()), "how": "new"})
    await owner.execute("alter table app.cards drop constraint cards_booking_id_fkey")
    await until(lambda: telegram.texts(1) == ["fine"], 15)
    error = await owner.fetchval("select last_error from app.outbox where dead_at is not null")
    assert error.endswith(" KeyError")
    assert "name" not in error


async def test_settles_of_one_booking_are_one_and_are_never_given_up(
    bots: Bots, owner: asyncpg.Connection
) -> None:
    booking, tried = uuid4(), list[UUID]()

    async def settle(which: UUID) -> None:
        tried.append(which)
        if len(tried) == 1:
            raise RuntimeError("stripe is down")

    for _ in range(4):
        await put(owner, booking, "settle", {"booking": str(booking)})
    bot = await bots.start(settle=settle)
    await until(bot.idle)
    assert tried == [booking, booking]


async def test_an_outage_is_a_line_in_the_log_and_is_waited_out(
    bots: Bots, owner: asyncpg.Connection, capsys: pytest.CaptureFixture[str]
) -> None:
    booking, tried = uuid4(), list[float]()

    async def settle(_: UUID) -> None:
        tried.append(asyncio.get_running_loop().time())
        if len(tried) == 1:
            raise Unavailable("no answer", retry_after=1.5)

    await put(owner, booking, "settle", {"booking": str(booking)})
    bot = await bots.start(settle=settle)
    await until(lambda: len(tried) == 2)
    await until(bot.idle)
    assert tried[1] - tried[0] >= 1.5
    logged = capsys.readouterr().out
    assert "outbox.again" in logged
    assert "Unavailable" in logged
    assert "outbox.failed" not in logged
    assert "delivery.py" not in logged


async def test_two_senders_share_the_work_and_send_nothing_twice(
    bots: Bots, telegram: BotApi, owner: asyncpg.Connection
) -> None:
    for n in range(60):
        params = {"chat_id": n % 12, "text": str(n)}
        await put(owner, n % 12, "call", {"method": "sendMessage", "params": params})
    first, second = await bots.start(), await bots.start()
    await until(first.idle, 15)
    assert second.holder != first.holder
    for chat in range(12):
        assert telegram.texts(chat) == [str(n) for n in range(chat, 60, 12)]


async def test_notices_share_thirty_a_second(db: Database, owner: asyncpg.Connection) -> None:
    for n in range(80):
        await put(owner, n, "call", {"method": "x", "params": {"chat_id": n}})
    claimed = []
    for worker in ("a", "b"):
        async with db.begin() as tx:
            rows = await tx.all(
                "select id from app.outbox_claim(:w, 80, 5, interval '9 s')", w=worker
            )
            claimed.append(len(rows))
    assert claimed[0] == 30
    assert claimed[1] <= 3  # what little came free in between


async def test_replies_go_before_notices(db: Database, owner: asyncpg.Connection) -> None:
    for n in range(10):
        await put(owner, n, "call", {"method": "x", "params": {"chat_id": n}})
    await owner.execute("update app.outbox set urgent = true where lane in ('8', '9')")
    async with db.begin() as tx:
        rows = await tx.all("select lane from app.outbox_claim('a', 3, 5, interval '9 s')")
    assert {r[0] for r in rows} == {"8", "9", "0"}


async def test_a_lost_lease_closes_nothing(db: Database, owner: asyncpg.Connection) -> None:
    await put(owner, 1, "call", {"method": "x", "params": {"chat_id": 1}})
    async with db.begin() as tx:
        row_id = await tx.scalar("select id from app.outbox_claim('late', 1, 5, interval '0 s')")
    async with db.begin() as tx:
        assert await tx.scalar("select id from app.outbox_claim('new', 1, 5, interval '9 s')")
        await tx.all("select * from app.outbox_close(:id, 'late', interval '9 s')", id=row_id)
    assert (await row(owner))["sent_at"] is None


async def test_a_stopping_process_gives_its_leases_back(
    bots: Bots, telegram: BotApi, owner: asyncpg.Connection
) -> None:
    bot = await bots.start(SAY, tuning=Tuning(outbox_lease=30, burst=1, per_second=0.2))
    for text in ("a", "b", "c"):
        await bot.receive(telegram.message(1, text))

    async def written() -> bool:
        return bool(await owner.fetchval("select count(*) = 3 from app.outbox"))

    await until(written)
    await until(lambda: telegram.texts(1) == ["a"])
    await bot.outbox.stop(0.1)
    claimed = "select count(*) from app.outbox where claimed_by is not null and sent_at is null"
    assert await owner.fetchval(claimed) == 0
    assert await owner.fetchval("select count(*) from app.outbox where sent_at is null") == 2


async def test_a_chat_gets_a_burst_and_then_one_a_second() -> None:
    pace = Pace()
    delays = [round(pace.delay("1"), 1) for _ in range(5)]
    assert delays == [0, 0, 0, 1, 2]
    assert pace.delay("2") == 0
    for lane in ("1", "2"):
        pace.refused(lane, 5)
    assert pace.silence() == 0
    pace.refused("3", 5)
    assert 4 < pace.silence() <= 5


def test_the_fast_numbers_are_for_tests_alone() -> None:
    assert (Tuning().burst, Tuning().per_second) == (3, 1.0)
    assert Tuning() != FAST
