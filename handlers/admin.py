"""/admin: how the bot is doing."""

from __future__ import annotations

from bot.services import administration
from bot.telegram.context import Context
from handlers import views_admin, views_start
from handlers.turns import is_expert, speech


async def admin(ctx: Context, _: str) -> None:
    """What was given up on and what waits."""
    words = speech(ctx)
    if not ctx.account.is_admin:
        ctx.show(views_start.odd(words, "odd-not-admin", expert=is_expert(ctx)))
        return
    ctx.show(views_admin.health(words, await administration.health(ctx.tx)))
