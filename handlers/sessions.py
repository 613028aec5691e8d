"""/newsession and /sessions: offering sessions, and changing them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from telegram.ext import ConversationHandler

from bot.domain import answers
from bot.domain.answers import Unusable
from bot.domain.errors import InvalidInput, NotFound, PriceTooLow, TooMany
from bot.domain.ids import SessionId, UserId
from bot.domain.money import NotAnAmount, parse_amount
from bot.services import teaching
from bot.telegram.context import Context
from bot.telegram.conversation import PostgresConversation
from db.queries.teaching import Profile
from handlers import amounts, views, views_sessions
from handlers import callbacks_teaching as to
from handlers.packing import pack_uuid, unpack_uuid
from handlers.turns import (
    SESSION,
    below,
    command,
    show_forged,
    show_refusal,
    speech,
    stopping,
    tapped,
    typed,
)
from handlers.views_sessions import ABOUT, EDITS, EMPTIES, MORE, NEW_STEPS, NOTHING

_FIELDS = {
    "title": "title",
    "description": "description",
    "duration": "duration_minutes",
    "price": "price_cents",
    "level": "level",
    "topics": "topics",
    "seats": "seats",
    "prerequisites": "prerequisites",
    "materials": "materials_url",
}
"""Which fact answers a question."""
_READ: dict[str, Callable[[str], Any]] = {
    "duration": answers.duration,
    "seats": answers.seats,
    "materials": answers.address,
}
_NUMBERS = frozenset({"duration", "price", "seats"})

# A new session -------------------------------------------------------------------------------


async def new_said(ctx: Context, _: str) -> object:
    """/newsession: the first question."""
    return await _begin(ctx)


async def new(ctx: Context, _: to.NewSession) -> object:
    """The same by a button."""
    return await _begin(ctx)


async def _begin(ctx: Context) -> object:
    ctx.draft.clear()
    return await _ask_new(ctx, NEW_STEPS[0])


async def new_step(ctx: Context, press: to.NewStep) -> object:
    """A question again."""
    if press.step not in NEW_STEPS:
        show_forged(ctx)
        return None
    if _over(ctx):
        return await _say_over(ctx)
    return await _ask_new(ctx, press.step)


def _over(ctx: Context) -> bool:
    """Whether a button stands under a question about a session that is made, or given up."""
    return "facts" not in ctx.draft


async def _say_over(ctx: Context) -> object:
    await _list(ctx, 0, said="session-over")
    return ConversationHandler.END


async def _ask_new(ctx: Context, step: str, trouble: str | None = None) -> str:
    facts = ctx.draft.setdefault("facts", {})
    if step == "price" and "duration_minutes" not in facts:
        step = "duration"
    ctx.draft["step"] = step
    profile = await teaching.known(ctx.tx)
    minutes = facts.get("duration_minutes", 60)
    screen = views_sessions.ask_new(speech(ctx), step, minutes=minutes, profile=profile)
    ctx.show(views.under(trouble, screen) if trouble else screen)
    ctx.follow()
    return SESSION


async def new_duration(ctx: Context, press: to.NewDuration) -> object:
    """A length from a button."""
    if _over(ctx):
        return await _say_over(ctx)
    return await _take_new(ctx, {"duration_minutes": press.minutes})


async def new_price(ctx: Context, press: to.NewPrice) -> object:
    """A price from a button."""
    if _over(ctx):
        return await _say_over(ctx)
    return await _take_new(ctx, {"price_cents": press.cents})


async def _take_new(ctx: Context, facts: dict[str, Any]) -> object:
    """Keep an answer; the first question that is open is next, and after the last it is made."""
    known = ctx.draft.setdefault("facts", {})
    known.update(facts)
    missing = next((each for each in NEW_STEPS if _FIELDS[each] not in known), None)
    if missing is not None:
        return await _ask_new(ctx, missing)
    profile = await teaching.known(ctx.tx)
    words = speech(ctx)
    try:
        made = await teaching.create(
            ctx.tx,
            UserId(ctx.account.user_id),
            title=known["title"],
            description=known["description"],
            duration_minutes=known["duration_minutes"],
            price_cents=known["price_cents"],
            currency=profile.currency,
        )
    except (InvalidInput, PriceTooLow) as refusal:
        asked = refusal.detail if refusal.detail in NEW_STEPS else NEW_STEPS[0]
        known.pop(_FIELDS[asked], None)
        why = await amounts.refused(ctx, refusal, profile.currency)
        return await _ask_new(ctx, asked, why)
    except TooMany as refusal:
        show_refusal(ctx, refusal)
        return ConversationHandler.END
    ctx.show(views_sessions.card(words, made, await teaching.known(ctx.tx)))
    return ConversationHandler.END


# What is offered -----------------------------------------------------------------------------


async def sessions_said(ctx: Context, _: str) -> None:
    """/sessions."""
    await _list(ctx, 0)


async def sessions(ctx: Context, press: to.MySessions) -> None:
    """A page of one's own sessions."""
    await _list(ctx, max(press.page, 0))


async def _list(ctx: Context, page: int, *, said: str | None = None) -> None:
    found = await teaching.offerings(ctx.tx, page)
    if page and not found:
        page, found = 0, await teaching.offerings(ctx.tx, 0)
    profile = await teaching.known(ctx.tx)
    shown = views_sessions.listed(speech(ctx), found, page, profile)
    ctx.show(views.under(speech(ctx).t(said), shown) if said else shown)


async def session(ctx: Context, press: to.MySession) -> None:
    """One session."""
    await _card(ctx, press.session_id)


async def more(ctx: Context, press: to.MoreOfSession) -> None:
    """One session, with the rest of what can be changed."""
    await _card(ctx, press.session_id, more=True)


