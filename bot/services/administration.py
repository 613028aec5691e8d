"""What admins see."""

from __future__ import annotations

from dataclasses import replace

from db.queries import admin
from db.queries.admin import Health
from db.session import SERVICE, Transaction


async def health(tx: Transaction) -> Health:
    """How the bot is doing. The handler has checked that an admin asks; read as the service."""
    asker = tx.actor
    await tx.become(SERVICE)
    found = await admin.health(tx)
    await tx.become(asker, via="chat")
    # The update that asks is in work itself and no backlog.
    return replace(found, waiting=max(found.waiting - 1, 0))
