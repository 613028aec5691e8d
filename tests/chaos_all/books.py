"""What the stand-ins' own books say: the local Telegram's SQLite file, read only.

Who said what when, in which words first; every call of the bot's and what became of it.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

ACTED = ("sendMessage", "sendDocument", "sendPhoto")
SLOW = 1500
"""Milliseconds after which the bot may have stopped listening for the answer (it does at 2 s)."""


@dataclass(frozen=True)
class Copy:
    """A message that answered a numbered word: its place in the chat, and whether the bot was told.

    `since` is when the call began, `until` when it was answered, by the stand-in's clock.
    """

    place: int
    since: datetime
    until: datetime
    told: bool


@dataclass
class Chat:
    """One person's: numbers of the words they sent, copies of each answer, all that was said."""

    words: list[int]
    answers: dict[int, list[Copy]]
    texts: list[str]
    """Every version of every message of the bot's."""


@dataclass(frozen=True)
class Telegram:
    """All of it; `conflicts` counts polls that were ended because another one began."""

    chats: dict[int, Chat]
    conflicts: int
    waiting: int
    taps: int
    delivered: int
    repeated: int


def read(file: Path) -> Telegram:
    """Read the books."""
    connection = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    connection.row_factory = sqlite3.Row
    try:
        chats = {row["id"]: _chat(connection, row["id"]) for row in connection.execute(_PEOPLE)}
        _answers(connection, chats)
        delivered = _one(connection, _DELIVERED)
        return Telegram(
            chats,
            conflicts=_one(connection, _CONFLICTS),
            waiting=_one(connection, "select count(*) from updates"),
            taps=_one(connection, "select count(*) from queries"),
            delivered=delivered,
            repeated=delivered - _one(connection, _DISTINCT),
        )
    finally:
        connection.close()


def _one(connection: sqlite3.Connection, sql: str) -> int:
    return int(connection.execute(sql).fetchone()[0])


_PEOPLE = "select id from people"
_CONFLICTS = (
    "select count(*) from calls where method = 'getUpdates' and status = 409"
    " and response like '%terminated by other getUpdates%'"
)
_DELIVERED = "select count(*) from calls where direction = 'webhook' and status = 200"
_DISTINCT = (
    "select count(distinct json_extract(request, '$.update_id')) from calls"
    " where direction = 'webhook' and status = 200"
)
_WORD = re.compile(r"/w(\d+)\b")


def _chat(connection: sqlite3.Connection, person: int) -> Chat:
    words: list[int] = []
    texts: list[str] = []
    rows = connection.execute(
        "select id, from_bot, body from messages where person_id = ? order by id", (person,)
    )
    for row in rows.fetchall():
        if row["from_bot"]:
            before = connection.execute(
                "select before from edits where message_id = ? order by rowid", (row["id"],)
            )
            texts += [_text(each["before"]) for each in before.fetchall()]
            texts.append(_text(row["body"]))
        elif word := _WORD.fullmatch(_text(row["body"])):
            words.append(int(word[1]))
    return Chat(words, defaultdict(list), texts)


def _answers(connection: sqlite3.Connection, chats: dict[int, Chat]) -> None:
    """Pair each copy of an answer with the call that made it, in the order of both."""
    for row in connection.execute(
        "select * from calls where direction = 'call' and method = 'sendMessage' order by id"
    ):
        request = json.loads(row["request"])
        word = _WORD.search(str(request.get("text", "")))
        acted = row["status"] == 200 or _acted(row)
        if not word or not acted or request.get("chat_id") not in chats:
            continue
        until = datetime.fromisoformat(row["at"])
        copy = Copy(
            place=row["id"],
            since=until - timedelta(milliseconds=row["milliseconds"]),
            until=until,
            told=row["status"] == 200 and row["milliseconds"] < SLOW,
        )
        chats[request["chat_id"]].answers[int(word[1])].append(copy)


def _acted(row: sqlite3.Row) -> bool:
    """Whether a call that was answered with an error had done its work before."""
    response = json.loads(row["response"])
    return bool(response.get("acted"))


def _text(body: str) -> str:
    message: dict[str, Any] = json.loads(body)
    text = str(message.get("text", message.get("caption", "")))
    return text.replace("\N{NO-BREAK SPACE}", " ")
