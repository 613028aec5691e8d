"""/cancel where nothing awaits an answer."""

from __future__ import annotations

from bot.services import booking
from bot.telegram.context import Context
from db.queries.bookings import BookingCard
from handlers import callbacks as on
from handlers import views, views_ending
from handlers.bookings import card_screen
from handlers.turns import need_zone, odd, speech


async def held_unpaid(ctx: Context) -> BookingCard | None:
    """The seat that is held unpaid and ends first: its card is what the person has before them."""
    found = await booking.upcoming(ctx.tx)
    held = [each for each in found if views_ending.state(each) == "held"]
    return min(held, key=lambda each: each.hold_expires_at or each.start_at, default=None)


async def nothing_to_stop(ctx: Context, _: str | on.Stop) -> None:
    """/cancel with nothing asked: a seat that is held unpaid can be let go, else what remains."""
    words = speech(ctx)
    first = await held_unpaid(ctx)
    if first is not None:
        shown = card_screen(ctx, first)
        ctx.show(views.under(words.t("stopped-held"), shown), card=first.booking_id)
    elif ctx.account.zone is None:
        need_zone(ctx, words.t("stopped-nothing-booked"))
    else:
        booked = await booking.upcoming(ctx.tx)
        key = "stopped-nothing" if booked else "stopped-nothing-booked"
        ctx.show(odd(ctx, key))
