from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from db.seed import seed
from tests.e2e.stage import Stage, raised


@pytest.fixture
def seeded(admin_url: str, app_url: str) -> str:
    """A database with the three demo experts; the bot's address of it."""
    seed(admin_url)
    return app_url


@pytest.fixture
async def stage(seeded: str, tmp_path: Path) -> AsyncIterator[Stage]:
    """The whole product, as `make run` starts it, on a database of this test's own."""
    async with raised(seeded, tmp_path) as stage:
        yield stage
