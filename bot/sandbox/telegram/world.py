"""Everything the local Telegram is made of, in one place."""

import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.sandbox.clock import Clock
from bot.sandbox.telegram.books import Books
from bot.sandbox.telegram.chats import Chats
from bot.sandbox.telegram.contract import Upload
from bot.sandbox.telegram.events import Events
from bot.sandbox.telegram.faults import Faults
from bot.sandbox.telegram.limits import Limits
from bot.sandbox.telegram.people import People
from bot.sandbox.telegram.updates import Updates
from bot.sandbox.telegram.wire import Wire

BOT_NAME = "Tutorline"
BOT_USERNAME = "tutorline_sandbox_bot"


@dataclass(frozen=True)
class World:
    """The local Telegram: one bot, its token, and the people who write to it."""

    token: str
    bot: dict[str, Any]
    clock: Clock
    books: Books
    events: Events
    people: People
    chats: Chats
    updates: Updates
    limits: Limits
    faults: Faults
    wire: Wire

    def store_file(self, upload: Upload, folder: str) -> dict[str, Any]:
        """Keep an uploaded file; returns its id, unique id, size and path."""
        file_id, unique_id = f"BQACAgQ{uuid.uuid4().hex}", f"AgAD{uuid.uuid4().hex[:12]}"
        count = self.books.row("select count(*) as count from files")
        suffix = Path(upload.name).suffix
        path = f"{folder}/file_{count['count'] if count else 0}{suffix}"
        self.books.run(
            "insert into files values (?, ?, ?, ?, ?, ?)",
            file_id,
            unique_id,
            upload.name,
            upload.mime,
            path,
            upload.body,
        )
        return {"file_id": file_id, "file_unique_id": unique_id, "file_size": len(upload.body)}


def open_world(books: Path, clock: Clock, token: str, *, rate_limits: bool = True) -> World:
    """Open the books in a folder (made where missing); `token` is the only one accepted."""
    kept = Books(books / "telegram.sqlite")
    events = Events()
    bot = {
        "id": int(token.partition(":")[0]),
        "is_bot": True,
        "first_name": BOT_NAME,
        "username": BOT_USERNAME,
    }
    return World(
        token=token,
        bot=bot,
        clock=clock,
        books=kept,
        events=events,
        people=People(kept),
        chats=Chats(kept, clock, events, bot),
        updates=Updates(kept, clock, events),
        limits=Limits(enabled=rate_limits),
        faults=Faults(),
        wire=Wire(kept, clock, events),
    )
