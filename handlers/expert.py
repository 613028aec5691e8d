"""/expert: becoming an expert, one question at a time, and changing what was said."""

from __future__ import annotations

from typing import Any

from telegram.ext import ConversationHandler

from bot.domain import answers
from bot.domain.answers import Unusable
from bot.domain.errors import InvalidInput, PriceTooLow, WrongState
from bot.domain.money import CURRENCIES, NotAnAmount, parse_amount
from bot.services import teaching
from bot.telegram.context import Context
from bot.telegram.conversation import PostgresConversation
from bot.telegram.screens import Screen
from db.queries.teaching import Profile
from handlers import amounts, cancel, fallbacks, menu, views, views_applying, views_teaching
from handlers import application_steps as order
from handlers import callbacks_teaching as to
from handlers.application_steps import CHECK, STEPS
from handlers.turns import EXPERT, below, command, show_forged, speech, stopping, tapped, typed

_ASKS = {"bio": "bio", "areas": "topics", "rate": "rate", "currency": "rate", "meeting": "meeting"}
"""Which question a refusal's field belongs to."""
_GUESSES = {"America/": "USD", "Europe/Copenhagen": "DKK", "Europe/": "EUR"}


async def expert_said(ctx: Context, _: str) -> object:
    """/expert: one's profile, or the first question."""
    return await _present(ctx)


async def expert(ctx: Context, _: to.Expert) -> object:
    """The same by a button."""
    return await _present(ctx)


async def _present(ctx: Context) -> object:
    found = await teaching.profile(ctx.tx)
    if found is None:
        # An application that was interrupted goes on where it was.
        return _ask(ctx, ctx.draft.get("step", STEPS[0]), None)
    ctx.show(views_teaching.profile(speech(ctx), found))
    if found.status == "rejected" and ctx.draft.get("mode") != "edit" and ctx.draft.get("facts"):
        ctx.draft["asking"] = False
        return None
    return ConversationHandler.END


def _lost(ctx: Context, found: Profile | None) -> bool:
    """Whether a button stands under a question of an application whose answers are gone."""
    return found is None and "facts" not in ctx.draft


def _anew(ctx: Context) -> object:
    return _ask(ctx, STEPS[0], None, speech(ctx).t("teach-lost"))


async def apply_step(ctx: Context, press: to.ApplyStep) -> object:
    """A question of the application (again), or all of it to be checked."""
    found = await teaching.profile(ctx.tx)
    if found is not None and found.status != "rejected":
        ctx.show(views_teaching.profile(speech(ctx), found))
        return ConversationHandler.END
    if press.step not in (*STEPS, CHECK):
        show_forged(ctx)
        return None
    if _lost(ctx, found) and press.step != STEPS[0]:
        return _anew(ctx)
    if ctx.draft.get("mode") == "edit":
        ctx.draft.clear()
    if found is not None and "facts" not in ctx.draft:
        ctx.draft["facts"] = _facts_of(found)
    return _ask(ctx, press.step, found)


def _facts_of(found: Profile) -> dict[str, Any]:
    facts = {
        "bio": found.bio,
        "areas": found.areas or None,
        "rate_cents": found.rate_cents,
        "currency": found.currency,
    }
    known = {name: fact for name, fact in facts.items() if fact is not None}
    return {**known, "meeting_url": found.meeting_url}


async def edit(ctx: Context, press: to.EditExpert) -> object:
    """Type one field anew."""
    if press.step not in STEPS:
        show_forged(ctx)
        return None
    found = await teaching.known(ctx.tx)
    ctx.draft.clear()
    ctx.draft.update(mode="edit", currency=found.currency)
    return _ask(ctx, press.step, found)


def _ask(ctx: Context, step: str, found: Profile | None, trouble: str | None = None) -> str:
    """Ask, or show what was gathered; where something is missing for that, ask for it first."""
    facts = ctx.draft.setdefault("facts", {})
    currency = ctx.draft.setdefault("currency", _currency(ctx, found))
    if step == CHECK:
        ctx.draft["checked"] = True
        step = order.missing(ctx.draft) or CHECK
    ctx.draft.update(step=step, fixed=bool(found and found.currency_stays), asking=True)
    words, known = speech(ctx), {**facts, "currency": currency}
    if step == CHECK:
        screen = views_applying.check(words, known)
    elif ctx.draft.get("mode") == "edit":
        screen = views_applying.edit(words, step, currency, found)
    else:
        screen = views_applying.question(
            words,
            step,
            known,
            found,
            before=order.before(ctx.draft, step),
            kept=order.kept(ctx.draft, step),
        )
    ctx.show(views.under(trouble, screen) if trouble else screen)
    ctx.follow()
    return EXPERT


def _currency(ctx: Context, found: Profile | None) -> str:
    """What they are probably paid in; the question shows it, with the others beside."""
    if found is not None:
        return found.currency
    zone = ctx.account.zone or ""
    near = next((each for part, each in _GUESSES.items() if zone.startswith(part)), None)
    return near or ("DKK" if ctx.account.language == "da" else "EUR")


async def answered(ctx: Context, text: str) -> object:
    """Words for the question that was asked; not usable, it is asked again with the reason."""
    if not ctx.draft.get("asking", True):
        return await fallbacks.text(ctx, text)
    step = ctx.draft.get("step")
    words = speech(ctx)
    found = await teaching.profile(ctx.tx)
    if step not in STEPS:
        return _ask(ctx, CHECK, found, words.t("teach-check-tap"))
    try:
        changes = _read(step, text, ctx.draft)
    except Unusable as trouble:
        return _ask(ctx, step, found, words.t(trouble.key, **trouble.args_))
    except NotAnAmount as trouble:
        return _ask(ctx, step, found, amounts.unusable(words, trouble, ctx.draft["currency"]))
    return await _take(ctx, step, changes, found)


