"""What `/ready` says: each thing that a visitor would need, whether it works, and how it is."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from db.queries import health
from db.revision import known, standing
from db.session import Database

DATABASE_SECONDS = 3.0
"""A database that takes longer than this for a small question is as good as away."""


@dataclass(frozen=True, slots=True)
class Part:
    """One thing: whether it works, and what there is to say of it."""

    well: bool
    says: dict[str, Any] = field(default_factory=dict)


Look = Callable[[], Part]


class Health:
    """Looks at the database itself, and asks the other parts how they are."""

    def __init__(self, db: Database, **others: Look) -> None:
        self._db = db
        self._others = others

    async def look(self) -> dict[str, Part]:
        """Every part by its name; never raises for what it finds."""
        parts = await self._database()
        return {**parts, **{name: look() for name, look in self._others.items()}}

    async def _database(self) -> dict[str, Part]:
        try:
            async with asyncio.timeout(DATABASE_SECONDS), self._db.begin() as tx:
                at, _ = await health.revision(tx)
        except (SQLAlchemyError, OSError, TimeoutError):
            return {"database": Part(False), "migrations": Part(False, {"is": "unknown"})}
        stands = standing(at)
        told = {"is": stands, "revision": at, "known": known()[0]}
        return {"database": Part(True), "migrations": Part(stands != "behind", told)}
