"""Elections: one process holds a name for a while; rows in Postgres, no other engine."""

from __future__ import annotations

import secrets
import socket

from bot import metrics
from db.session import Database


def new_holder() -> str:
    """A name for this process that no other process has, nor this one after a restart."""
    return f"{socket.gethostname()}-{secrets.token_hex(6)}"


async def take(db: Database, name: str, holder: str, seconds: float) -> bool:
    """Take or renew the lease; True while `holder` has it for the next `seconds`."""
    taken = False
    try:
        async with db.begin() as tx:
            taken = bool(
                await tx.scalar(
                    "select app.lease_take(:name, :holder, :seconds)",
                    name=name,
                    holder=holder,
                    seconds=float(seconds),
                )
            )
        return taken
    finally:
        metrics.LEADS.labels(name).set(taken)


async def release(db: Database, name: str, holder: str) -> None:
    """Give the lease back, if it is ours."""
    metrics.LEADS.labels(name).set(0)
    async with db.begin() as tx:
        await tx.run("select app.lease_release(:name, :holder)", name=name, holder=holder)
