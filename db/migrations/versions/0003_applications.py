"""Applications of experts: a reason for the answer, and who may give it."""

from __future__ import annotations

from pathlib import Path

from alembic import op

from db.migrations.scripts import run_script

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_DROP = """
alter table public.expert_profiles drop column verification_note;
drop table app.admins cascade;
drop function if exists app.inbox_claim(bigint);
drop function if exists app.addressee(bigint, uuid);
"""


def upgrade() -> None:
    run_script(op.get_bind(), Path(__file__).with_suffix(".sql").read_text("utf-8"))


def downgrade() -> None:
    run_script(op.get_bind(), _DROP)
