"""/payments: what about the money needs an admin to look."""

from __future__ import annotations

from bot.services import operations
from bot.telegram.context import Context
from handlers import callbacks_operations as op
from handlers import views_payments
from handlers.operations import paged
from handlers.turns import speech


async def payments_said(ctx: Context, _: str) -> None:
    """/payments."""
    await _show(ctx)


async def payments(ctx: Context, _: op.Payments) -> None:
    """The same by a button."""
    await _show(ctx)


async def _show(ctx: Context) -> None:
    ctx.show(views_payments.overview(speech(ctx), await operations.payments(ctx.tx)))


async def disputes(ctx: Context, press: op.Disputes) -> None:
    """A page of disputes."""
    page, found = await paged(ctx, press.page, operations.disputes)
    ctx.show(views_payments.disputes(speech(ctx), found, page))
