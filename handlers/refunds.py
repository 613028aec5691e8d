"""An admin gives money back: all that can be or a typed amount, a typed reason, a summary.

The first screen awaits an amount already: whoever knows it types it there.

What was paid another way belongs to the same conversation (handlers/elsewhere.py).
"""

from __future__ import annotations

from telegram.ext import ConversationHandler

from bot.domain import answers
from bot.domain.answers import Unusable
from bot.domain.errors import InvalidInput, WrongState
from bot.domain.ids import BookingId
from bot.domain.money import NotAnAmount, parse_amount
from bot.locales import Html
from bot.services import operations
from bot.telegram.context import Context
from bot.telegram.conversation import PostgresConversation
from bot.telegram.screens import Screen
from db.queries.records import Record
from handlers import callbacks_operations as op
from handlers import elsewhere, views, views_record, views_refund
from handlers.packing import pack_uuid, unpack_uuid
from handlers.turns import REFUND, speech, stopping, tapped, typed

_AMOUNT, _REASON, _SURE = "amount", "why", "sure"
"""What the conversation waits for: how much, why, or the button (words replace the reason)."""
_TROUBLES = {
    "unreadable": "refund-amount-unreadable",
    "negative": "refund-amount-nothing",
    "decimals": "amount-decimals",
    "currency": "refund-amount-currency",
    "too-much": "refund-amount-more",
}


async def ask(ctx: Context, press: op.AskRefund) -> object:
    """What can be given back, and how much is to be; where nothing can, why not."""
    found = await operations.record(ctx.tx, press.booking_id)
    if _refuse(ctx, found):
        return ConversationHandler.END
    return _ask_amount(ctx, found, views_refund.choose(speech(ctx), found))


def _ask_amount(ctx: Context, found: Record, screen: Screen) -> str:
    """Await an amount under this screen."""
    ctx.draft.clear()
    ctx.draft.update(booking=pack_uuid(found.booking_id), step=_AMOUNT)
    ctx.show(screen)
    return _AMOUNT


def _refuse(ctx: Context, found: Record) -> bool:
    """Whether nothing can be given back now; then the booking is shown, and says why."""
    if found.disputed:
        _show(ctx, found, "refund-disputed")
    elif not found.refundable:
        _show(ctx, found, "refund-nothing" if found.amount_captured else "refund-uncharged")
    else:
        return False
    return True


def _show(ctx: Context, found: Record, said: str, **args: str) -> None:
    words = speech(ctx)
    ctx.show(views.under(words.t(said, **args), views_record.record(words, found)))


async def other(ctx: Context, press: op.RefundOther) -> object:
    """Ask how much."""
    found = await operations.record(ctx.tx, press.booking_id)
    if _refuse(ctx, found):
        return ConversationHandler.END
    return _ask_amount(ctx, found, views_refund.ask_amount(speech(ctx), found))


async def all_of_it(ctx: Context, press: op.RefundAll) -> object:
    """Ask why; less than stood on the button is not given without a word."""
    found = await operations.record(ctx.tx, press.booking_id)
    if _refuse(ctx, found):
        return ConversationHandler.END
    if press.cents != found.refundable:
        chosen = views_refund.choose(speech(ctx), found)
        return _ask_amount(ctx, found, views.under(speech(ctx).t("refund-changed"), chosen))
    return _ask_reason(ctx, found, press.cents)


def _ask_reason(ctx: Context, found: Record, cents: int) -> str:
    ctx.draft.clear()
    ctx.draft.update(booking=pack_uuid(found.booking_id), cents=cents, step=_REASON)
    ctx.show(views_refund.ask_reason(speech(ctx), found, cents))
    return _REASON


def _booking(ctx: Context) -> BookingId:
    return BookingId(unpack_uuid(str(ctx.draft["booking"])))


