"""What the bank keeps sending back was paid another way: which, a summary, and it is recorded.

Turns of the conversation in which money is given back (handlers/refunds.py).
"""

from __future__ import annotations

from telegram.ext import ConversationHandler

from bot.domain import answers
from bot.domain.answers import Unusable
from bot.domain.errors import WrongState
from bot.domain.ids import BookingId
from bot.services import operations
from bot.telegram.context import Context
from db.queries.records import Record
from handlers import callbacks_operations as op
from handlers import views, views_record, views_refund
from handlers.packing import pack_uuid, unpack_uuid
from handlers.turns import speech

HOW, PAID = "how", "paid"
"""What is waited for: how it was paid, or the button (words replace what was typed)."""


async def ask(ctx: Context, press: op.AskElsewhere) -> object:
    """Ask how it was paid; where nothing has to be, the booking says how it stands."""
    found = await operations.record(ctx.tx, press.booking_id)
    if not found.elsewhere:
        return _ended(ctx, found, "elsewhere-nothing")
    ctx.draft.clear()
    ctx.draft.update(booking=pack_uuid(found.booking_id), cents=found.elsewhere, step=HOW)
    ctx.show(views_refund.ask_how(speech(ctx), found))
    return HOW


async def typed_how(ctx: Context, text: str) -> object:
    """How: the summary; typed again, it replaces the first."""
    booking_id = BookingId(unpack_uuid(str(ctx.draft["booking"])))
    words, found = speech(ctx), await operations.record(ctx.tx, booking_id)
    if not found.elsewhere:
        return _ended(ctx, found, "elsewhere-nothing")
    try:
        how = answers.paragraph(text, answers.REASON)
    except Unusable as unusable:
        trouble = words.t(unusable.key, **unusable.args_)
        ctx.show(views.under(trouble, views_refund.ask_how(words, found)))
        return None
    ctx.draft.update(how=how, cents=found.elsewhere, step=PAID)
    ctx.show(views_refund.paid_summary(words, found, how))
    return PAID


async def paid(ctx: Context, press: op.Elsewhere) -> object:
    """Record it; not where the amount is another by now, or the words are gone (a second tap)."""
    found = await operations.record(ctx.tx, press.booking_id)
    kept = (ctx.draft.get("booking"), ctx.draft.get("cents"))
    how = ctx.draft.get("how")
    if kept != (pack_uuid(press.booking_id), press.cents) or not how:
        return _ended(ctx, found, "refund-again")
    if found.elsewhere != press.cents:
        return _ended(ctx, found, "elsewhere-changed" if found.elsewhere else "elsewhere-nothing")
    try:
        cents = await operations.paid_elsewhere(ctx.tx, press.booking_id, str(how))
    except WrongState:
        return _ended(ctx, found, "elsewhere-nothing")
    found = await operations.record(ctx.tx, press.booking_id)
    return _ended(ctx, found, "elsewhere-done", amount=speech(ctx).money(cents, found.currency))


def _ended(ctx: Context, found: Record, said: str, **args: str) -> object:
    words = speech(ctx)
    ctx.show(views.under(words.t(said, **args), views_record.record(words, found)))
    return ConversationHandler.END
