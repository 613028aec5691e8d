"""/start with something behind it: the links that the website and experts share."""

from __future__ import annotations

from bot.telegram.context import Context
from handlers import arriving, linking, start
from handlers.turns import need_zone

_LONGEST = 64
"""Characters behind /start in a deep link."""


async def follow(ctx: Context, rest: str) -> None:
    """Go where the link leads; somebody whose zone is not known is asked for it first."""
    if rest.startswith("link_"):
        await linking.ask(ctx, rest.removeprefix("link_"))
    elif not arriving.leads(rest):
        await start.start(ctx, rest)
    elif ctx.account.zone is None:
        ctx.draft["then"] = rest[:_LONGEST]
        need_zone(ctx)
    else:
        ctx.show(await arriving.screen(ctx, rest))
        arriving.arrived(ctx, rest)
