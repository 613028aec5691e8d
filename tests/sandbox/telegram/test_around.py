"""Commands, limits, faults, unread marks, live events, and the phone for tests."""

import asyncio
import json
from typing import Any

import aiohttp
import pytest

from bot.sandbox.client import Phone, PhoneError
from tests.sandbox.telegram.conftest import ANN, MARIA, Local, Opener


async def test_the_narrowest_commands_in_ones_own_language_are_shown(local: Local) -> None:
    async def put(word: str, **more: Any) -> None:
        commands = [{"command": word, "description": "does it"}]
        assert (await local.call("setMyCommands", commands=commands, **more)).result

    await put("all")
    await put("alle", language_code="da")
    await put("chat", scope={"type": "chat", "chat_id": MARIA})
    shown = {
        person: (await local.chat(person))["commands"][0]["command"]
        for person in (ANN, 1002, MARIA)
    }
    assert shown == {ANN: "all", 1002: "alle", MARIA: "chat"}
    danish = await local.call("getMyCommands", language_code="da")
    assert danish.result[0]["command"] == "alle"
    await local.call("deleteMyCommands", language_code="da")
    assert (await local.chat(1002))["commands"][0]["command"] == "all"


@pytest.mark.parametrize(
    ("command", "why"),
    [
        ({"command": "Book!", "description": "x"}, "BOT_COMMAND_INVALID"),
        ({"command": "book", "description": ""}, "BOT_COMMAND_DESCRIPTION_INVALID"),
    ],
)
async def test_bad_commands_are_refused(local: Local, command: dict[str, str], why: str) -> None:
    assert (await local.call("setMyCommands", commands=[command])).why == f"Bad Request: {why}"


async def test_a_description_is_kept_by_language(local: Local) -> None:
    await local.call("setMyDescription", description="Books sessions")
    await local.call("setMyDescription", description="Bestiller", language_code="da")
    assert (await local.chat(1002))["about"] == "Bestiller"
    assert (await local.chat(ANN))["about"] == "Books sessions"
    assert (await local.call("getMyName")).result == {"name": "Tutorline"}


async def test_a_burst_in_one_chat_is_flood(opened: Opener) -> None:
    local = await opened(rate_limits=True)
    answers = [await local.say(str(number)) for number in range(15)]
    refused = [answer for answer in answers if answer.status == 429]
    assert answers[0].status == answers[9].status == 200
    assert refused[0].why == "Too Many Requests: retry after 1"
    assert refused[0].body["parameters"] == {"retry_after": 1}
    assert (await local.say(to=2002)).status == 200
    await local.tell("switches", rate_limits=False)
    assert (await local.say()).status == 200


async def test_faults_hit_the_next_calls_and_then_rest(local: Local) -> None:
    await local.tell("faults", kind="error", method="sendMessage", times=1)
    assert (await local.say("lost")).status == 502
    await local.tell("faults", kind="error_after", method="sendMessage")
    assert (await local.say("sent all the same")).status == 502
    await local.tell("faults", kind="too_many", seconds=7)
    assert (await local.say()).body["parameters"]["retry_after"] == 7
    await local.tell("faults", kind="cut", chat_id=MARIA)
    assert (await local.say(to=2002)).status == 200
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await local.say()
    assert [m["text"] for m in (await local.chat())["messages"]] == ["sent all the same"]
    assert "error" in await local.tell("faults", kind="earthquake")


async def test_what_the_bot_says_is_unread_until_it_is_looked_at(local: Local) -> None:
    await local.say()
    await local.say()
    assert (await local.chat())["unread"] == 2
    await local.act("read")
    assert (await local.chat())["unread"] == 0


async def test_what_happens_is_heard_at_once(local: Local) -> None:
    async with local.session.get(f"{local.url}/telegram/events") as stream:
        await stream.content.readuntil(b"\n\n")
        await local.say("live")
        async with asyncio.timeout(2):
            line = (await stream.content.readuntil(b"\n\n")).decode()
    event = json.loads(line.removeprefix("data: "))
    assert (event["type"], event["person"]) == ("message", MARIA)


async def test_every_call_is_written_down(local: Local) -> None:
    await local.say("<b>", parse_mode="HTML")
    async with local.session.get(f"{local.url}/telegram/calls") as answer:
        call = (await answer.json())[-1]
    assert (call["method"], call["status"]) == ("sendMessage", 400)
    assert call["request"]["text"] == "<b>"


async def test_a_reply_keyboard_can_ask_for_a_location(local: Local) -> None:
    keyboard = {"keyboard": [[{"text": "Where I am", "request_location": True}]]}
    sent = (await local.say(reply_markup={**keyboard, "one_time_keyboard": True})).result
    assert "reply_markup" not in sent
    assert (await local.chat())["keyboard"]["keyboard"] == keyboard["keyboard"]
    await local.act("location")
    update = (await local.call("getUpdates")).result[-1]
    assert round(update["message"]["location"]["latitude"]) == 41
    await local.say(reply_markup={"remove_keyboard": True})
    assert (await local.chat())["keyboard"] is None


async def test_a_phone_sends_taps_and_waits_for_what_is_new(local: Local) -> None:
    keyboard = {"inline_keyboard": [[{"text": "Book it", "callback_data": "b"}]]}
    async with Phone(local.url, MARIA) as phone:
        await local.say("Ready?", reply_markup=keyboard)
        tapped = await phone.tap("Book")
        with pytest.raises(PhoneError, match=r"Ready\?"):
            await phone.wait_for("Ready?", timeout=0.1)
        assert await phone.wait_for("Ready?", anywhere=True) == tapped

        async def edit_soon() -> None:
            await asyncio.sleep(0.05)
            link = {"inline_keyboard": [[{"text": "Pay", "url": "https://a.b/c"}]]}
            edit = {"chat_id": MARIA, "message_id": tapped.id, "reply_markup": link}
            await local.call("editMessageText", **edit, text="Held")

        editing = asyncio.create_task(edit_soon())
        held = await phone.wait_for("Held", button="Pay", timeout=2)
        await editing
        assert held.edits == 1
        assert await phone.url("Pay") == "https://a.b/c"
        assert phone.last == held
        await phone.send("/start")
        texts = [message.text for message in await phone.messages()]
        assert texts == ["Held", "/start"]


async def test_a_fault_may_be_thrown_for_and_its_seed_repeats_the_throws(local: Local) -> None:
    async def throws(seed: int) -> list[int]:
        await local.tell("faults", kind="error", times=20, rate=0.5, seed=seed)
        statuses = [(await local.say(str(n))).status for n in range(20)]
        async with local.session.delete(f"{local.url}/telegram/faults") as answer:
            assert await answer.json() == []
        return statuses

    first = await throws(7)
    assert set(first) == {200, 502}
    assert (await throws(7), await throws(8) == first) == (first, False)


async def test_an_answer_may_come_long_after_the_message(local: Local) -> None:
    await local.tell("faults", kind="late", seconds=30)
    sending = asyncio.create_task(local.say("late"))
    async with asyncio.timeout(5):
        while not (await local.chat())["messages"]:
            pass
    assert not sending.done()
    sending.cancel()
