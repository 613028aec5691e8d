from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.sandbox.stripe.till import Till, a_till, complaints


@pytest.fixture
async def till(tmp_path: Path) -> AsyncIterator[Till]:
    """A local Stripe of this test's own; whatever it answered must keep to the contract."""
    async with a_till(tmp_path / "stripe.sqlite") as till:
        yield till
        assert complaints(till.stripe) == []
