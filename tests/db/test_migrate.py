"""Migrating: from nothing, again, step by step, and without the rights."""

from __future__ import annotations

import asyncpg

from db.session import Database


async def test_the_bots_login_reads_the_clock(db: Database, owner: asyncpg.Connection) -> None:
    async with db.begin() as tx:
        assert tx.now.tzinfo is not None
        assert await tx.scalar("select session_user") == "tutorline"
    assert await owner.fetchval("select count(*) from app.zones") > 400
