"""Admins look at the experts who are verified, and may take a verification back."""

from __future__ import annotations

from telegram.ext import ConversationHandler

from bot.domain import answers
from bot.domain.answers import Unusable
from bot.domain.ids import ExpertId
from bot.services import administration
from bot.telegram.context import Context
from bot.telegram.conversation import PostgresConversation
from handlers import callbacks_teaching as to
from handlers import views, views_applications, views_verification
from handlers.packing import pack_uuid, unpack_uuid
from handlers.turns import WITHDRAWAL, speech, stopping, tapped, typed


async def experts(ctx: Context, press: to.Experts) -> None:
    """A page of them."""
    page = max(press.page, 0)
    found = await administration.experts(ctx.tx, page)
    if page and not found:
        page, found = 0, await administration.experts(ctx.tx, 0)
    ctx.show(views_verification.experts(speech(ctx), found, page))


async def ask(ctx: Context, press: to.AskUnverify) -> object:
    """Say what it means and ask why, unless it is so already."""
    return await _ask(ctx, press.expert_id)


async def _ask(ctx: Context, expert_id: ExpertId, trouble: str | None = None) -> object:
    found = await administration.application(ctx.tx, expert_id)
    if found.status != "verified":
        ctx.show(views_applications.application(speech(ctx), found))
        return ConversationHandler.END
    ctx.draft.clear()
    ctx.draft["expert"] = pack_uuid(expert_id)
    to_come = await administration.to_come(ctx.tx, expert_id)
    asked = views_verification.ask(speech(ctx), found, to_come)
    ctx.show(views.under(trouble, asked) if trouble else asked)
    return WITHDRAWAL


def _expert(ctx: Context) -> ExpertId:
    return ExpertId(unpack_uuid(str(ctx.draft["expert"])))


async def reason_typed(ctx: Context, text: str) -> object:
    """The reason as it will be read, and once more what it means, above the button."""
    words, expert_id = speech(ctx), _expert(ctx)
    try:
        reason = answers.paragraph(text, answers.REASON)
    except Unusable as trouble:
        return await _ask(ctx, expert_id, words.t(trouble.key, **trouble.args_))
    ctx.draft["reason"] = reason
    found = await administration.application(ctx.tx, expert_id)
    to_come = await administration.to_come(ctx.tx, expert_id)
    ctx.show(views_verification.check(words, found, to_come, reason))
    return None


async def withdraw(ctx: Context, press: to.Unverify) -> object:
    """Take it back; a button from before, of which the reason is forgotten, asks again."""
    reason = ctx.draft.get("reason")
    if not reason or _expert(ctx) != press.expert_id:
        return await _ask(ctx, press.expert_id)
    found = await administration.withdraw(ctx.tx, press.expert_id, reason)
    ctx.show(views_applications.application(speech(ctx), found))
    return ConversationHandler.END


async def stop(ctx: Context) -> None:
    """Stopped: the expert stays verified."""
    words = speech(ctx)
    found = await administration.application(ctx.tx, _expert(ctx))
    shown = views_applications.application(words, found)
    ctx.show(views.under(words.t("stopped-withdrawal"), shown))


def conversation() -> PostgresConversation:
    """The conversation that awaits the reason."""
    return PostgresConversation(
        WITHDRAWAL,
        entry_points=[
            tapped(to.AskUnverify, ask, admin=True),
            tapped(to.Unverify, withdraw, admin=True),
        ],
        states={WITHDRAWAL: [typed(reason_typed)]},
        fallbacks=stopping(stop),
    )
