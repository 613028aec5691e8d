"""The local Telegram's books: one SQLite file that outlives the process."""

import json
import sqlite3
from pathlib import Path
from typing import Any

SCHEMA = """
create table if not exists people (
    id integer primary key, role text not null, profile text not null,
    started integer not null, blocked integer not null default 0,
    read_up_to integer not null default 0, keyboard text, last_effect text);
create table if not exists messages (
    id integer primary key autoincrement, person_id integer not null, from_bot integer not null,
    body text not null, sent_at integer not null, deleted_at integer);
create index if not exists messages_of on messages (person_id, id);
create table if not exists edits (
    message_id integer not null, at integer not null, before text not null);
create table if not exists updates (
    id integer primary key autoincrement, person_id integer not null, kind text not null,
    body text not null, created_at integer not null, query_id text);
create table if not exists queries (
    id text primary key, person_id integer not null, message_id integer not null,
    data text not null, at integer not null, expired integer not null default 0, answer text);
create table if not exists files (
    id text primary key, unique_id text not null, name text not null, mime text not null,
    path text not null, body blob not null);
create table if not exists commands (
    scope text not null, language text not null, body text not null,
    primary key (scope, language));
create table if not exists settings (name text primary key, value text not null);
create table if not exists calls (
    id integer primary key autoincrement, at text not null, direction text not null,
    method text not null, request text not null, status integer not null,
    response text not null, milliseconds integer not null);
"""


class Books:
    """Rows of the local Telegram. SQLite is quick enough to be asked from the event loop."""

    def __init__(self, file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        self._connection = sqlite3.connect(file, isolation_level=None)
        self._connection.row_factory = sqlite3.Row
        self._connection.executescript("pragma journal_mode = wal; pragma synchronous = off;")
        self._connection.executescript(SCHEMA)

    def run(self, sql: str, *values: Any) -> int:
        """Write; returns the id of the row that was inserted last."""
        return self._connection.execute(sql, values).lastrowid or 0

    def rows(self, sql: str, *values: Any) -> list[sqlite3.Row]:
        """All rows of a query."""
        return self._connection.execute(sql, values).fetchall()

    def row(self, sql: str, *values: Any) -> sqlite3.Row | None:
        """The first row of a query, or None."""
        found: sqlite3.Row | None = self._connection.execute(sql, values).fetchone()
        return found

    def setting(self, name: str, default: Any = None) -> Any:
        """A value kept by name."""
        row = self.row("select value from settings where name = ?", name)
        return default if row is None else json.loads(row["value"])

    def keep(self, name: str, value: Any) -> None:
        """Keep a JSON value by name."""
        self.run(
            "insert into settings values (?, ?) on conflict (name) do update set value = ?2",
            name,
            json.dumps(value),
        )

    def close(self) -> None:
        """Close the file."""
        self._connection.close()
