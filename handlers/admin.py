"""/admin: how the bot is doing, and what waits for an admin."""

from __future__ import annotations

from bot.services import administration
from bot.telegram.context import Context
from handlers import callbacks_teaching as to
from handlers import operations, views_admin, views_operations
from handlers.turns import speech


async def admin(ctx: Context, rest: str) -> None:
    """What was given up on, what waits, and who wants to be an expert; or a booking by its id."""
    if rest:
        await operations.begun(ctx, rest)
    else:
        await _show(ctx)


async def health(ctx: Context, _: to.Health) -> None:
    """The same by a button."""
    await _show(ctx)


async def _show(ctx: Context) -> None:
    waiting = await administration.applications(ctx.tx, 0)
    found = await administration.health(ctx.tx)
    applicants = waiting[0].total if waiting else 0
    words = speech(ctx)
    ctx.show(views_operations.with_ways(words, views_admin.health(words, found, applicants)))
