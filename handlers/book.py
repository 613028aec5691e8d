"""From /book to a held seat: topic, session, day, time, summary, booked."""

from __future__ import annotations

from bot.domain.errors import (
    ExpertUnavailable,
    LearnerBusy,
    NotFound,
    Refusal,
    SlotPast,
    SlotTaken,
)
from bot.domain.ids import ExpertId, SessionId, SlotId
from bot.services import booking, browsing
from bot.services.booking import PriceChanged
from bot.telegram.context import Context
from bot.telegram.screens import Screen
from db.queries.bookings import BookingCard
from db.queries.browse import SessionCard, SlotSummary
from handlers import callbacks as on
from handlers import views, views_book, views_list, views_own, views_summary
from handlers.bookings import card_screen, show_card
from handlers.living import opened
from handlers.packing import Forged, pack_uuid, topic_key, unpack_uuid
from handlers.turns import NOTE, show_forged, show_refusal, speech

_LAST_PAGE = 1000
"""Beyond it nobody pages; a forged button may try."""


async def book(ctx: Context, _: str) -> None:
    """/book; said again, it takes the place of the screen that was open."""
    _not_asking(ctx)
    ctx.show(await _topics(ctx, 0))
    opened(ctx, on.Topics(0))


async def topics(ctx: Context, press: on.Topics) -> None:
    """A page of topics."""
    _not_asking(ctx)
    ctx.show(await _topics(ctx, _page(press.page)))


def _page(wanted: int) -> int:
    return min(max(wanted, 0), _LAST_PAGE)


async def _topics(ctx: Context, page: int) -> Screen:
    found = await browsing.topics(ctx.tx, page)
    if not found and page:
        page, found = 0, await browsing.topics(ctx.tx, 0)
    return views_book.topics(speech(ctx), found, page)


async def sessions(ctx: Context, press: on.Sessions) -> None:
    """A page of a topic's sessions."""
    _not_asking(ctx)
    if press.topic.startswith("@"):
        try:
            expert_id = ExpertId(unpack_uuid(press.topic[1:]))
        except Forged:
            show_forged(ctx)
            return
        ctx.show(await expert_screen(ctx, expert_id, _page(press.page)))
        return
    topic: str | None = press.topic
    if press.topic.startswith("#"):
        topic = await browsing.topic_where(ctx.tx, lambda each: topic_key(each) == press.topic)
    if topic is None:
        ctx.show(views.under(speech(ctx).t("topic-gone"), await _topics(ctx, 0)))
        return
    page = _page(press.page)
    found = await browsing.sessions(ctx.tx, topic, page)
    if not found and page:
        page, found = 0, await browsing.sessions(ctx.tx, topic, 0)
    ctx.show(views_book.sessions(speech(ctx), topic, found, page))


async def topic_by_name(ctx: Context, said: str) -> bool:
    """Show the sessions of the free topic that somebody typed the name of, if there is one."""
    wanted = said.strip().casefold()
    topic = await browsing.topic_where(ctx.tx, lambda each: each.casefold() == wanted)
    if topic is None:
        return False
    found = await browsing.sessions(ctx.tx, topic, 0)
    ctx.show(views_book.sessions(speech(ctx), topic, found, 0))
    opened(ctx, on.Sessions(0, topic_key(topic)))
    return True


async def expert_screen(ctx: Context, expert_id: ExpertId, page: int = 0) -> Screen:
    """An expert's sessions; one who is closed, or nobody, gives way to what is free."""
    try:
        expert, found = await browsing.expert(ctx.tx, expert_id, page)
        if not found and page:
            page, (expert, found) = 0, await browsing.expert(ctx.tx, expert_id, 0)
    except ExpertUnavailable:
        if expert_id == ctx.account.expert_id:
            return views_own.closed(speech(ctx))
        return views.under(speech(ctx).t("expert-closed"), await _topics(ctx, 0))
    shown = views_book.expert(speech(ctx), expert, found, page)
    own = expert_id == ctx.account.expert_id
    return views_own.expert(speech(ctx), shown) if own else shown


async def session_screen(ctx: Context, session_id: SessionId) -> Screen:
    """A session's days, for who came by its link; a closed one gives way to what is free."""
    try:
        await browsing.open_session(ctx.tx, session_id, ctx.account.expert_id)
    except ExpertUnavailable:
        return views.under(speech(ctx).t("session-closed"), await _topics(ctx, 0))
    return await _days(ctx, on.Days(session_id, views_book.FIRST, ""))


async def days(ctx: Context, press: on.Days) -> None:
    """The month grid of a session."""
    _not_asking(ctx)
    try:
        ctx.show(await _days(ctx, press))
    except NotFound:
        ctx.show(views.under(speech(ctx).t("topic-gone"), await _topics(ctx, 0)))


async def _days(ctx: Context, press: on.Days) -> Screen:
    words = speech(ctx)
    today = words.local(words.now).date()
    card, found, seats = await browsing.days(ctx.tx, press.session_id, words.zone, today)
    month = press.month if 0 <= press.month <= views_book.MONTHS else None
    if month is None:
        month = views_book.first_month(words, found)
    shown = views_book.days(words, card, found, month, press.topic, seats=seats)
    return views_own.session(words, card, shown) if _own(ctx, card) else shown


