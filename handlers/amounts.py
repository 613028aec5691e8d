"""Why an amount can't be taken, in words that name the limit."""

from __future__ import annotations

from bot.domain.errors import PriceTooLow, Refusal
from bot.domain.money import MOST, NotAnAmount
from bot.locales import Html, Speech
from bot.services import teaching
from bot.telegram.context import Context
from handlers.turns import speech


def unusable(speech: Speech, trouble: NotAnAmount, currency: str) -> Html:
    """What was typed is no amount; `currency` is what it would be in where none was named."""
    if trouble.key == "too-much":
        most = speech.money(MOST, trouble.currency or currency)
        return speech.t("amount-too-much", most=most)
    return speech.t(f"amount-{trouble.key}", **trouble.readings)


async def refused(ctx: Context, refusal: Refusal, currency: str) -> Html:
    """The rules do not take it; the least that can be charged is theirs to say."""
    words = speech(ctx)
    if not isinstance(refusal, PriceTooLow):
        return words.t(refusal.key)
    least = await teaching.least_charge(ctx.tx, currency)
    return words.t("amount-too-little", least=words.money(least, currency))
