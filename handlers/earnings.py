"""/earnings: what an expert earned, in words and as a picture."""

from __future__ import annotations

from bot.services import earning
from bot.telegram.context import Context
from handlers import callbacks_teaching as to
from handlers import views_earnings
from handlers.turns import speech


async def earnings_said(ctx: Context, _: str) -> None:
    """/earnings."""
    await _show(ctx)


async def earnings(ctx: Context, _: to.Earnings) -> None:
    """The same by a button."""
    await _show(ctx)


async def _show(ctx: Context) -> None:
    found, unsure = await earning.latest(ctx.tx), await earning.unsure(ctx.tx)
    ctx.show(views_earnings.earnings(speech(ctx), found, unsure))
