"""Words typed while a screen of the booking flow is open, and no note is asked for: the screen
comes again below them with what to do, and nothing that was typed is lost.
"""

from __future__ import annotations

from bot.services import browsing
from bot.telegram.context import Context
from handlers import book, fallbacks, views, views_summary
from handlers import callbacks as on
from handlers.living import opened
from handlers.packing import Press, pack_uuid, parse
from handlers.turns import speech


async def typed(ctx: Context, text: str) -> object:
    """Text, or '' for a picture and the like."""
    kept = ctx.draft.get("open")
    if not kept:
        return await fallbacks.text(ctx, text)
    press = parse(str(kept))
    if isinstance(press, on.Summary) and text:
        await _at_summary(ctx, press, text)
    elif not text or not await book.topic_by_name(ctx, text):
        ctx.lead(speech(ctx).t("odd-here" if text else "odd-media"))
        await _again(ctx, press)
        opened(ctx, press)
    return None


async def _again(ctx: Context, press: Press) -> None:
    """The screen of that button as it is now."""
    match press:
        case on.Topics():
            await book.topics(ctx, press)
        case on.Sessions():
            await book.sessions(ctx, press)
        case on.Days():
            await book.days(ctx, press)
        case on.Times():
            await book.times(ctx, press)
        case on.Summary():
            await book.summary(ctx, press)


async def _at_summary(ctx: Context, press: on.Summary, text: str) -> None:
    """Perhaps it is meant for the expert: a tap makes it the note, where it fits."""
    slot = await browsing.slot(ctx.tx, press.slot_id)
    words, note = speech(ctx), book.note_for(ctx, slot)
    if not slot.is_free:
        await book.summary(ctx, press)
    elif len(text) > views_summary.NOTE:
        long = words.t("note-too-long", count=len(text), most=views_summary.NOTE)
        shown = views_summary.summary(words, slot, note, press.topic)
        ctx.show(views.under(long, shown))
    else:
        ctx.draft.update(said=text, expert=str(slot.expert_id), slot=pack_uuid(slot.slot_id))
        shown = views_summary.summary(words, slot, note, press.topic, said=True)
        ctx.show(views.under(views_summary.said(words, slot, text), shown))
    opened(ctx, press)
