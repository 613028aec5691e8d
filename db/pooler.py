"""Finds out whether an address leads through a transaction pooler."""

from __future__ import annotations

from db.session import Database


async def shares_backends(url: str) -> bool:
    """Whether two connections that are open at once are served by one process of the server.

    A transaction pooler hands the process of a connection that is idle to the next one; to
    Postgres itself, and behind a session pooler, each connection has its own while it is open.
    """
    db = Database.connect(url, pooler=True, size=2)
    try:
        async with db.engine.connect() as one, db.engine.connect() as other:
            seen = []
            for connection in (one, other):
                seen.append((await connection.exec_driver_sql("select pg_backend_pid()")).scalar())
                await connection.commit()
        return seen[0] == seen[1]
    finally:
        await db.close()
