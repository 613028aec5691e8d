"""Admins: what was given up on, money that does not settle, a booking with its history."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from bot.domain.errors import NotFound
from bot.services import operations
from bot.telegram.context import Context
from db.queries.operations import Source
from db.session import Transaction
from handlers import callbacks_operations as op
from handlers import views, views_operations, views_record
from handlers.packing import Press
from handlers.turns import Handler, odd, show_forged, speech, tapped

P = TypeVar("P", bound=Press)
T = TypeVar("T")

_SOURCES: dict[int, Source] = {op.UPDATE: "update", op.MESSAGE: "message", op.EVENT: "event"}
_LAST_PAGE = 1000
_DIGITS = 18


async def begun(ctx: Context, typed: str) -> None:
    """/admin and the beginning of a booking's id."""
    words = speech(ctx)
    found = await operations.bookings_like(ctx.tx, typed)
    if found and len(found) == 1:
        ctx.show(views_record.record(words, await operations.record(ctx.tx, found[0])))
    elif found:
        ctx.show(views_operations.several(words, found))
    else:
        ctx.show(views_operations.nothing(words, "admin-booking-none"))


async def paged(
    ctx: Context, wanted: int, read: Callable[[Transaction, int], Awaitable[Sequence[T]]]
) -> tuple[int, Sequence[T]]:
    """The page that is wanted of a list, or the first where there is none such."""
    page = min(max(wanted, 0), _LAST_PAGE)
    found = await read(ctx.tx, page)
    if page and not found:
        page, found = 0, await read(ctx.tx, 0)
    return page, found


async def letters(ctx: Context, press: op.Letters) -> None:
    """A page of what was given up on."""
    await _letters(ctx, press.page)


async def _letters(ctx: Context, wanted: int, said: str | None = None) -> None:
    page, found = await paged(ctx, wanted, operations.letters)
    words = speech(ctx)
    screen = views_operations.letters(words, found, page)
    ctx.show(views.under(words.t(said), screen) if said else screen)


def _named(press: op.Letter | op.RetryLetter | op.DismissLetter) -> tuple[Source, int] | None:
    """Which one a button means; None where no version of ours wrote it."""
    source = _SOURCES.get(press.source)
    number = press.number
    if source is None or not (number.isascii() and number.isdecimal() and len(number) <= _DIGITS):
        return None
    return source, int(number)


async def letter(ctx: Context, press: op.Letter) -> None:
    """One of them; one that is none any more shows the rest."""
    named = _named(press)
    if named is None:
        show_forged(ctx)
        return
    found = await operations.letter(ctx.tx, *named)
    if found is None:
        await _letters(ctx, 0, "admin-letter-gone")
        return
    ctx.show(views_operations.letter(speech(ctx), found))


async def retry(ctx: Context, press: op.RetryLetter) -> None:
    """Take it up again."""
    await _operate(ctx, press, "admin-letter-retried", retry=True)


async def dismiss(ctx: Context, press: op.DismissLetter) -> None:
    """Let it rest."""
    await _operate(ctx, press, "admin-letter-dismissed", retry=False)


async def _operate(
    ctx: Context, press: op.RetryLetter | op.DismissLetter, said: str, *, retry: bool
) -> None:
    named = _named(press)
    if named is None:
        show_forged(ctx)
        return
    done = await operations.operate(ctx.tx, *named, retry=retry)
    await _letters(ctx, 0, said if done else "admin-letter-gone")


async def failed_settles(ctx: Context, press: op.FailedSettles) -> None:
    """A page of the bookings whose money could not be settled."""
    page, found = await paged(ctx, press.page, operations.failed_settles)
    ctx.show(views_operations.settles(speech(ctx), found, page))


async def record(ctx: Context, press: op.Record) -> None:
    """A booking with its audit."""
    try:
        found = await operations.record(ctx.tx, press.booking_id)
    except NotFound:
        ctx.show(views_operations.nothing(speech(ctx), "admin-booking-none"))
        return
    ctx.show(views_record.record(speech(ctx), found))


async def settle_again(ctx: Context, press: op.SettleAgain) -> None:
    """Have the money looked at now, and show the booking meanwhile."""
    try:
        await operations.settle_again(ctx.tx, press.booking_id)
        found = await operations.record(ctx.tx, press.booking_id)
    except NotFound:
        ctx.show(views_operations.nothing(speech(ctx), "admin-booking-none"))
        return
    ctx.show(views_record.record(speech(ctx), found))


def _for_admins(kind: type[P], work: Callable[[Context, P], Awaitable[None]]) -> Handler:
    async def handle(ctx: Context, press: P) -> None:
        if ctx.account.is_admin:
            await work(ctx, press)
        else:
            ctx.show(odd(ctx, "odd-not-admin"))

    return tapped(kind, handle)


def handlers() -> list[Handler]:
    """The buttons of this page, each for admins alone."""
    return [
        _for_admins(op.Letters, letters),
        _for_admins(op.Letter, letter),
        _for_admins(op.RetryLetter, retry),
        _for_admins(op.DismissLetter, dismiss),
        _for_admins(op.FailedSettles, failed_settles),
        _for_admins(op.Record, record),
        _for_admins(op.SettleAgain, settle_again),
    ]
