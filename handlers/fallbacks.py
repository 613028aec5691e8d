"""What fits nowhere: odd text, pictures, unknown commands, forged buttons, groups, corrections."""

from __future__ import annotations

from telegram import Update
from telegram.ext import CallbackQueryHandler, MessageHandler, filters

from bot.telegram.context import Context
from handlers import book, start, views, views_start
from handlers import callbacks as on
from handlers.bookings import card_screen
from handlers.cancel import held_unpaid
from handlers.turns import Handler, is_expert, odd, show_forged, speech


async def text(ctx: Context, said: str) -> object:
    """Text that nothing awaits: the first question's answer, a topic by name, or something odd."""
    if ctx.account.zone is None and said:
        await start.city(ctx, said)
        return None
    if said and await book.topic_by_name(ctx, said):
        return None
    held = await held_unpaid(ctx)
    if held is None:
        ctx.show(odd(ctx, "odd-text"))
    else:
        shown = card_screen(ctx, held)
        ctx.show(views.under(speech(ctx).t("odd-held"), shown), card=held.booking_id)
    return None


async def media(update: Update, ctx: Context) -> None:
    """A photo, a sticker, a voice message."""
    del update
    ctx.show(odd(ctx, "odd-media"))


async def unknown_command(update: Update, ctx: Context) -> None:
    """A command that there is not."""
    message = update.effective_message
    said = ((message.text if message else None) or "/").split()[0].partition("@")[0][:40]
    may = ctx.account.is_admin
    shown = views_start.unknown_command(speech(ctx), said, expert=is_expert(ctx), admin=may)
    ctx.show(shown)


async def edited(update: Update, ctx: Context) -> None:
    """A correction of a message that was answered already."""
    del update
    ctx.send(odd(ctx, "odd-edited"))


async def moved(update: Update, ctx: Context) -> None:
    """Somebody who shares a live location goes on walking."""
    del update, ctx


async def group(update: Update, ctx: Context) -> None:
    """In a group we say where to talk, and only to those who called us."""
    message = update.message
    if message is not None and (message.text or "").startswith("/"):
        ctx.send(views_start.group(speech(ctx), f"https://t.me/{ctx.bot.username}"))


async def forged(update: Update, ctx: Context) -> None:
    """A button that we did not make, or whose time is long over."""
    del update
    show_forged(ctx)


async def blank(ctx: Context, _: on.Blank) -> None:
    """A square of the grid without a day: nothing happens, and the tap was answered."""
    del ctx


def before() -> list[Handler]:
    """What is caught before anything else: groups and corrections."""
    return [
        MessageHandler(~filters.ChatType.PRIVATE, group),
        # A live location is corrected every few seconds; its first place was answered.
        MessageHandler(filters.UpdateType.EDITED_MESSAGE & filters.LOCATION, moved),
        MessageHandler(filters.UpdateType.EDITED_MESSAGE, edited),
    ]


def after() -> list[Handler]:
    """What is left when nothing else fitted."""

    async def odd_text(update: Update, ctx: Context) -> None:
        message = update.effective_message
        await text(ctx, (message.text or "") if message else "")

    return [
        MessageHandler(filters.COMMAND, unknown_command),
        MessageHandler(filters.TEXT, odd_text),
        MessageHandler(filters.ALL, media),
        CallbackQueryHandler(forged),
    ]