def _own(ctx: Context, card: SessionCard) -> bool:
    return card.expert_id == ctx.account.expert_id


async def times(ctx: Context, press: on.Times) -> None:
    """The times of a day; a day that has none left shows the month instead."""
    _not_asking(ctx)
    words = speech(ctx)
    today = words.local(words.now).date()
    if not -1 <= (press.day - today).days <= views_book.MONTHS * 31:
        await days(ctx, on.Days(press.session_id, views_book.FIRST, press.topic))
        return
    try:
        card, found = await browsing.times(ctx.tx, press.session_id, words.zone, press.day)
    except NotFound:
        ctx.show(views.under(words.t("topic-gone"), await _topics(ctx, 0)))
        return
    if _own(ctx, card):
        ctx.show(await _days(ctx, on.Days(press.session_id, views_book.FIRST, press.topic)))
        return
    if not found:
        none = words.t("times-none", day=words.long_day(press.day))
        shown = await _days(ctx, on.Days(press.session_id, views_book.FIRST, press.topic))
        ctx.show(views.under(none, shown))
        return
    ctx.show(views_book.times(words, card, press.day, found, press.part, press.topic))


async def summary(ctx: Context, press: on.Summary) -> None:
    """What would be booked; a slot that is gone shows what is free instead."""
    try:
        slot = await browsing.slot(ctx.tx, press.slot_id)
    except NotFound:
        ctx.lead(speech(ctx).t("summary-gone"))
        if press.topic:
            await sessions(ctx, on.Sessions(0, press.topic))
        else:
            await topics(ctx, on.Topics(0))
        return
    if _own(ctx, slot):
        ctx.show(await _days(ctx, on.Days(slot.session_id, views_book.FIRST, press.topic)))
        return
    if not slot.is_free:
        await _taken(ctx, slot, press.topic)
        return
    note = note_for(ctx, slot)
    if ctx.awaiting == NOTE:
        if note is None:
            ctx.leave()
        else:
            ctx.draft.update(slot=pack_uuid(slot.slot_id), topic=press.topic, asking=True)
    ctx.show(views_summary.summary(speech(ctx), slot, note, press.topic))


def note_for(ctx: Context, slot: SlotSummary) -> str | None:
    """The note that was typed, where it was meant for this expert."""
    if ctx.awaiting != NOTE or ctx.draft.get("expert") != str(slot.expert_id):
        return None
    note = ctx.draft.get("note")
    return str(note) if note else None


def _not_asking(ctx: Context) -> None:
    """Looking elsewhere: a note that was typed is kept, one that was not is no longer awaited."""
    if ctx.awaiting != NOTE:
        return
    if ctx.draft.get("note"):
        ctx.draft["asking"] = False
    else:
        ctx.leave()


async def hold(ctx: Context, press: on.Book) -> None:
    """Book it: the seat is held, and the message becomes the booking's card."""
    slot = await browsing.slot(ctx.tx, press.slot_id)
    note = note_for(ctx, slot)
    try:
        held = await booking.hold(ctx.tx, press.slot_id, note, press.price_cents)
    except PriceChanged:
        shown = views_summary.summary(speech(ctx), slot, note, press.topic)
        ctx.show(views.under(speech(ctx).t("summary-price-changed"), shown))
        return
    except (SlotTaken, SlotPast, ExpertUnavailable) as refusal:
        await _taken(ctx, slot, press.topic, refusal)
        return
    except LearnerBusy as refusal:
        again = on.Days(slot.session_id, views_book.FIRST, press.topic)
        own = await booking.upcoming(ctx.tx)
        show_refusal(ctx, refusal, views_list.busy(speech(ctx), own, again))
        return
    ctx.leave()
    show_card(ctx, held)


async def _taken(
    ctx: Context, slot: SlotSummary, topic: str, refusal: Refusal | None = None
) -> None:
    """That time is gone: one's own booking of it, else the day's other times, else the month."""
    mine = await _mine(ctx, slot.slot_id)
    words = speech(ctx)
    if mine is not None:
        ctx.show(card_screen(ctx, mine), card=mine.booking_id)
        return
    said = words.t(refusal.key if refusal else "summary-taken")
    if isinstance(refusal, SlotTaken):
        said = words.t("summary-taken")
    try:
        day = words.local(slot.start_at).date()
        card, found = await browsing.times(ctx.tx, slot.session_id, words.zone, day)
        below = (
            views_book.times(words, card, day, found, 0, topic)
            if found
            else await _days(ctx, on.Days(slot.session_id, views_book.FIRST, topic))
        )
    except NotFound:
        below = await _topics(ctx, 0)
    ctx.show(views.under(said, below))


async def _mine(ctx: Context, slot_id: SlotId) -> BookingCard | None:
    found = await booking.upcoming(ctx.tx)
    return next((each for each in found if each.slot_id == slot_id), None)
