"""/admin: how the bot is doing."""

from __future__ import annotations

from bot.services import administration
from bot.telegram.context import Context
from handlers import operations, views_admin, views_operations, views_start
from handlers.turns import is_expert, speech


async def admin(ctx: Context, rest: str) -> None:
    """What was given up on and what waits; or a booking by its id."""
    words = speech(ctx)
    if not ctx.account.is_admin:
        ctx.show(views_start.odd(words, "odd-not-admin", expert=is_expert(ctx)))
        return
    if rest:
        await operations.begun(ctx, rest)
        return
    shown = views_admin.health(words, await administration.health(ctx.tx))
    ctx.show(views_operations.with_ways(words, shown))
