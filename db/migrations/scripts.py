"""Run SQL scripts of many statements through SQLAlchemy's asyncpg dialect."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, text


def run_script(connection: Connection, sql: str) -> None:
    """Execute a whole script inside the connection's transaction.

    SQLAlchemy prepares every statement and Postgres prepares one at a time, so that a script has
    to go to asyncpg itself, by the simple protocol. The statement before it makes sure that the
    transaction, which the dialect begins late, has begun.
    """
    connection.execute(text("select 1"))
    adapted: Any = connection.connection.dbapi_connection
    adapted.run_async(lambda raw: raw.execute(sql))
