"""The simulation's Postgres: it may lose everything when the power fails, so it need not wait."""

from __future__ import annotations

import asyncpg

_FAST = ("fsync", "synchronous_commit", "full_page_writes")


async def hurried(url: str) -> None:
    """Spare the disk. A process that is killed loses nothing by that, only a machine would."""
    connection = await asyncpg.connect(url)
    try:
        for setting in _FAST:
            await connection.execute(f"alter system set {setting} = off")
        await connection.execute("select pg_reload_conf()")
    finally:
        await connection.close()
