"""A person's bookings: the list, the card of each, and getting out of one."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.errors import TermsChanged, WrongState
from bot.domain.ids import BookingId
from bot.services import booking, cancellation
from bot.telegram.context import Context
from bot.telegram.screens import Screen
from db.queries.bookings import BookingCard
from handlers import callbacks as on
from handlers import (
    views,
    views_bookings,
    views_cancel,
    views_ending,
    views_expert,
    views_list,
    views_withdraw,
)
from handlers.keyboards import PAGE
from handlers.turns import speech
from handlers.views_calendar import invitation, withdrawal
from handlers.views_past import past


def card_screen(ctx: Context, found: BookingCard) -> Screen:
    """The living card, for whichever side of the booking this person is on."""
    card_of = views_bookings.card if found.side == "learner" else views_expert.card
    return replace(card_of(speech(ctx), found), past=past(speech(ctx), found))


def show_card(ctx: Context, found: BookingCard) -> None:
    """Show the card, and remember that this message is it.

    A booking that this very tap confirmed (one without a price) or cancelled brings its calendar
    file: who acts in the chat gets no notice of it.
    """
    screen = card_screen(ctx, found)
    other = found.expert_name if found.side == "learner" else found.learner_name
    if views_ending.state(found) == "confirmed" and found.confirmed_at == ctx.tx.now:
        screen = replace(screen, document=invitation(speech(ctx), found, other))
    elif found.cancelled_at == ctx.tx.now:
        screen = replace(screen, document=withdrawal(speech(ctx), found, other))
    ctx.show(screen, card=found.booking_id)


async def show_present(ctx: Context, booking_id: BookingId, refusal: WrongState) -> None:
    """It was settled before the tap: say so above how it stands, to each side in its words."""
    found = await booking.card(ctx.tx, booking_id)
    key = f"settled-{found.side}" if refusal.detail != "late" else refusal.key
    said = speech(ctx).t(key)
    ctx.show(views.under(said, card_screen(ctx, found)), card=booking_id)


async def bookings(ctx: Context, _: str) -> None:
    """/bookings."""
    found = await booking.upcoming(ctx.tx)
    ctx.show(views_list.listed(speech(ctx), found, 0, past=False))


async def bookings_page(ctx: Context, press: on.Bookings) -> None:
    """A page of what is to come, or of what is over."""
    past = bool(press.past)
    found = await (booking.past if past else booking.upcoming)(ctx.tx)
    last = max((len(found) - 1) // PAGE, 0)
    page = min(max(press.page, 0), last)
    ctx.show(views_list.listed(speech(ctx), found, page, past=past))


async def card(ctx: Context, press: on.Card) -> None:
    """One booking as it is now."""
    show_card(ctx, await booking.card(ctx.tx, press.booking_id))


async def ask_cancel(ctx: Context, press: on.AskCancel) -> None:
    """What cancelling would return; a booking that can't be cancelled shows how it stands."""
    await _ask(ctx, await cancellation.quote(ctx.tx, press.booking_id))


async def _ask(ctx: Context, found: BookingCard, said: str | None = None) -> None:
    words = speech(ctx)
    if views_ending.state(found) != "confirmed":
        show_card(ctx, found)
    elif found.start_at <= ctx.tx.now:
        late = words.t("cancel-too-late")
        ctx.show(views.under(late, card_screen(ctx, found)), card=found.booking_id)
    else:
        asked = views_cancel.cancel_ask(words, found)
        ctx.show(views.under(said, asked) if said else asked, card=found.booking_id)


async def cancel(ctx: Context, press: on.Cancel) -> None:
    """Cancel; where it returns less than was shown, show it anew instead."""
    try:
        done = await cancellation.cancel(ctx.tx, press.booking_id, press.refund_cents)
    except TermsChanged:
        found = await cancellation.quote(ctx.tx, press.booking_id)
        await _ask(ctx, found, speech(ctx).t("cancel-changed"))
    except WrongState as refusal:
        await show_present(ctx, press.booking_id, refusal)
    else:
        show_card(ctx, done)


async def let_go(ctx: Context, press: on.LetGo) -> None:
    """Give the held seat back."""
    await _give_up(ctx, press.booking_id)


async def ask_withdraw(ctx: Context, press: on.Withdraw) -> None:
    """What withdrawing means; a request that was answered meanwhile shows how it stands."""
    found = await booking.card(ctx.tx, press.booking_id)
    if views_ending.state(found) != "asked":
        await show_present(ctx, press.booking_id, WrongState(found.status))
    else:
        ctx.show(views_withdraw.ask(speech(ctx), found), card=found.booking_id)


async def withdraw(ctx: Context, press: on.WithdrawNow) -> None:
    """Take the request back."""
    await _give_up(ctx, press.booking_id)


async def _give_up(ctx: Context, booking_id: BookingId) -> None:
    try:
        show_card(ctx, await cancellation.give_up(ctx.tx, booking_id))
    except WrongState as refusal:
        await show_present(ctx, booking_id, refusal)
