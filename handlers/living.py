"""The screen of the booking flow that a person has before them: known, so that it can come again.

Words that fit nowhere would push it out of sight; it comes again below them instead, and the former
one says only where to look. What is open is kept with the note's conversation: `open` is the button
that shows it, `at` the message it is (see `Context.follow`).
"""

from __future__ import annotations

from functools import wraps

from bot.telegram.context import Context
from handlers.packing import Press
from handlers.turns import NOTE, OnTap, P


def opened(ctx: Context, press: Press) -> None:
    """What was just shown is the screen of `press`; nothing where other words are awaited."""
    if ctx.awaiting not in (None, NOTE):
        return
    ctx.wait(NOTE, NOTE)
    ctx.draft.setdefault("asking", False)
    ctx.draft["open"] = press.pack()
    ctx.follow()


def living(work: OnTap[P]) -> OnTap[P]:
    """The handler of a button of the booking flow, whose screen is open from then on; by its own
    name, which the trace shows.
    """

    @wraps(work)
    async def show(ctx: Context, press: P) -> object:
        after = await work(ctx, press)
        opened(ctx, press)
        return after

    return show
