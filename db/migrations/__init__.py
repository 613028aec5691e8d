"""Alembic's revisions: tables only; everything else is reapplied from db/sql each time."""
