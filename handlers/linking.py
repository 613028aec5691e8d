"""/start link_<token>: this chat and an account of the web platform become one."""

from __future__ import annotations

from bot.services import linking
from bot.telegram.context import Context
from handlers import callbacks as on
from handlers import start, views, views_linking
from handlers.turns import is_expert, speech


async def ask(ctx: Context, token: str) -> None:
    """Say whose account it is, and ask: a link may come from anybody."""
    outcome, name = await linking.offer(ctx.tx, token, ctx.account)
    words = speech(ctx)
    if outcome == "already":
        said = views_linking.joined(words, outcome, ctx.account.name)
        start.go_home(ctx, views.under(said, start.home_screen(ctx)))
    elif outcome in linking.JOINED:
        ctx.show(views_linking.ask(words, outcome, name, token))
    else:
        ctx.show(views_linking.refused(words, outcome, expert=is_expert(ctx)))


async def connect(ctx: Context, press: on.Connect) -> None:
    """Join them; from here on the chat speaks for the web account."""
    outcome, account = await linking.redeem(ctx.tx, press.token, ctx.account)
    if outcome not in linking.JOINED:
        ctx.show(views_linking.refused(speech(ctx), outcome, expert=is_expert(ctx)))
        return
    ctx.belongs_to(account)
    said = views_linking.joined(speech(ctx), outcome, account.name)
    start.go_home(ctx, views.under(said, start.home_screen(ctx)))
