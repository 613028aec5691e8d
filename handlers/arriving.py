"""Where a link of an expert or of a session leads."""

from __future__ import annotations

from uuid import UUID

from bot.domain.ids import ExpertId, SessionId
from bot.telegram.context import Context
from bot.telegram.screens import Screen
from handlers import book
from handlers import callbacks as on
from handlers.living import opened
from handlers.packing import Forged, expert_key, pack_uuid, unpack_uuid
from handlers.views_book import FIRST

_NOBODY = UUID(int=0)
"""Of a link that was cut or made up: nobody's, as one of an expert who is gone."""


def expert_link(address: str, expert_id: ExpertId) -> str:
    """The address under which an expert's sessions open; `address` is the bot's user name."""
    return f"https://t.me/{address}?start=expert_{pack_uuid(expert_id)}"


def leads(wanted: str) -> bool:
    """Whether what stands behind /start is the link of an expert or a session."""
    return wanted.startswith(("expert_", "session_"))


async def screen(ctx: Context, wanted: str) -> Screen:
    """What the link shows; one that leads nowhere any more shows what is free."""
    kind, _, packed = wanted.partition("_")
    try:
        found = unpack_uuid(packed)
    except Forged:
        found = _NOBODY
    if kind == "expert":
        return await book.expert_screen(ctx, ExpertId(found))
    return await book.session_screen(ctx, SessionId(found))


def arrived(ctx: Context, wanted: str) -> None:
    """What the link leads to was just shown: it is the screen that is open."""
    kind, _, packed = wanted.partition("_")
    try:
        found = unpack_uuid(packed)
    except Forged:
        opened(ctx, on.Topics(0))
        return
    if kind == "expert":
        opened(ctx, on.Sessions(0, expert_key(found)))
    else:
        opened(ctx, on.Days(SessionId(found), FIRST, ""))
