"""An expert declines: what it means, perhaps a word to the learner, and then it is done.

The word is typed once and stays until it goes out; without one nothing is awaited.
"""

from __future__ import annotations

from telegram.ext import ConversationHandler

from bot.domain import answers
from bot.domain.answers import Unusable
from bot.domain.errors import WrongState
from bot.domain.ids import BookingId
from bot.services import answering, booking
from bot.telegram.context import Context
from bot.telegram.conversation import PostgresConversation
from db.queries.bookings import BookingCard
from handlers import callbacks as on
from handlers import views, views_decline, views_ending
from handlers.bookings import show_card, show_present
from handlers.packing import pack_uuid, unpack_uuid
from handlers.turns import DECLINE, speech, stopping, tapped, typed


async def ask(ctx: Context, press: on.Decline) -> object:
    """What declining means; a request that was settled meanwhile shows how it stands."""
    found = await _asked(ctx, press.booking_id)
    if found is not None:
        ctx.show(views_decline.ask(speech(ctx), found), card=found.booking_id)
    return ConversationHandler.END


async def ask_word(ctx: Context, press: on.DeclineWord) -> object:
    """What is the learner to read?"""
    found = await _asked(ctx, press.booking_id)
    return ConversationHandler.END if found is None else _await_word(ctx, found)


def _await_word(ctx: Context, found: BookingCard, trouble: str | None = None) -> str:
    ctx.draft.clear()
    ctx.draft["booking"] = pack_uuid(found.booking_id)
    asked = views_decline.ask_word(speech(ctx), found)
    ctx.show(views.under(trouble, asked) if trouble else asked, card=found.booking_id)
    return DECLINE


async def _asked(ctx: Context, booking_id: BookingId) -> BookingCard | None:
    """The request where it waits for an answer; else how it stands is shown."""
    found = await booking.card(ctx.tx, booking_id)
    if views_ending.state(found) == "asked" and found.side == "expert":
        return found
    await show_present(ctx, booking_id, WrongState(found.status))
    return None


def _booking(ctx: Context) -> BookingId:
    return BookingId(unpack_uuid(str(ctx.draft["booking"])))


async def word_typed(ctx: Context, text: str) -> object:
    """The word as it will be read, above the button; typed again, it replaces the first."""
    found = await _asked(ctx, _booking(ctx))
    if found is None:
        return ConversationHandler.END
    words = speech(ctx)
    try:
        word = answers.paragraph(text, answers.REASON)
    except Unusable as trouble:
        return _await_word(ctx, found, words.t(trouble.key, **trouble.args_))
    ctx.draft["word"] = word
    ctx.show(views_decline.ask(words, found, word), card=found.booking_id)
    return None


async def decline(ctx: Context, press: on.DeclineNow) -> object:
    """Decline; the hold is released, and the learner reads the word and what is free instead."""
    word = _word(ctx, press.booking_id) if press.says else None
    if press.says and word is None:
        found = await _asked(ctx, press.booking_id)
        if found is None:
            return ConversationHandler.END
        return _await_word(ctx, found, speech(ctx).t("decline-word-lost"))
    try:
        show_card(ctx, await answering.decline(ctx.tx, press.booking_id, word))
    except WrongState as refusal:
        await show_present(ctx, press.booking_id, refusal)
    return ConversationHandler.END


def _word(ctx: Context, booking_id: BookingId) -> str | None:
    """The word that was typed for just this request."""
    if ctx.draft.get("booking") != pack_uuid(booking_id):
        return None
    word = ctx.draft.get("word")
    return str(word) if word else None


async def stop(ctx: Context) -> None:
    """Stopped: the request waits on."""
    words = speech(ctx)
    found = await _asked(ctx, _booking(ctx))
    if found is not None:
        asked = views_decline.ask(words, found)
        ctx.show(views.under(words.t("stopped-decline"), asked), card=found.booking_id)


def conversation() -> PostgresConversation:
    """The conversation that awaits a word to the learner."""
    return PostgresConversation(
        DECLINE,
        entry_points=[
            tapped(on.Decline, ask, expert=True),
            tapped(on.DeclineWord, ask_word, expert=True),
            tapped(on.DeclineNow, decline, expert=True),
        ],
        states={DECLINE: [typed(word_typed)]},
        fallbacks=stopping(stop),
    )
