"""The note for the expert: typed once, shown on the summary, sent with the booking.

Its conversation also knows which screen of the booking flow is open (handlers/living.py).
"""

from __future__ import annotations

from bot.domain.ids import SlotId
from bot.services import booking, browsing
from bot.telegram.context import Context
from bot.telegram.conversation import PostgresConversation
from handlers import astray, cancel, start, views, views_summary
from handlers import callbacks as on
from handlers.book import note_for, summary
from handlers.living import opened
from handlers.packing import pack_uuid, unpack_uuid
from handlers.turns import NOTE, below, located, speech, stopping, tapped, typed


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
    opened(ctx, on.Summary(press.slot_id, press.topic))
    return NOTE


async def keep_note(ctx: Context, press: on.KeepNote) -> str:
    """What was typed at the summary is the note; where that is gone, it is asked for."""
    slot = await browsing.slot(ctx.tx, press.slot_id)
    known = ctx.draft.get("expert") == str(slot.expert_id)
    said = ctx.draft.pop("said", None)
    if not said or not known:
        return await add_note(ctx, on.AddNote(press.slot_id, press.topic))
    ctx.draft.update(slot=pack_uuid(slot.slot_id), topic=press.topic, note=said, asking=True)
    ctx.show(views_summary.summary(speech(ctx), slot, said, press.topic))
    opened(ctx, on.Summary(press.slot_id, press.topic))
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
            opened(ctx, on.Summary(found.slot_id, ""))
            return NOTE
    await summary(ctx, on.Summary(found.slot_id, ""))
    opened(ctx, on.Summary(found.slot_id, ""))
    return NOTE


async def drop_note(ctx: Context, press: on.DropNote) -> None:
    """Book without it."""
    slot = await browsing.slot(ctx.tx, press.slot_id)
    ctx.show(views_summary.summary(speech(ctx), slot, None, press.topic))
    ctx.leave()
    opened(ctx, on.Summary(press.slot_id, press.topic))


async def note_typed(ctx: Context, text: str) -> object:
    """Keep it and show the summary with it; typed again, it replaces the first."""
    if not ctx.draft.get("asking"):
        return await astray.typed(ctx, text)
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
    opened(ctx, on.Summary(slot.slot_id, topic))
    return None


async def place(ctx: Context, latitude: float, longitude: float) -> object:
    """Somebody shared where they are: no note, but perhaps another zone."""
    if ctx.draft.get("asking"):
        return await note_typed(ctx, "")
    await start.place(ctx, latitude, longitude)
    return None


async def stop_note(ctx: Context) -> str | None:
    """Stopped: the summary. A note that was typed before stays on it."""
    if not ctx.draft.get("asking"):
        await cancel.nothing_to_stop(ctx, "")
        return NOTE
    slot = await browsing.slot(ctx.tx, SlotId(unpack_uuid(ctx.draft["slot"])))
    words = speech(ctx)
    note, topic = note_for(ctx, slot), str(ctx.draft["topic"])
    ctx.draft["asking"] = False
    below(ctx)
    shown = views_summary.summary(words, slot, note, topic)
    ctx.show(views.under(words.t("stopped-note"), shown))
    opened(ctx, on.Summary(slot.slot_id, topic))
    return NOTE


def conversation() -> PostgresConversation:
    """The conversation that awaits a note."""
    return PostgresConversation(
        NOTE,
        entry_points=[
            tapped(on.AddNote, add_note, zone=True),
            tapped(on.KeepNote, keep_note, zone=True),
            tapped(on.Again, again, zone=True),
        ],
        states={NOTE: [located(place), typed(note_typed)]},
        fallbacks=stopping(stop_note),
    )
