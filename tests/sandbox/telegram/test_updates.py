"""How updates reach a bot: polling, the webhook, and what becomes too old."""

import asyncio
import time
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

from tests.sandbox.telegram.conftest import ANN, MARIA, Local, Opener

KEYBOARD = {"inline_keyboard": [[{"text": "Book it", "callback_data": "v1:book"}]]}


async def a_tap(local: Local) -> dict[str, Any]:
    sent = (await local.say(reply_markup=KEYBOARD)).result
    return await local.act("tap", message_id=sent["message_id"], data="v1:book")


async def poll(local: Local, **params: Any) -> list[dict[str, Any]]:
    return list((await local.call("getUpdates", **params)).result)


async def test_an_update_stays_until_the_offset_confirms_it(local: Local) -> None:
    await local.act("send", text="/start")
    await local.act("send", text="two")
    first, second = await poll(local)
    assert first["message"]["entities"][0]["type"] == "bot_command"
    assert [u["update_id"] for u in await poll(local, limit=1)] == [first["update_id"]]
    assert await poll(local, offset=second["update_id"]) == [second]
    assert await poll(local, offset=second["update_id"] + 1) == []


async def test_a_negative_offset_keeps_the_last_ones(local: Local) -> None:
    for text in "abc":
        await local.act("send", text=text)
    assert [u["message"]["text"] for u in await poll(local, offset=-1)] == ["c"]
    assert len(await poll(local)) == 1


async def test_long_polling_answers_as_soon_as_something_comes(local: Local) -> None:
    waiting = asyncio.create_task(poll(local, timeout=20))
    await asyncio.sleep(0.05)
    await local.act("send", text="now")
    async with asyncio.timeout(2):
        assert (await waiting)[0]["message"]["text"] == "now"


async def test_long_polling_ends_after_its_timeout(local: Local) -> None:
    started = time.monotonic()
    assert await poll(local, timeout=1) == []
    assert 0.9 < time.monotonic() - started < 3


async def test_of_two_pollers_the_first_is_ended(local: Local) -> None:
    first = asyncio.create_task(local.call("getUpdates", timeout=20))
    await asyncio.sleep(0.05)
    assert (await local.call("getUpdates", timeout=0)).result == []
    answer = await first
    assert answer.status == 409
    assert answer.why.startswith("Conflict: terminated by other getUpdates request")


async def test_only_the_asked_kinds_come(local: Local) -> None:
    await poll(local, allowed_updates=["callback_query"])
    await local.act("send", text="unheard")
    await a_tap(local)
    assert ["callback_query" in update for update in await poll(local)] == [True]
    await poll(local, allowed_updates=[])
    await local.act("block")
    assert "my_chat_member" in (await poll(local))[-1]


async def test_a_tap_is_kept_for_150_seconds_and_a_message_for_a_day(local: Local) -> None:
    await local.act("send", text="hi")
    await a_tap(local)
    local.later(seconds=140)
    assert len(await poll(local)) == 2
    local.later(seconds=20)
    assert [sorted(update)[0] for update in await poll(local)] == ["message"]
    local.later(hours=24)
    assert await poll(local) == []


async def test_a_tap_is_answered_once_and_in_time(local: Local) -> None:
    too_old = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    query = (await a_tap(local))["query_id"]
    assert (await local.chat())["pending"][0]["data"] == "v1:book"
    assert (await local.call("answerCallbackQuery", callback_query_id=query)).result is True
    assert (await local.chat())["pending"] == []
    again = await local.call("answerCallbackQuery", callback_query_id=query)
    assert again.why == too_old
    late = (await a_tap(local))["query_id"]
    local.later(seconds=151)
    assert (await local.call("answerCallbackQuery", callback_query_id=late)).why == too_old
    unknown = await local.call("answerCallbackQuery", callback_query_id="1")
    assert unknown.why == too_old


