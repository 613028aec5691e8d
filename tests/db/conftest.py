"""The usual people of the database tests."""

from __future__ import annotations

import asyncpg
import pytest

from tests.builders import (
    Person,
    Slot,
    a_learner,
    a_session,
    a_slot,
    an_expert,
)


@pytest.fixture
async def expert(owner: asyncpg.Connection) -> Person:
    return await an_expert(owner, telegram=True)


@pytest.fixture
async def learner(owner: asyncpg.Connection) -> Person:
    return await a_learner(owner, telegram=True)


@pytest.fixture
async def slot(owner: asyncpg.Connection, expert: Person) -> Slot:
    return await a_slot(owner, await a_session(owner, expert))
