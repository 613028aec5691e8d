"""/start with something behind it: the links that the website and experts share."""

from __future__ import annotations

from telegram.ext import ConversationHandler

from bot.domain.zones import REGIONS
from bot.services import onboarding
from bot.telegram.context import Context
from handlers import arriving, linking, start, views_start
from handlers.turns import ZONE, speech

_LONGEST = 64
"""Characters behind /start in a deep link."""


async def follow(ctx: Context, rest: str) -> object:
    """Go where the link leads; somebody whose zone is not known is asked for it first."""
    if rest.startswith("link_"):
        await linking.ask(ctx, rest.removeprefix("link_"))
    elif not arriving.leads(rest):
        await start.start(ctx, rest)
    elif ctx.account.zone is None:
        ctx.draft["then"] = rest[:_LONGEST]
        ctx.show(views_start.zone_needed(speech(ctx), onboarding.LIKELY, tuple(REGIONS)))
        return ZONE
    else:
        ctx.show(await arriving.screen(ctx, rest))
    return ConversationHandler.END