async def test_only_buttons_that_are_there_can_be_tapped(local: Local) -> None:
    sent = (await local.say(reply_markup=KEYBOARD)).result["message_id"]
    assert (await local.act("tap", message_id=sent, data="v1:other"))["status"] == 409
    stale = await local.act("tap", message_id=sent, data="v1:other", stale=True)
    assert stale["status"] == 200
    await local.call("deleteMessage", chat_id=MARIA, message_id=sent)
    await local.act("tap", message_id=sent, data="v1:book", stale=True)
    assert (await poll(local))[-1]["callback_query"]["message"]["date"] == 0


async def test_the_books_outlive_the_process(opened: Opener) -> None:
    before = await opened()
    await before.act("send", text="before")
    after = await opened()
    assert (await poll(after))[0]["message"]["text"] == "before"
    assert (await after.chat())["messages"][0]["text"] == "before"


class Hook:
    """A bot's webhook that answers 500 `failures` times."""

    def __init__(self, failures: int) -> None:
        self.failures = failures
        self.got: list[dict[str, Any]] = []
        self._more = asyncio.Condition()
        self.secrets: set[str | None] = set()

    async def handle(self, request: web.Request) -> web.Response:
        self.secrets.add(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        if self.failures > 0:
            self.failures -= 1
            return web.Response(status=500)
        self.got.append(await request.json())
        async with self._more:
            self._more.notify_all()
        return web.Response()

    async def until(self, count: int) -> None:
        async with asyncio.timeout(5), self._more:
            await self._more.wait_for(lambda: len(self.got) >= count)


async def test_a_webhook_gets_each_chats_updates_in_order_and_again_after_a_failure(
    local: Local,
) -> None:
    hook = Hook(failures=1)
    app = web.Application()
    app.router.add_post("/hook", hook.handle)
    server = TestServer(app)
    await server.start_server()
    url = str(server.make_url("/hook"))
    await local.call("setWebhook", url=url, secret_token="s3cret")
    await local.act("send", text="1")
    await local.act("send", text="2")
    await local.act("send", ANN, text="3")
    await hook.until(3)
    maria = [u["message"]["text"] for u in hook.got if u["message"]["from"]["id"] == MARIA]
    assert maria == ["1", "2"]
    assert hook.secrets == {"s3cret"}
    info = (await local.call("getWebhookInfo")).result
    assert info["url"] == url
    assert "500" in info["last_error_message"]
    polled = await local.call("getUpdates")
    assert polled.status == 409
    assert "webhook is active" in polled.why
    await local.call("deleteWebhook")
    assert (await local.call("getUpdates")).status == 200
    await server.close()


async def test_a_webhook_needs_https_outside_this_machine(local: Local) -> None:
    answer = await local.call("setWebhook", url="http://example.org/hook")
    assert answer.why == "Bad Request: bad webhook: An HTTPS URL must be provided for webhook"
    answer = await local.call("setWebhook", url="https://example.org/", secret_token="ø")
    assert "secret token" in answer.why


async def test_a_picture_and_a_correction_reach_the_bot_as_telegram_would_bring_them(
    local: Local,
) -> None:
    await local.act("send", text="/strat")
    (first,) = await poll(local)
    number = first["message"]["message_id"]
    await local.act("edit", message_id=number, text="/start")
    await local.act("picture")
    _, edited, picture = await poll(local)
    assert edited["edited_message"]["message_id"] == number
    assert edited["edited_message"]["text"] == "/start"
    assert edited["edited_message"]["edit_date"] >= first["message"]["date"]
    (photo,) = picture["message"]["photo"]
    assert (photo["width"], photo["height"]) == (240, 160)
    said = (await local.say("hello")).result["message_id"]
    for foreign in (said, picture["message"]["message_id"], 1):
        refused = await local.act("edit", message_id=foreign, text="x")
        assert refused["status"] == 409


async def test_a_poll_may_bring_an_update_twice_or_an_old_one_again(local: Local) -> None:
    await local.act("send", text="one")
    [one] = await poll(local)
    await local.act("send", text="two")
    await local.tell("faults", kind="replay")
    again, two = await poll(local, offset=one["update_id"] + 1)
    assert (again, two["message"]["text"]) == (one, "two")
    await local.tell("faults", kind="again")
    assert await poll(local) == [two, two]
    assert await poll(local) == [two]
