"""Signs of life: which processes run, so that what a dead one held is free within seconds."""

from __future__ import annotations

from alembic import op

from db.migrations.scripts import run_script

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_UP = """
-- A process's signs of life (real time): the last one, and since when none was left out.
create table app.workers (
    name text primary key,
    since timestamptz not null,
    seen_at timestamptz not null
);
"""
_DOWN = """
drop table if exists app.workers cascade;
"""


def upgrade() -> None:
    run_script(op.get_bind(), _UP)


def downgrade() -> None:
    run_script(op.get_bind(), _DOWN)
