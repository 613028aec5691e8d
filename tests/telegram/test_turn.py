"""From an update to its reply, and what happens when a handler fails."""

from __future__ import annotations

import asyncpg
from telegram import Update
from telegram.ext import CommandHandler, TypeHandler

from bot.telegram.context import Context
from bot.telegram.screens import Button, Document, Screen
from tests.telegram.botapi import BotApi, refusal
from tests.telegram.conftest import ADMIN, Bots, until


async def greet(update: Update, context: Context) -> None:
    assert await context.tx.scalar("select auth.uid()") == context.account.user_id
    assert await context.tx.scalar("select current_user") == "authenticated"
    assert await context.tx.scalar("select current_setting('app.via')") == "chat"
    context.send(Screen(f"hello {context.account.name}", ((Button("Go", "go"),),)))


async def test_a_message_is_polled_handled_as_its_sender_and_answered(
    bots: Bots, telegram: BotApi, owner: asyncpg.Connection
) -> None:
    bot = await bots.start(CommandHandler("start", greet), polling=True)
    telegram.push(telegram.message(1001, "/start", first_name="Ann", last_name="Lee"))
    await until(lambda: telegram.texts(1001) == ["hello Ann Lee"])
    assert [shown.buttons for shown in telegram.chats[1001].values()] == [["Go"]]
    await until(bot.idle)
    row = await owner.fetchrow(
        "select a.language, a.username, p.timezone, p.role, l.id is not null as learns"
        " from app.telegram_accounts a join public.user_profiles p using (user_id)"
        " left join public.learner_profiles l on l.user_profile_id = p.id"
    )
    assert dict(row) == {
        "language": "en", "username": None, "timezone": None, "role": "learner", "learns": True,
    }  # fmt: skip


async def test_danish_guesses_copenhagen(
    bots: Bots, telegram: BotApi, owner: asyncpg.Connection
) -> None:
    bot = await bots.start()
    await bot.receive(telegram.message(1002, "hej", language_code="da-DK"))
    await until(bot.idle)
    row = await owner.fetchrow(
        "select a.language, p.timezone"
        " from app.telegram_accounts a join public.user_profiles p using (user_id)"
    )
    assert tuple(row) == ("da", "Europe/Copenhagen")


async def test_a_tap_is_answered_at_once_and_edits_its_message(
    bots: Bots, telegram: BotApi
) -> None:
    async def tapped(update: Update, context: Context) -> None:
        context.show(Screen("first thought"))
        context.show(Screen("second thought"))

    bot = await bots.start(TypeHandler(Update, tapped))
    await bot.receive(telegram.tap(1001, "x", message_id=77))
    await until(bot.idle)
    assert telegram.chats[1001][77].text == "second thought"
    await until(lambda: len(telegram.made("answerCallbackQuery")) == 1)
    assert set(telegram.made("answerCallbackQuery")[0]) == {"callback_query_id"}


async def test_a_tap_too_old_to_be_answered_still_gets_its_screen(
    bots: Bots, telegram: BotApi, owner: asyncpg.Connection
) -> None:
    async def tapped(update: Update, context: Context) -> None:
        context.show(Screen("as it is now"))

    old = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    telegram.script("answerCallbackQuery", refusal(400, old))
    bot = await bots.start(TypeHandler(Update, tapped))
    await bot.receive(telegram.tap(1001, "x", message_id=77))
    await until(lambda: len(telegram.made("answerCallbackQuery")) == 1)
    await until(bot.idle)
    assert telegram.chats[1001][77].text == "as it is now"
    dead = "select count(*) from app.outbox where dead_at is not null"
    assert await owner.fetchval(dead) == 0, "and no admin is shown a failure"


