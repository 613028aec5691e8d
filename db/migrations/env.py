"""Alembic's environment: works inside the transaction that db.migrate has begun."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection

connection: Connection | None = context.config.attributes.get("connection")
if connection is None:
    raise RuntimeError("Run `python main.py migrate`: it gives Alembic its connection.")

context.configure(
    connection=connection,
    target_metadata=None,
    version_table="alembic_version",
    version_table_schema="app",
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