async def _card(
    ctx: Context, session_id: SessionId, *, more: bool = False, said: str | None = None
) -> None:
    words = speech(ctx)
    found = await teaching.offering(ctx.tx, session_id)
    screen = views_sessions.card(words, found, await teaching.known(ctx.tx), more=more)
    ctx.show(views.under(words.t(said), screen) if said else screen)


async def open_session(ctx: Context, press: to.OpenSession) -> None:
    """Let it be booked, or pause it: its slots come and go at once."""
    await teaching.change_session(ctx.tx, press.session_id, {"is_active": press.on == 1})
    await _card(ctx, press.session_id)


# Changing one --------------------------------------------------------------------------------


async def edit(ctx: Context, press: to.EditSession) -> object:
    """Ask for one field."""
    if press.step not in EDITS:
        show_forged(ctx)
        return None
    ctx.draft.clear()
    ctx.draft.update(session=pack_uuid(press.session_id), step=press.step)
    return await _ask_edit(ctx, await teaching.known(ctx.tx))


async def _ask_edit(ctx: Context, profile: Profile, trouble: str | None = None) -> str:
    found = await teaching.offering(ctx.tx, _session(ctx))
    screen = views_sessions.ask_edit(speech(ctx), found, str(ctx.draft["step"]), profile.rate_cents)
    ctx.show(views.under(trouble, screen) if trouble else screen)
    ctx.follow()
    return SESSION


def _session(ctx: Context) -> SessionId:
    return SessionId(unpack_uuid(str(ctx.draft["session"])))


async def set_session(ctx: Context, press: to.SetSession) -> object:
    """A field from a button."""
    value: Any = press.value
    if press.step not in EDITS or (value == NOTHING and press.step not in EMPTIES):
        show_forged(ctx)
        return None
    if press.step in _NUMBERS:
        if not (value.isdecimal() and value.isascii() and len(value) <= 8):  # noqa: PLR2004
            show_forged(ctx)
            return None
        value = int(value)
    if value == NOTHING:
        value = [] if press.step == "topics" else None
    ctx.draft.clear()
    ctx.draft.update(session=pack_uuid(press.session_id), step=press.step)
    return await _take_edit(ctx, press.step, value)


async def _take_edit(ctx: Context, step: str, value: Any) -> object:
    """Save it at once; what the rules do not take is asked again."""
    try:
        await teaching.change_session(ctx.tx, _session(ctx), {_FIELDS[step]: value})
    except (InvalidInput, PriceTooLow) as refusal:
        profile = await teaching.known(ctx.tx)
        why = await amounts.refused(ctx, refusal, profile.currency)
        return await _ask_edit(ctx, profile, why)
    await _card(ctx, _session(ctx), more=step in MORE, said="teach-saved")
    return ConversationHandler.END


# What is typed -------------------------------------------------------------------------------


async def answered(ctx: Context, text: str) -> object:
    """Words for the question that was asked; not usable, it is asked again with the reason."""
    step, words = str(ctx.draft.get("step")), speech(ctx)
    profile = await teaching.known(ctx.tx)
    try:
        value = _read(step, text, profile.currency)
    except Unusable as unusable:
        trouble = words.t(unusable.key, **unusable.args_)
    except NotAnAmount as unusable:
        trouble = amounts.unusable(words, unusable, profile.currency)
    else:
        if "session" in ctx.draft:
            return await _take_edit(ctx, step, value)
        return await _take_new(ctx, {_FIELDS[step]: value})
    if "session" in ctx.draft:
        return await _ask_edit(ctx, profile, trouble)
    return await _ask_new(ctx, step, trouble)


def _read(step: str, text: str, currency: str) -> Any:
    """The fact in an answer. Raises Unusable, NotAnAmount."""
    if step in ABOUT:
        words = answers.line if step == "title" else answers.paragraph
        return words(text, ABOUT[step])
    if step == "topics":
        return answers.topics(text)
    said = answers.line(text, answers.ADDRESS)
    if step in _READ:
        try:
            return _READ[step](said)
        except Unusable as trouble:
            # Materials are documents, not a place to meet.
            key = f"{trouble.key}-documents" if step == "materials" else trouble.key
            raise Unusable(key, **trouble.args_) from None
    if step == "level":
        raise Unusable("answer-tap")
    amount = parse_amount(said, currency)
    if amount.currency not in (None, currency):
        raise NotAnAmount("fixed")
    return amount.cents


async def stop_session(ctx: Context) -> None:
    """Stopped: the session as it is saved, or the list."""
    below(ctx)
    words = speech(ctx)
    profile = await teaching.known(ctx.tx)
    try:
        found = await teaching.offering(ctx.tx, _session(ctx)) if "session" in ctx.draft else None
    except NotFound:
        found = None
    shown = (
        views_sessions.listed(words, await teaching.offerings(ctx.tx, 0), 0, profile)
        if found is None
        else views_sessions.card(words, found, profile)
    )
    ctx.show(views.under(words.t("stopped-session"), shown))


def conversation() -> PostgresConversation:
    """The conversation in which a session is made, or changed."""
    return PostgresConversation(
        SESSION,
        entry_points=[
            command("newsession", new_said, expert=True),
            tapped(to.NewSession, new, expert=True),
            tapped(to.NewStep, new_step, expert=True),
            tapped(to.NewDuration, new_duration, expert=True),
            tapped(to.NewPrice, new_price, expert=True),
            tapped(to.EditSession, edit, expert=True),
            tapped(to.SetSession, set_session, expert=True),
        ],
        states={SESSION: [typed(answered)]},
        fallbacks=stopping(stop_session),
    )