async def test_a_document_follows_its_text(bots: Bots, telegram: BotApi) -> None:
    async def confirmed(update: Update, context: Context) -> None:
        file = Document("tutoring.ics", b"BEGIN:VCALENDAR", "text/calendar")
        context.send(Screen("see you", document=file))

    bot = await bots.start(TypeHandler(Update, confirmed))
    await bot.receive(telegram.message(1001, "x"))
    await until(bot.idle)
    text, document = telegram.chats[1001].values()
    assert text.text == "see you"
    assert document.document == "tutoring.ics text/calendar BEGIN:VCALENDAR"


async def test_the_fifth_failure_is_told_and_the_lane_goes_on(
    bots: Bots, telegram: BotApi, owner: asyncpg.Connection
) -> None:
    async def fails(update: Update, context: Context) -> None:
        context.send(Screen("never said"))
        await context.tx.run("select 1/0")

    async def works(update: Update, context: Context) -> None:
        context.send(Screen("works"))

    bot = await bots.start(CommandHandler("fail", fails), CommandHandler("work", works))
    broken = telegram.message(1001, "/fail")
    await bot.receive(broken)
    await bot.receive(telegram.message(1001, "/work"))
    await bot.receive(telegram.message(1002, "/work"))
    await until(lambda: telegram.texts(1002) == ["works"])
    await until(bot.idle)
    row = await owner.fetchrow(
        "select attempts, last_error, dead_at is not null as dead from app.telegram_updates"
        " where update_id = $1",
        broken["update_id"],
    )
    incident, kind = row["last_error"].split(" ", 1)
    assert (row["attempts"], row["dead"], kind) == (5, True, "DBAPIError 22012")
    assert sorted(telegram.texts(1001)) == [f"sorry en {incident}", "works"]
    assert telegram.texts(ADMIN) == [f"alarm {incident} {broken['update_id']} {kind}"]


async def test_what_cannot_be_read_is_a_dead_letter_and_blocks_nobody(
    bots: Bots, telegram: BotApi, owner: asyncpg.Connection
) -> None:
    bot = await bots.start(CommandHandler("start", greet), polling=True)
    strange = telegram.message(1001, "hi")
    strange["message"]["chat"] = "not a chat"
    odd = telegram.message(1001, "nul \0 and half a pair \ud800")
    post = telegram.update(
        channel_post={"message_id": 1, "date": 1, "chat": {"id": -5, "type": "channel"}}
    )
    edited = telegram.update(edited_message=telegram.message(1001, "hi")["message"])
    telegram.push(strange, odd, post, edited, telegram.message(1001, "/start"))
    await until(lambda: "hello U1001" in telegram.texts(1001))
    await until(bot.idle)
    rows = await owner.fetch(
        "select update_id, attempts, handled_at, dead_at from app.telegram_updates"
    )
    assert [(r[0], r[1]) for r in rows if r["dead_at"]] == [(strange["update_id"], 1)]
    assert len([r for r in rows if r["handled_at"]]) == 4


async def test_a_block_is_noted_and_forgotten(
    bots: Bots, telegram: BotApi, owner: asyncpg.Connection
) -> None:
    def member(status: str) -> dict[str, object]:
        bot_user = {"id": 42, "is_bot": True, "first_name": "T"}
        new: dict[str, object] = {"status": status, "user": bot_user}
        if status == "kicked":
            new["until_date"] = 0
        chat = {"id": 1001, "type": "private", "first_name": "U"}
        sender = {"id": 1001, "is_bot": False, "first_name": "U1001"}
        old = {"status": "member", "user": bot_user}
        return telegram.update(
            my_chat_member={
                "chat": chat, "from": sender, "date": 1,
                "old_chat_member": old, "new_chat_member": new,
            }
        )  # fmt: skip

    blocked = "select blocked_at is not null from app.telegram_accounts"
    bot = await bots.start()
    await bot.receive(member("kicked"))
    await until(bot.idle)
    assert await owner.fetchval(blocked) is True
    await bot.receive(member("member"))
    await until(bot.idle)
    assert await owner.fetchval(blocked) is False