def _read(step: str, text: str, draft: dict[str, Any]) -> dict[str, Any]:
    """The facts in an answer. Raises Unusable, NotAnAmount."""
    if step == "bio":
        return {"bio": answers.sentence(text, answers.BIO)}
    if step == "topics":
        return {"areas": answers.topics(text)}
    if step == "meeting":
        return {"meeting_url": answers.address(answers.line(text, answers.ADDRESS))}
    amount = parse_amount(answers.line(text, answers.TITLE), draft["currency"])
    named = amount.currency or draft["currency"]
    if draft["fixed"] and named != draft["currency"]:
        raise NotAnAmount("fixed")
    return {"rate_cents": amount.cents, "currency": named}


async def _take(ctx: Context, step: str, changes: dict[str, Any], found: Profile | None) -> object:
    """Keep an answer: saved at once where something is changed, else on to the next question."""
    words = speech(ctx)
    moved = "currency" in changes and changes["currency"] != ctx.draft["currency"]
    if moved and found is not None and found.sessions:
        # What becomes of the sessions is said first, and the amount typed under it.
        ctx.draft["currency"] = changes["currency"]
        return _ask(ctx, step, found)
    if ctx.draft.get("mode") == "edit":
        try:
            saved = await teaching.change(ctx.tx, changes)
        except (InvalidInput, PriceTooLow) as refusal:
            currency = str(changes.get("currency", ctx.draft["currency"]))
            return _ask(ctx, step, found, await amounts.refused(ctx, refusal, currency))
        ctx.show(views_applying.saved(words, found, saved))
        return ConversationHandler.END
    if "currency" in changes:
        ctx.draft["currency"] = changes.pop("currency")
    ctx.draft.setdefault("facts", {}).update(changes)
    return _ask(ctx, order.after(ctx.draft, step), found)


async def pick_currency(ctx: Context, press: to.PickCurrency) -> object:
    """Another currency for the rate; the amount is typed after it."""
    found = await teaching.profile(ctx.tx)
    if press.currency not in CURRENCIES:
        show_forged(ctx)
        return None
    if found is not None and (found.currency_stays or "step" not in ctx.draft):
        ctx.show(views_teaching.profile(speech(ctx), found))
        return ConversationHandler.END
    if _lost(ctx, found):
        return _anew(ctx)
    if ctx.draft.get("currency") != press.currency:
        ctx.draft.get("facts", {}).pop("rate_cents", None)
    ctx.draft["currency"] = press.currency
    return _ask(ctx, "rate", found)


async def make_rooms(ctx: Context, _: to.MakeRooms) -> object:
    """No link of one's own."""
    found = await teaching.profile(ctx.tx)
    if "step" not in ctx.draft:
        if found is None:
            return _anew(ctx)
        ctx.draft["mode"] = "edit"
    return await _take(ctx, "meeting", {"meeting_url": None}, found)


async def apply(ctx: Context, _: to.Apply) -> object:
    """Send it; what the rules do not take is asked again."""
    found = await teaching.profile(ctx.tx)
    words = speech(ctx)
    if found is not None and found.status != "rejected":
        ctx.show(views_teaching.profile(words, found))
        return ConversationHandler.END
    if _lost(ctx, found):
        return _anew(ctx)
    if order.missing(ctx.draft):
        return _ask(ctx, CHECK, found)
    try:
        await teaching.apply(ctx.tx, {**ctx.draft["facts"], "currency": ctx.draft["currency"]})
    except WrongState:
        return await _present(ctx)
    except (InvalidInput, PriceTooLow) as refusal:
        asked = _ASKS.get(refusal.detail or "", STEPS[0])
        why = await amounts.refused(ctx, refusal, ctx.draft["currency"])
        return _ask(ctx, asked, found, why)
    shown = views_applying.applied(words)
    known = menu.commands(words.language, expert=True, admin=ctx.account.is_admin)
    ctx.show(Screen(shown.text, shown.rows, menu=known))
    return ConversationHandler.END


async def take_bookings(ctx: Context, press: to.TakeBookings) -> None:
    """Pause all sessions, or take bookings again."""
    saved = await teaching.change(ctx.tx, {"is_available": press.on == 1})
    ctx.show(views_teaching.profile(speech(ctx), saved))


async def stop_expert(ctx: Context) -> str | None:
    """Stopped: an application is kept, if anything was answered; else the profile as it is."""
    if not ctx.draft.get("asking", True):
        await cancel.nothing_to_stop(ctx, "")
        return EXPERT
    below(ctx)
    found = await teaching.profile(ctx.tx)
    words = speech(ctx)
    ctx.draft["asking"] = False
    kept = bool(ctx.draft.get("facts")) and ctx.draft.get("mode") != "edit"
    if found is None:
        said = words.t("stopped-expert-kept" if kept else "teach-not-applied")
        ctx.show(Screen(said, views.ways_on(words, expert=False)))
    else:
        shown = views_teaching.profile(words, found)
        ctx.show(views.under(words.t("stopped-expert"), shown))
    return EXPERT if kept else None


def conversation() -> PostgresConversation:
    """The conversation in which somebody becomes an expert, or changes what they said."""
    return PostgresConversation(
        EXPERT,
        entry_points=[
            command("expert", expert_said, own=EXPERT),
            tapped(to.Expert, expert),
            tapped(to.ApplyStep, apply_step),
            tapped(to.EditExpert, edit, expert=True),
            tapped(to.PickCurrency, pick_currency),
            tapped(to.MakeRooms, make_rooms),
            tapped(to.Apply, apply),
        ],
        states={EXPERT: [typed(answered)]},
        fallbacks=stopping(stop_expert),
    )
