"""What every handler shares: who speaks to whom, taps and commands made into calls, and endings.

A handler is `async def work(ctx, press)` for a tap and `async def work(ctx, rest)` for a command
(`rest` is what stands behind it). It may return the state of a conversation.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from telegram import Update
from telegram.ext import (
    BaseHandler,
    CallbackQueryHandler,
    CommandHandler,
    ConversationHandler,
    MessageHandler,
    filters,
)

from bot.domain.errors import Refusal
from bot.domain.zones import REGIONS
from bot.locales import Html, Speech
from bot.services import onboarding
from bot.telegram.context import Context
from bot.telegram.screens import Screen
from handlers import callbacks as on
from handlers import callbacks_operations as op
from handlers import callbacks_settings as of
from handlers import callbacks_teaching as to
from handlers import views, views_start
from handlers.packing import Forged, Press, parse, pattern

P = TypeVar("P", bound=Press)
Handler = BaseHandler[Update, Context, Any]
OnTap = Callable[[Context, P], Awaitable[object]]
OnText = Callable[[Context, str], Awaitable[object]]

NOTE, ZONE, WINDOWS = "note", "zone", "windows"
EXPERT, SESSION, REASON, WITHDRAWAL = "expert", "session", "reason", "withdrawal"
REFUND, DECLINE = "refund", "decline"
"""The conversations that await typed text."""

_FINDING = (
    on.Topics,
    on.Sessions,
    on.Days,
    on.Times,
    on.Summary,
    on.Again,
    on.AddNote,
    on.KeepNote,
    on.DropNote,
    on.Book,
)
_STAYS: dict[str, tuple[type[Press], ...]] = {
    NOTE: (on.Blank, on.Stop, *_FINDING),
    ZONE: (
        on.Blank,
        on.Stop,
        on.AskZone,
        of.ChangeZone,
        on.ZoneRegion,
        on.AskLocation,
        on.SetZone,
        on.SetLanguage,
    ),
    WINDOWS: (on.Blank, on.Stop, on.TypeWindows, on.SaveWindows),
    EXPERT: (
        on.Blank,
        on.Stop,
        to.ApplyStep,
        to.PickCurrency,
        to.MakeRooms,
        to.Apply,
        to.EditExpert,
    ),
    SESSION: (
        on.Blank,
        on.Stop,
        to.NewSession,
        to.NewStep,
        to.NewDuration,
        to.NewPrice,
        to.EditSession,
        to.SetSession,
    ),
    REASON: (on.Blank, on.Stop, to.Reject),
    WITHDRAWAL: (on.Blank, on.Stop, to.AskUnverify, to.Unverify),
    DECLINE: (on.Blank, on.Stop, on.Decline, on.DeclineWord, on.DeclineNow),
    REFUND: (
        on.Blank,
        on.Stop,
        op.AskRefund,
        op.RefundAll,
        op.RefundOther,
        op.Refund,
        op.AskElsewhere,
        op.Elsewhere,
    ),
}
"""Taps that a conversation lives through."""
_ENDS_QUIETLY: dict[str, tuple[type[Press], ...]] = {
    NOTE: (),
    ZONE: (on.Home, of.Settings),
    WINDOWS: (on.KeepWindows, on.ShowWindows),
    EXPERT: (to.Expert,),
    SESSION: (to.MySession, to.MoreOfSession),
    REASON: (to.ShowApplication, to.Verify),
    WITHDRAWAL: (to.ShowApplication,),
    DECLINE: (on.Accept, on.Card),
    REFUND: (op.Record,),
}
"""Taps that end it by answering it, or that plainly go back; any other tap ends it aloud."""


def speech(ctx: Context, *, language: str | None = None, zone: str | None = None) -> Speech:
    """How to speak to this person now; a zone that is not known yet is UTC and says so."""
    who = ctx.account
    return Speech(language or who.language, zone or who.zone or "UTC", ctx.tx.now)


def is_expert(ctx: Context) -> bool:
    """Whether this person has an expert profile."""
    return ctx.account.expert_id is not None


def odd(ctx: Context, key: str, **args: str) -> Screen:
    """An answer to what does not fit, with the ways on for this person; `key` is its message."""
    may = ctx.account.is_admin
    return views_start.odd(speech(ctx), key, expert=is_expert(ctx), admin=may, **args)


def show_refusal(ctx: Context, refusal: Refusal, below: Screen | None = None) -> None:
    """Say why not and what to do next; `below` is the present state of what was asked for."""
    if below is None:
        ctx.show(odd(ctx, refusal.key))
    else:
        ctx.show(views.under(speech(ctx).t(refusal.key), below))


def show_forged(ctx: Context) -> None:
    """A button that no version of ours made, or of a version long gone: where to go from here."""
    ctx.show(odd(ctx, "odd-button"))


def end_other(ctx: Context, press: type[Press] | None, own: str | None = None) -> None:
    """End, aloud, the conversation that awaits text, unless this tap belongs to it.

    `own`: the conversation that the command begins; said within it, it goes on. An application
    under way is kept, but no longer awaits its next answer.
    """
    name, draft = ctx.awaiting, ctx.draft
    if name is None and ctx.interrupted is not None:
        name, draft = ctx.interrupted.name, ctx.interrupted.data
    if name is None or name == own:
        below(ctx)
        return
    if ctx.awaiting is not None and press in _STAYS.get(name, ()):
        return
    if name != NOTE:
        below(ctx, draft)
    asking = draft.get("asking", True)
    kept = name == EXPERT and bool(draft.get("facts")) and draft.get("mode") != "edit"
    # A keyboard that shares the place goes with the question; somebody whose zone is not known
    # is asked for it again by whatever they do next, and needs no farewell.
    clears = bool(draft.get("keyboard"))
    if name == ZONE and ctx.account.zone is None and not clears:
        asking = False
    if kept and ctx.awaiting is not None:
        ctx.draft["asking"] = False
        name = "expert-kept"
    else:
        ctx.leave()
    quiet = _ENDS_QUIETLY.get(EXPERT if kept else name, ()) if ctx.interrupted is None else ()
    if (press in quiet and not clears) or not asking:
        return
    if name in _STAYS or name == "expert-kept":
        ctx.send(Screen(speech(ctx).t(f"stopped-{name}"), clears=clears))


def ask_for_zone(ctx: Context, question: Screen) -> None:
    """Show a question for the zone and await its answer; the screen it stands on is known, for the
    next one takes its place.
    """
    ctx.show(question)
    if ctx.awaiting not in (None, ZONE):
        return
    ctx.wait(ZONE, ZONE)
    ctx.follow()


def need_zone(ctx: Context, said: Html | None = None) -> None:
    """Ask for the zone before times are shown for the first time; `said` goes before."""
    asked = views_start.zone_needed(speech(ctx), onboarding.LIKELY, tuple(REGIONS))
    ask_for_zone(ctx, asked if said is None else views.under(said, asked))


def below(ctx: Context, draft: dict[str, Any] | None = None) -> None:
    """What is shown next stands below the screen that was open: that one says so, and no more.

    `draft`: of the conversation that it was open in, else of the present one.
    """
    at = (ctx.draft if draft is None else draft).pop("at", None)
    if isinstance(at, int):
        ctx.retire(at, speech(ctx).t("past-screen"))


def _may(ctx: Context, *, zone: bool, expert: bool, admin: bool = False) -> bool:
    """Whether this can go on; if not, what is missing is said or asked."""
    if admin and not ctx.account.is_admin:
        ctx.show(odd(ctx, "odd-not-admin"))
        return False
    if expert and not is_expert(ctx):
        ctx.show(odd(ctx, "odd-not-expert"))
        return False
    if zone and ctx.account.zone is None:
        need_zone(ctx)
        return False
    return True


def tapped(
    kind: type[P],
    work: OnTap[P],
    *,
    zone: bool = False,
    expert: bool = False,
    admin: bool = False,
) -> Handler:
    """The handler of one kind of button.

    `zone`: times are shown; `expert`, `admin`: for experts, for admins only.
    """

    async def handle(update: Update, ctx: Context) -> object:
        query = update.callback_query
        try:
            press = parse(query.data if query else None)
        except Forged:
            show_forged(ctx)
            return None
        if not isinstance(press, kind):
            raise TypeError(f"{press} came to the handler of {kind.__name__}")
        end_other(ctx, kind)
        if not _may(ctx, zone=zone, expert=expert, admin=admin):
            return None
        try:
            return await work(ctx, press)
        except Refusal as refusal:
            show_refusal(ctx, refusal)
            return None

    return CallbackQueryHandler(handle, pattern=pattern(kind))


def command(
    name: str,
    work: OnText,
    *,
    zone: bool = False,
    expert: bool = False,
    admin: bool = False,
    stops: bool = True,
    args: bool | None = None,
    own: str | None = None,
) -> Handler:
    """The handler of one command. `stops`: it ends what awaits text; /cancel does so itself.

    `own`: the conversation that it begins, and does not end.
    `args`: only with something behind the command (True), or with nothing (False).
    """

    async def handle(update: Update, ctx: Context) -> object:
        if stops:
            end_other(ctx, None, own)
        if not _may(ctx, zone=zone, expert=expert, admin=admin):
            return None
        message = update.effective_message
        said = (message.text or "").split(maxsplit=1) if message else []
        rest = said[1].strip() if len(said) > 1 else ""
        try:
            return await work(ctx, rest)
        except Refusal as refusal:
            show_refusal(ctx, refusal)
            return None

    return CommandHandler(name, handle, filters=filters.UpdateType.MESSAGE, has_args=args)


def typed(work: OnText) -> Handler:
    """The handler of awaited text; anything but text arrives as ''. What it answers stands below
    the question, whose buttons go.
    """

    async def handle(update: Update, ctx: Context) -> object:
        message = update.effective_message
        below(ctx)
        try:
            return await work(ctx, (message.text or "").strip() if message else "")
        except Refusal as refusal:
            show_refusal(ctx, refusal)
            return None

    return MessageHandler(filters.UpdateType.MESSAGE & ~filters.COMMAND, handle)


def located(work: Callable[[Context, float, float], Awaitable[object]]) -> Handler:
    """The handler of a shared location (degrees north, degrees east)."""

    async def handle(update: Update, ctx: Context) -> object:
        place = update.effective_message.location if update.effective_message else None
        if place is None:
            return None
        try:
            return await work(ctx, place.latitude, place.longitude)
        except Refusal as refusal:
            show_refusal(ctx, refusal)
            return None

    return MessageHandler(filters.UpdateType.MESSAGE & filters.LOCATION, handle)


def stopping(work: Callable[[Context], Awaitable[object]]) -> list[Handler]:
    """/cancel and its button inside a conversation: `work` says how things stand.

    It answers with the state that goes on, or None where the conversation is over.
    """

    async def stop(ctx: Context, _: str | on.Stop) -> object:
        try:
            after = await work(ctx)
        except Refusal as refusal:
            show_refusal(ctx, refusal)
            after = None
        return ConversationHandler.END if after is None else after

    return [command("cancel", stop, stops=False), tapped(on.Stop, stop)]
