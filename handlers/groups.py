"""An expert's slot: who sits in it, cancelling it for all of them, and offering it again."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.errors import SlotPast, TermsChanged, WrongState
from bot.domain.ids import SlotId
from bot.services import booking, groups
from bot.telegram.context import Context
from db.queries.bookings import BookingCard
from handlers import callbacks_groups as all_of
from handlers import views, views_groups
from handlers.bookings import card_screen
from handlers.keyboards import PAGE
from handlers.requests import show_schedule
from handlers.turns import Handler, speech, tapped


async def group(ctx: Context, press: all_of.Group) -> None:
    """Everybody in the slot; where nobody is left, what there is to come."""
    await _group(ctx, press.slot_id, press.page)


async def _group(ctx: Context, slot_id: SlotId, wanted: int = 0, said: str | None = None) -> None:
    words = speech(ctx)
    found = await groups.learners(ctx.tx, slot_id)
    if not found:
        await show_schedule(ctx, said or words.t("group-nobody"))
        return
    page = min(max(wanted, 0), (len(found) - 1) // PAGE)
    shown = views_groups.group(words, found, page)
    ctx.show(views.under(said, shown) if said else shown)


async def ask_cancel_all(ctx: Context, press: all_of.AskCancelAll) -> None:
    """What each gets back, above the button that cancels for all."""
    await _ask(ctx, press.slot_id)


async def _ask(ctx: Context, slot_id: SlotId, said: str | None = None) -> None:
    words = speech(ctx)
    found = await groups.learners(ctx.tx, slot_id)
    if not found or found[0].start_at <= words.now:
        await _group(ctx, slot_id, said=words.t("cancel-too-late") if found else None)
        return
    asked = views_groups.cancel_ask(words, found)
    ctx.show(views.under(said, asked) if said else asked)


async def cancel_all(ctx: Context, press: all_of.CancelAll) -> None:
    """Cancel for all who were shown; where somebody joined meanwhile, show it anew instead."""
    words = speech(ctx)
    found: Sequence[BookingCard] = await groups.learners(ctx.tx, press.slot_id)
    try:
        await groups.cancel_all(ctx.tx, press.slot_id, press.count)
    except TermsChanged:
        await _ask(ctx, press.slot_id, words.t("group-changed"))
    except WrongState:
        await _group(ctx, press.slot_id, said=words.t("cancel-too-late"))
    else:
        said = views_groups.cancelled(words, found) if found else None
        await show_schedule(ctx, said)


async def offer_again(ctx: Context, press: all_of.OfferAgain) -> None:
    """The expert can come after all; that nobody can book all the same is said where it is so."""
    try:
        found = await groups.offer_again(ctx.tx, press.booking_id)
        said = "freed-time" if found.reopens else "freed-paused"
    except SlotPast:
        found, said = await booking.card(ctx.tx, press.booking_id), "freed-too-late"
    shown = views.under(speech(ctx).t(said), card_screen(ctx, found))
    ctx.show(shown, card=found.booking_id)


def handlers() -> list[Handler]:
    """The handlers of a group's buttons."""
    return [
        tapped(all_of.Group, group, zone=True, expert=True),
        tapped(all_of.AskCancelAll, ask_cancel_all, zone=True, expert=True),
        tapped(all_of.CancelAll, cancel_all, zone=True, expert=True),
        tapped(all_of.OfferAgain, offer_again, zone=True, expert=True),
    ]
