"""When an expert is free: /availability, the preview, and saving it."""

from __future__ import annotations

from bot.domain.availability import NotUnderstood, Window, parse
from bot.services import availability
from bot.telegram.context import Context
from bot.telegram.conversation import PostgresConversation
from bot.telegram.screens import Screen
from handlers import callbacks as on
from handlers import views, views_windows
from handlers.turns import WINDOWS, command, show_forged, speech, stopping, tapped, typed


async def availability_said(ctx: Context, text: str) -> object:
    """/availability: with a text, its preview; without, what is saved and how to change it."""
    return await _read(ctx, text) if text else await _present(ctx)


async def show(ctx: Context, _: on.ShowWindows) -> object:
    """What is saved."""
    return await _present(ctx)


async def _present(ctx: Context) -> object:
    """Times typed right after it are read; nothing was asked, so nothing is given up aloud."""
    ctx.draft["asking"] = False
    ctx.show(views_windows.present(speech(ctx), await availability.present(ctx.tx)))
    return WINDOWS


async def ask(ctx: Context, _: on.TypeWindows) -> str:
    """Ask for the windows."""
    ctx.draft["asking"] = True
    ctx.show(views_windows.ask(speech(ctx)))
    return WINDOWS


async def windows_typed(ctx: Context, text: str) -> object:
    """The answer to the question; not understood, it is asked again."""
    if not text:
        words = speech(ctx)
        ctx.show(views.under(words.t("answer-empty"), views_windows.ask(words)))
        return WINDOWS
    return await _read(ctx, text)


async def _read(ctx: Context, text: str) -> object:
    words = speech(ctx)
    ctx.draft["asking"] = True
    try:
        windows = parse(text, words.language)
    except NotUnderstood as trouble:
        ctx.show(views_windows.not_understood(words, trouble))
        return WINDOWS
    packed = availability.pack(windows, words.zone)
    if packed is None:
        ctx.show(views_windows.too_many(words))
        return WINDOWS
    # Nothing is asked any more; who corrects a line types it once more and gets a newer preview.
    ctx.draft.update(asking=False, preview=packed)
    ctx.show(await _preview(ctx, windows, packed))
    return WINDOWS


async def _preview(ctx: Context, windows: tuple[Window, ...], packed: str) -> Screen:
    words = speech(ctx)
    effect = await availability.preview(ctx.tx, windows, words.zone)
    return views_windows.preview(words, windows, effect, packed)


async def save(ctx: Context, press: on.SaveWindows) -> None:
    """Save what the button's message showed; in another zone by now, it is shown again first.

    Under an older preview than the newest, the newest is shown instead.
    """
    words = speech(ctx)
    newest = ctx.draft.get("preview") if ctx.awaiting == WINDOWS else None
    newer = newest is not None and newest != press.packed
    try:
        windows, same_zone = availability.unpack(newest or press.packed, words.zone)
    except ValueError:
        show_forged(ctx)
        return
    if newer or not same_zone:
        again = availability.pack(windows, words.zone) or press.packed
        if newest is not None:
            ctx.draft["preview"] = again
        said = words.t("windows-zone-changed" if not same_zone else "windows-newer")
        ctx.show(views.under(said, await _preview(ctx, windows, again)))
        return
    if ctx.awaiting == WINDOWS:
        ctx.leave()
    done = await availability.save(ctx.tx, windows, words.zone)
    ctx.show(views_windows.saved(words, windows, done))


async def keep(ctx: Context, _: on.KeepWindows) -> None:
    """The preview is dropped."""
    await stop_windows(ctx)


async def stop_windows(ctx: Context) -> None:
    """Stopped: what is saved stays."""
    ctx.show(views_windows.kept(speech(ctx), await availability.present(ctx.tx)))


def conversation() -> PostgresConversation:
    """The conversation that awaits a week in words."""
    said = command("availability", availability_said, zone=True, expert=True, own=WINDOWS)
    return PostgresConversation(
        WINDOWS,
        entry_points=[
            tapped(on.TypeWindows, ask, zone=True, expert=True),
            tapped(on.ShowWindows, show, zone=True, expert=True),
            said,
        ],
        states={WINDOWS: [typed(windows_typed)]},
        fallbacks=stopping(stop_windows),
    )
