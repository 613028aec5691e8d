"""SQLAlchemy's tables against the migrated database."""

from __future__ import annotations

from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, MetaData

from db.models import metadata
from tests.db.test_migrate import on_connection


async def test_the_models_are_the_tables_that_migrating_makes(admin_url: str) -> None:
    def ours(entry: Any, name: str | None, kind: str, reflected: bool, _: Any) -> bool:
        if kind == "table":
            return entry.schema in (None, "app") and name != "alembic_version"
        # Indexes and constraints are the SQL's alone.
        return kind == "column"

    def compare(connection: Connection) -> None:
        context = MigrationContext.configure(
            connection,
            opts={
                "include_schemas": True,
                "include_object": ours,
                "compare_type": True,
                "compare_server_default": False,
            },
        )
        # Alembic knows the default schema by no name.
        named = MetaData()
        for table in metadata.tables.values():
            schema: Any = None if table.schema == "public" else table.schema
            table.to_metadata(named, schema=schema)
        assert [str(change) for change in compare_metadata(context, named)] == []

    await on_connection(admin_url, compare)
