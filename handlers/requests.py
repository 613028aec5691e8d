"""An expert's answers: /requests, Accept on the card, /schedule."""

from __future__ import annotations

from bot.domain.errors import WrongState
from bot.domain.ids import ExpertId
from bot.services import answering, browsing
from bot.telegram.context import Context
from handlers import arriving, views, views_expert, views_schedule
from handlers import callbacks as on
from handlers.bookings import show_card, show_present
from handlers.keyboards import PAGE
from handlers.turns import speech


async def requests(ctx: Context, _: str) -> None:
    """/requests: the only one at once with its buttons, several as a list."""
    found = await answering.requests(ctx.tx)
    if len(found) == 1:
        show_card(ctx, found[0])
    else:
        ctx.show(views_expert.requests(speech(ctx), found, 0))


async def requests_page(ctx: Context, press: on.Requests) -> None:
    """A page of what waits for an answer."""
    found = await answering.requests(ctx.tx)
    ctx.show(views_expert.requests(speech(ctx), found, _page(press.page, len(found))))


async def schedule(ctx: Context, _: str) -> None:
    """/schedule."""
    await show_schedule(ctx)


async def schedule_page(ctx: Context, press: on.Schedule) -> None:
    """A page of the sessions to come."""
    await show_schedule(ctx, wanted=press.page)


async def show_schedule(ctx: Context, said: str | None = None, *, wanted: int = 0) -> None:
    """A page of the sessions to come, under what was just `said`."""
    found = views_schedule.by_slot(await answering.schedule(ctx.tx))
    waiting = len(await answering.requests(ctx.tx))
    shown = views_schedule.schedule(speech(ctx), found, _page(wanted, len(found)), waiting)
    expert_id = ctx.account.expert_id
    if expert_id is not None and await browsing.takes_bookings(ctx.tx, ExpertId(expert_id)):
        link = arriving.expert_link(ctx.bot.username, ExpertId(expert_id))
        shown = views.above(shown, speech(ctx).t("expert-link", link=link))
    ctx.show(views.under(said, shown) if said else shown)


def _page(wanted: int, count: int) -> int:
    return min(max(wanted, 0), max((count - 1) // PAGE, 0))


async def accept(ctx: Context, press: on.Accept) -> None:
    """Accept: the card says that the charge is under way, and then that it is made."""
    try:
        show_card(ctx, await answering.accept(ctx.tx, press.booking_id))
    except WrongState as refusal:
        await show_present(ctx, press.booking_id, refusal)
