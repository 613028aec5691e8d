"""The note for the expert: typed once, shown on the summary, sent with the booking."""

from __future__ import annotations

from telegram.ext import ConversationHandler

from bot.domain.ids import SlotId
from bot.services import booking, browsing
from bot.telegram.context import Context
from bot.telegram.conversation import PostgresConversation
from handlers import callbacks as on
from handlers import fallbacks, views, views_summary
from handlers.book import note_for, summary
from handlers.packing import pack_uuid, unpack_uuid
from handlers.turns import NOTE, speech, stopping, tapped, typed


async def add_note(ctx: Context, press: on.AddNote) -> str:
    """Ask for it."""
    slot = await browsing.slot(ctx.tx, press.slot_id)
    note = note_for(ctx, slot)
    if note is None:
        ctx.draft.pop("note", None)
    ctx.draft.update(
        slot=pack_uuid(slot.slot_id),
        topic=press.topic,
        expert=str(slot.expert_id),
        asking=True,
    )
    ctx.show(views_summary.note_ask(speech(ctx), slot, note, press.topic))
    return NOTE


async def again(ctx: Context, press: on.Again) -> object:
    """The same time once more, with the note that was typed for it."""
    found = await booking.card(ctx.tx, press.booking_id)
    known = ctx.awaiting == NOTE and ctx.draft.get("expert") == str(found.expert_id)
    if found.side == "learner" and found.learner_notes and not (known and ctx.draft.get("note")):
        ctx.draft.update(
            slot=pack_uuid(found.slot_id),
            topic="",
            expert=str(found.expert_id),
            note=found.learner_notes,
            asking=False,
        )
        slot = await browsing.slot(ctx.tx, found.slot_id)
        if slot.is_free:
            shown = views_summary.summary(speech(ctx), slot, found.learner_notes, "")
            ctx.show(shown)
            return NOTE
    await summary(ctx, on.Summary(found.slot_id, ""))
    return NOTE if ctx.awaiting == NOTE else ConversationHandler.END


async def drop_note(ctx: Context, press: on.DropNote) -> None:
    """Book without it."""
    slot = await browsing.slot(ctx.tx, press.slot_id)
    ctx.show(views_summary.summary(speech(ctx), slot, None, press.topic))
    ctx.leave()


async def note_typed(ctx: Context, text: str) -> object:
    """Keep it and show the summary with it; typed again, it replaces the first."""
    if not ctx.draft.get("asking"):
        return await fallbacks.text(ctx, text)
    slot = await browsing.slot(ctx.tx, SlotId(unpack_uuid(ctx.draft["slot"])))
    topic = str(ctx.draft["topic"])
    words = speech(ctx)
    if not text:
        ctx.show(views_summary.note_empty(words, topic, slot))
    elif len(text) > views_summary.NOTE:
        ctx.show(views_summary.note_too_long(words, len(text), topic, slot))
    else:
        ctx.draft["note"] = text
        ctx.show(views_summary.summary(words, slot, text, topic))
    return None


async def stop_note(ctx: Context) -> str | None:
    """Stopped: the summary. A note that was typed before stays on it."""
    if not ctx.draft.get("asking"):
        await fallbacks.nothing_to_stop(ctx, "")
        return NOTE
    slot = await browsing.slot(ctx.tx, SlotId(unpack_uuid(ctx.draft["slot"])))
    words = speech(ctx)
    note = note_for(ctx, slot)
    ctx.draft["asking"] = False
    shown = views_summary.summary(words, slot, note, str(ctx.draft["topic"]))
    ctx.show(views.under(words.t("stopped-note"), shown))
    return NOTE if note else None


def conversation() -> PostgresConversation:
    """The conversation that awaits a note."""
    return PostgresConversation(
        NOTE,
        entry_points=[
            tapped(on.AddNote, add_note, zone=True),
            tapped(on.Again, again, zone=True),
        ],
        states={NOTE: [typed(note_typed)]},
        fallbacks=stopping(stop_note),
    )
