"""What is asked of the database to see how the bot is doing."""

from __future__ import annotations

from db.session import Transaction


async def queue_depths(tx: Transaction) -> dict[str, tuple[int, float]]:
    """By queue, as the service: how many rows wait, and the age of the oldest in seconds."""
    rows = await tx.all("select queue, depth, oldest_seconds from app.queue_depths()")
    return {row.queue: (row.depth, row.oldest_seconds) for row in rows}


async def revision(tx: Transaction) -> str | None:
    """Which revision the tables are at, as the service."""
    found: str | None = await tx.scalar("select app.schema_revision()")
    return found
