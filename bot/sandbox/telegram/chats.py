"""The messages of all chats, with what they said before they were edited."""

import json
import sqlite3
from typing import Any

from bot.sandbox.clock import Clock
from bot.sandbox.telegram.books import Books
from bot.sandbox.telegram.events import Events
from bot.sandbox.telegram.people import Person

MESSAGE_IDS_FROM = 100


class Chats:
    """Private chats between people and the one bot; message ids count through all of them."""

    def __init__(self, books: Books, clock: Clock, events: Events, bot: dict[str, Any]) -> None:
        self._books = books
        self._clock = clock
        self._events = events
        self._bot = bot

    def post(self, person: Person, content: dict[str, Any], *, from_bot: bool) -> dict[str, Any]:
        """Write a message down and show it; returns it as a Message of the Bot API."""
        now = self._clock.timestamp()
        head = {"from": self._bot if from_bot else person.user(), "chat": person.chat()}
        body = {**head, "date": now, **content}
        first = self._books.row("select 1 from messages limit 1") is None
        message_id = self._books.run(
            "insert into messages (id, person_id, from_bot, body, sent_at) values (?, ?, ?, ?, ?)",
            MESSAGE_IDS_FROM + 1 if first else None,
            person.id,
            from_bot,
            json.dumps(body, ensure_ascii=False),
            now,
        )
        self._events.publish("message", person=person.id, message_id=message_id)
        return {"message_id": message_id, **body}

    def find(self, person_id: int, message_id: int) -> dict[str, Any] | None:
        """The message as it stands now, or None where it never was or was deleted."""
        row = self._books.row(
            "select * from messages where id = ? and person_id = ? and deleted_at is null",
            message_id,
            person_id,
        )
        return None if row is None else _message(row)

    def edit(self, person_id: int, message: dict[str, Any]) -> dict[str, Any]:
        """Replace a message's content, keep what it said before, and show it."""
        before = self._books.row("select body from messages where id = ?", message["message_id"])
        now = self._clock.timestamp()
        edited = {**message, "edit_date": now}
        self._books.run(
            "insert into edits values (?, ?, ?)",
            message["message_id"],
            now,
            before["body"] if before else "{}",
        )
        body = {name: value for name, value in edited.items() if name != "message_id"}
        self._books.run(
            "update messages set body = ? where id = ?",
            json.dumps(body, ensure_ascii=False),
            message["message_id"],
        )
        self._events.publish("edit", person=person_id, message_id=message["message_id"])
        return edited

    def delete(self, person_id: int, message_id: int) -> None:
        """Take a message out of the chat; the books keep it."""
        self._books.run(
            "update messages set deleted_at = ? where id = ?", self._clock.timestamp(), message_id
        )
        self._events.publish("delete", person=person_id, message_id=message_id)

    def history(self, person_id: int, limit: int = 200) -> list[dict[str, Any]]:
        """The last messages of a chat, oldest first, each with how often it was edited."""
        rows = self._books.rows(
            "select m.*, (select count(*) from edits e where e.message_id = m.id) as edits"
            " from messages m where person_id = ? and deleted_at is null"
            " order by id desc limit ?",
            person_id,
            limit,
        )
        return [
            {**_message(row), "from_bot": bool(row["from_bot"]), "edits": row["edits"]}
            for row in reversed(rows)
        ]

    def versions(self, message_id: int) -> list[dict[str, Any]]:
        """What a message said before, oldest first."""
        rows = self._books.rows(
            "select at, before from edits where message_id = ? order by rowid", message_id
        )
        return [{"at": row["at"], "message": json.loads(row["before"])} for row in rows]

    def unread(self, person_id: int) -> int:
        """How many of the bot's messages the person has not seen."""
        row = self._books.row(
            "select count(*) as count from messages m join people p on p.id = m.person_id"
            " where p.id = ? and m.from_bot and m.deleted_at is null and m.id > p.read_up_to",
            person_id,
        )
        return 0 if row is None else int(row["count"])

    def mark_read(self, person_id: int) -> None:
        """The person has seen everything so far."""
        self._books.run(
            "update people set read_up_to = coalesce((select max(id) from messages"
            " where person_id = ?1), 0) where id = ?1",
            person_id,
        )
        self._events.publish("read", person=person_id)


def _message(row: sqlite3.Row) -> dict[str, Any]:
    return {"message_id": row["id"], **json.loads(row["body"])}
