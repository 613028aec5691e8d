"""How one is booked: asked first or not, what a cancellation returns, notice and pauses."""

from __future__ import annotations

from bot.domain.errors import InvalidInput
from bot.services import rules
from bot.telegram.context import Context
from db.teaching import Fact
from handlers import callbacks_teaching as to
from handlers import views, views_rules
from handlers.turns import Handler, show_forged, speech, tapped

_FIELDS = {
    "instant": "instant_booking",
    "policy": "cancellation_policy",
    "notice": "notice_minutes",
    "buffer": "buffer_minutes",
}


async def show(ctx: Context, _: to.Rules) -> None:
    """The rules as they are."""
    ctx.show(views_rules.rules(speech(ctx), await rules.known(ctx.tx)))


async def change(ctx: Context, press: to.SetRule) -> None:
    """One of them changed; bookings that are made keep what they were made by."""
    name, _, said = press.choice.partition("=")
    number = int(said) if said.isascii() and said.isdecimal() and len(said) < len("100000") else -1
    value: Fact = said if name == "policy" else bool(number) if name == "instant" else number
    try:
        saved = await rules.change(ctx.tx, _FIELDS[name], value)
    except (KeyError, InvalidInput):
        show_forged(ctx)
        return
    words = speech(ctx)
    ctx.show(views.under(words.t("teach-saved"), views_rules.rules(words, saved)))


def handlers() -> list[Handler]:
    """The handlers of the rules' buttons."""
    return [
        tapped(to.Rules, show, expert=True),
        tapped(to.SetRule, change, expert=True),
    ]
