"""Admins answer applications: verify, or turn down with a reason."""

from __future__ import annotations

from telegram.ext import ConversationHandler

from bot.domain import answers
from bot.domain.answers import Unusable
from bot.domain.errors import WrongState
from bot.domain.ids import ExpertId
from bot.services import administration
from bot.telegram.context import Context
from bot.telegram.conversation import PostgresConversation
from handlers import callbacks_teaching as to
from handlers import views, views_applications
from handlers.packing import pack_uuid, unpack_uuid
from handlers.turns import REASON, speech, stopping, tapped, typed


async def applications(ctx: Context, press: to.Applications) -> None:
    """A page of those that wait."""
    page = max(press.page, 0)
    found = await administration.applications(ctx.tx, page)
    if page and not found:
        page, found = 0, await administration.applications(ctx.tx, 0)
    ctx.show(views_applications.listed(speech(ctx), found, page))


async def application(ctx: Context, press: to.ShowApplication) -> None:
    """One as it stands."""
    await _show(ctx, press.expert_id)


async def _show(ctx: Context, expert_id: ExpertId, said: str | None = None) -> None:
    words = speech(ctx)
    found = await administration.application(ctx.tx, expert_id)
    screen = views_applications.application(words, found)
    ctx.show(views.under(words.t(said), screen) if said else screen)


async def verify(ctx: Context, press: to.Verify) -> None:
    """Let them offer sessions; they are told."""
    found = await administration.verify(ctx.tx, press.expert_id)
    ctx.show(views_applications.application(speech(ctx), found))


async def ask_reason(ctx: Context, press: to.Reject) -> object:
    """Ask why, unless it was answered meanwhile."""
    found = await administration.application(ctx.tx, press.expert_id)
    if found.status != "pending":
        ctx.show(views_applications.application(speech(ctx), found))
        return ConversationHandler.END
    ctx.draft.clear()
    ctx.draft["expert"] = pack_uuid(press.expert_id)
    ctx.show(views_applications.ask_reason(speech(ctx), found))
    return REASON


def _expert(ctx: Context) -> ExpertId:
    return ExpertId(unpack_uuid(str(ctx.draft["expert"])))


async def reason_typed(ctx: Context, text: str) -> object:
    """Turn it down with this reason."""
    words, expert_id = speech(ctx), _expert(ctx)
    try:
        reason = answers.paragraph(text, answers.REASON)
        found = await administration.reject(ctx.tx, expert_id, reason)
    except Unusable as trouble:
        found = await administration.application(ctx.tx, expert_id)
        asked = views_applications.ask_reason(words, found)
        ctx.show(views.under(words.t(trouble.key, **trouble.args_), asked))
        return None
    except WrongState:
        await _show(ctx, expert_id, "application-answered")
        return ConversationHandler.END
    ctx.show(views_applications.application(words, found))
    return ConversationHandler.END


async def stop_reason(ctx: Context) -> None:
    """Stopped: the application waits on."""
    await _show(ctx, _expert(ctx), "stopped-reason")


def conversation() -> PostgresConversation:
    """The conversation that awaits a reason."""
    return PostgresConversation(
        REASON,
        entry_points=[tapped(to.Reject, ask_reason, admin=True)],
        states={REASON: [typed(reason_typed)]},
        fallbacks=stopping(stop_reason),
    )
