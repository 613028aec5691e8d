"""What a bot at work shows of itself: ids on its log lines, and numbers."""

from __future__ import annotations

from typing import Any

import pytest
import structlog
from structlog.contextvars import bind_contextvars, clear_contextvars
from structlog.testing import LogCapture
from telegram import Update
from telegram.ext import MessageHandler, filters

from bot import metrics
from bot.telegram.context import Context
from bot.telegram.poller import Poller
from bot.telegram.screens import Screen
from tests.telegram.botapi import BotApi, refusal
from tests.telegram.conftest import Bots, until


@pytest.fixture
def lines() -> Any:
    """What is logged, with what is bound where it is logged."""
    capture = LogCapture()
    before = structlog.get_config()["processors"]
    structlog.configure(processors=[structlog.contextvars.merge_contextvars, capture])
    yield capture.entries
    structlog.configure(processors=before)


def value(name: str, **labels: str) -> float:
    return metrics.REGISTRY.get_sample_value(name, labels) or 0.0


async def answer(update: Update, context: Context) -> None:
    assert update.message
    if update.message.text == "fail":
        raise KeyError(update.message.text)
    structlog.get_logger("handlers").info("handler.works")
    context.show(Screen("hello"))


def handler() -> MessageHandler[Context, Any]:
    return MessageHandler(filters.TEXT, answer)


async def test_every_line_of_an_update_carries_its_id_up_to_what_is_sent_right_after_it(
    bots: Bots, telegram: BotApi, lines: list[dict[str, Any]]
) -> None:
    bot = await bots.start(handler())
    first, second = telegram.message(1, "a"), telegram.message(2, "b")
    bind_contextvars(request="one")
    await bot.receive(first)
    clear_contextvars()
    await bot.receive(second)
    await until(lambda: len([each for each in lines if each["event"] == "outbox.sent"]) == 2)
    for update in (first, second):
        about = [each for each in lines if each.get("update") == update["update_id"]]
        assert [each["event"] for each in about] == [
            "handler.works", "update.handled", "outbox.sent",
        ]  # fmt: skip
        assert not any("request" in each for each in about)


async def test_an_update_that_fails_is_told_with_its_id_and_counted(
    bots: Bots, telegram: BotApi, lines: list[dict[str, Any]]
) -> None:
    outcomes = ("handled", "failed", "dead")

    def counted() -> list[float]:
        return [value("tutorline_updates_total", kind="message", outcome=each) for each in outcomes]

    before, timed = counted(), value("tutorline_update_handling_seconds_count", kind="message")
    bot = await bots.start(handler())
    bad = telegram.message(1, "fail")
    for update in (bad, telegram.message(2, "well")):
        await bot.receive(update)
    await until(lambda: any(each["event"] == "update.dead" for each in lines))
    await until(lambda: counted()[0] > before[0])
    failures = [each for each in lines if each["event"] in ("update.failed", "update.dead")]
    assert {each["update"] for each in failures} == {bad["update_id"]}
    assert [now - then for now, then in zip(counted(), before, strict=True)] == [1, 4, 1]
    assert value("tutorline_update_handling_seconds_count", kind="message") == timed + 1


async def test_calls_to_telegram_are_counted_by_method_and_how_they_ended(
    bots: Bots, telegram: BotApi
) -> None:
    def counted(outcome: str) -> float:
        return value(
            "tutorline_calls_total", service="telegram", method="sendMessage", outcome=outcome
        )

    before = counted("ok"), counted("400")
    telegram.script("sendMessage", refusal(400, "Bad Request: nothing of that kind"))
    bot = await bots.start(handler())
    for update in (telegram.message(1, "a"), telegram.message(2, "b")):
        await bot.receive(update)
    await until(lambda: (counted("ok"), counted("400")) == (before[0] + 1, before[1] + 1))


async def test_how_updates_reach_the_bot_is_known(bots: Bots, telegram: BotApi) -> None:
    assert (await bots.start(handler())).line == (True, {"mode": "webhook"})
    waiting = bots.make(handler(), polling=True)
    assert waiting.line == (True, {"mode": "standby"})
    bot = await bots.start(handler(), polling=True)
    await until(lambda: bot.line[1]["mode"] == "polling")
    assert bot.line[0]
    await waiting.api._request.shutdown()


def test_a_poll_that_nobody_answers_any_more_is_noticed() -> None:
    now = 0.0
    poller = Poller(None, None, None, "me", poll_seconds=25, now=lambda: now)  # type: ignore[arg-type]
    now = 80.0
    assert poller.heard
    now = 90.0
    assert not poller.heard
