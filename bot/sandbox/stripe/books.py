"""The local Stripe's books: one SQLite file, so that a restart forgets nothing.

Everything runs on the event loop's thread and nothing awaits inside a transaction, so requests
take effect one after the other, each whole or not at all. The write-ahead log survives the death
of the process; only a crash of the machine could lose the last moments, which a sandbox may.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.sandbox.stripe.ports import Obj

SCHEMA = """
create table if not exists objects (
  seq integer primary key autoincrement,
  id text not null unique,
  kind text not null,
  created integer not null,
  body text not null
);
create index if not exists objects_by_kind on objects (kind, seq);
create index if not exists objects_by_intent
  on objects (kind, json_extract(body, '$.payment_intent'));
create table if not exists dues (
  id text not null,
  what text not null,
  at integer not null,
  primary key (id, what)
);
create table if not exists keys (
  key text primary key,
  fingerprint text not null,
  request_id text not null,
  created integer not null,
  status integer not null,
  body text not null
);
create index if not exists keys_by_age on keys (created);
create table if not exists deliveries (
  id integer primary key autoincrement,
  event_id text not null,
  state text not null check (state in ('waiting', 'done', 'dropped', 'given_up')),
  attempts integer not null default 0,
  held integer not null default 0,
  next_at real not null,
  answer text
);
create index if not exists deliveries_waiting on deliveries (next_at) where state = 'waiting';
"""


@dataclass(frozen=True)
class Due:
    """Something that will happen to an object by itself; `at` in Unix seconds."""

    id: str
    what: str
    at: int


class Books:
    """Objects, due times, idempotency keys and webhook deliveries."""

    def __init__(self, file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        self.db = sqlite3.connect(file, isolation_level=None)
        self.db.row_factory = sqlite3.Row
        self.db.execute("pragma journal_mode = wal")
        self.db.execute("pragma synchronous = normal")
        self.db.executescript(SCHEMA)

    def close(self) -> None:
        """Close the file."""
        self.db.close()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Make what is written inside appear whole, or not at all when an exception leaves."""
        self.db.execute("begin immediate")
        try:
            yield
        except BaseException:
            self.db.execute("rollback")
            raise
        self.db.execute("commit")

    def put(self, obj: Obj) -> None:
        """Write an object, new or changed; its id, kind and creation time never change."""
        self.db.execute(
            "insert into objects (id, kind, created, body) values (?, ?, ?, ?)"
            " on conflict (id) do update set body = excluded.body",
            (obj["id"], obj["object"], obj["created"], json.dumps(obj)),
        )

    def get(self, kind: str, object_id: str) -> Obj | None:
        """Return an object of that kind, or None."""
        row = self.db.execute(
            "select body from objects where id = ? and kind = ?", (object_id, kind)
        ).fetchone()
        return None if row is None else _obj(row)

    def seq(self, kind: str, object_id: str) -> int | None:
        """Return the place of an object in the order of creation, or None."""
        row = self.db.execute(
            "select seq from objects where id = ? and kind = ?", (object_id, kind)
        ).fetchone()
        return None if row is None else int(row["seq"])

    def find(
        self,
        kind: str,
        where: list[tuple[str, object]] | None = None,
        *,
        order: str = "desc",
        limit: int = -1,
    ) -> list[Obj]:
        """Return objects of a kind for which every SQL condition (one `?` each) holds.

        Conditions and `order` come from this package only, never from a request.
        """
        conditions = " and ".join(["kind = ?", *(sql for sql, _ in where or [])])
        values = [kind, *(value for _, value in where or []), limit]
        rows = self.db.execute(
            f"select body from objects where {conditions} order by seq {order} limit ?",  # noqa: S608
            values,
        )
        return [_obj(row) for row in rows]

    def due(self, object_id: str, what: str, at: int) -> None:
        """Note that `what` happens to the object at `at`; an earlier note is replaced."""
        self.db.execute(
            "insert into dues (id, what, at) values (?, ?, ?)"
            " on conflict (id, what) do update set at = excluded.at",
            (object_id, what, at),
        )

    def not_due(self, object_id: str, what: str) -> None:
        """Forget that `what` was to happen to the object."""
        self.db.execute("delete from dues where id = ? and what = ?", (object_id, what))

    def next_due(self) -> Due | None:
        """Return what happens next, or None when nothing is to come."""
        row = self.db.execute("select * from dues order by at, rowid limit 1").fetchone()
        return None if row is None else Due(row["id"], row["what"], row["at"])


def _obj(row: sqlite3.Row) -> Obj:
    body: Obj = json.loads(row["body"])
    return body