async def amount_typed(ctx: Context, text: str) -> object:
    """An amount: kept where so much can be given back, else asked again."""
    words, found = speech(ctx), await operations.record(ctx.tx, _booking(ctx))
    if _refuse(ctx, found):
        return ConversationHandler.END
    try:
        cents = _cents(text, found)
    except Unusable as unusable:
        trouble: Html = words.t(unusable.key, **unusable.args_)
    except NotAnAmount as unusable:
        trouble = words.t(_TROUBLES[unusable.key], currency=words.plain(_named(found)))
    else:
        return _ask_reason(ctx, found, cents)
    ctx.show(views.under(trouble, views_refund.ask_amount(words, found)))
    return None


def _named(found: Record) -> str:
    return f"currency-{found.currency}"


def _cents(text: str, found: Record) -> int:
    """Minor units, within what can be given back. Raises Unusable, NotAnAmount."""
    amount = parse_amount(answers.line(text, answers.ADDRESS))
    if amount.currency not in (None, found.currency):
        raise NotAnAmount("currency")
    if amount.cents == 0:
        raise NotAnAmount("negative")
    if amount.cents > found.refundable:
        raise NotAnAmount("too-much")
    return amount.cents


async def reason_typed(ctx: Context, text: str) -> object:
    """A reason: the summary; typed again, it replaces the first."""
    words, found = speech(ctx), await operations.record(ctx.tx, _booking(ctx))
    cents = int(ctx.draft["cents"])
    try:
        reason = answers.paragraph(text, answers.REASON)
    except Unusable as unusable:
        trouble = words.t(unusable.key, **unusable.args_)
        ctx.show(views.under(trouble, views_refund.ask_reason(words, found, cents)))
        return None
    ctx.draft.update(reason=reason, step=_SURE)
    ctx.show(views_refund.summary(words, found, cents, reason))
    return _SURE


async def refund(ctx: Context, press: op.Refund) -> object:
    """Give it back; a button whose reason is gone (a second tap) shows the booking."""
    reason = _reason(ctx, press)
    if reason is None:
        _show(ctx, await operations.record(ctx.tx, press.booking_id), "refund-again")
        return ConversationHandler.END
    try:
        await operations.refund(ctx.tx, press.booking_id, press.cents, reason)
    except WrongState as refusal:
        said = "refund-disputed" if refusal.detail == "disputed" else "refund-uncharged"
        _show(ctx, await operations.record(ctx.tx, press.booking_id), said)
        return ConversationHandler.END
    except InvalidInput:
        _show(ctx, await operations.record(ctx.tx, press.booking_id), "refund-changed")
        return ConversationHandler.END
    found = await operations.record(ctx.tx, press.booking_id)
    amount = speech(ctx).money(press.cents, found.currency)
    _show(ctx, found, "refund-done", amount=amount)
    return ConversationHandler.END


def _reason(ctx: Context, press: op.Refund) -> str | None:
    """The reason that was typed for just this."""
    kept = (ctx.draft.get("booking"), ctx.draft.get("cents"))
    if kept != (pack_uuid(press.booking_id), press.cents):
        return None
    reason = ctx.draft.get("reason")
    return str(reason) if reason else None


async def stop(ctx: Context) -> None:
    """Stopped: the booking as it is."""
    _show(ctx, await operations.record(ctx.tx, _booking(ctx)), "stopped-refund")


def conversation() -> PostgresConversation:
    """The conversation in which money is given back."""
    return PostgresConversation(
        REFUND,
        entry_points=[
            tapped(op.AskRefund, ask, admin=True),
            tapped(op.RefundAll, all_of_it, admin=True),
            tapped(op.RefundOther, other, admin=True),
            tapped(op.Refund, refund, admin=True),
            tapped(op.AskElsewhere, elsewhere.ask, admin=True),
            tapped(op.Elsewhere, elsewhere.paid, admin=True),
        ],
        states={
            _AMOUNT: [typed(amount_typed)],
            _REASON: [typed(reason_typed)],
            _SURE: [typed(reason_typed)],
            elsewhere.HOW: [typed(elsewhere.typed_how)],
            elsewhere.PAID: [typed(elsewhere.typed_how)],
        },
        fallbacks=stopping(stop),
    )
