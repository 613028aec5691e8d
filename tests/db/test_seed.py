"""The demo experts."""

from __future__ import annotations

import asyncpg

from db.queries import browse
from db.seed import seed_async
from db.session import Database
from tests.builders import a_learner


async def test_the_demo_experts_can_be_booked_and_are_made_once(
    db: Database, owner: asyncpg.Connection, admin_url: str
) -> None:
    assert await seed_async(admin_url) == 3
    assert await seed_async(admin_url) == 0
    learner = await a_learner(owner)
    async with db.begin(learner.actor) as tx:
        topics = await browse.topics(tx, limit=8)
        assert {"python", "machine learning", "sql"} <= {topic.topic for topic in topics}
        offers = await browse.sessions(tx, "python", limit=8)
        assert {offer.expert_name for offer in offers} == {"Maria K.", "Jonas P.", "Amira S."}
