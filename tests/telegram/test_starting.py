"""A process starts on a day on which Telegram has troubles of its own."""

from __future__ import annotations

import pytest
from telegram.error import BadRequest

from bot.telegram.mechanism import Tuning
from tests.telegram.botapi import BotApi, refusal
from tests.telegram.conftest import Bots

SOON = Tuning(first_pause=0.01)


async def test_where_telegram_is_not_well_the_webhook_is_set_once_it_is(
    bots: Bots, telegram: BotApi
) -> None:
    telegram.script(
        "setWebhook", refusal(429, "Too Many Requests", retry_after=1), refusal(502, "Bad Gateway")
    )
    await bots.start(tuning=SOON)
    assert len(telegram.made("setWebhook")) == 3


async def test_a_webhook_that_telegram_refuses_stops_the_start(
    bots: Bots, telegram: BotApi
) -> None:
    telegram.script("setWebhook", refusal(400, "Bad Request: bad webhook"))
    bot = bots.make(tuning=SOON)
    with pytest.raises(BadRequest):
        await bot.start()
    await bot.stop(0.1)
