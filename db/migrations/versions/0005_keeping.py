"""What is kept how long: keys and indexes to prune by, and those that the usual advice asks for."""

from __future__ import annotations

from pathlib import Path

from alembic import op

from db.migrations.scripts import run_script

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_DROP = """
drop index public.bookable_slots_unbooked;
drop index app.payment_attempts_booking;
alter table app.transitions drop column number;
drop function if exists app.prune_handled(interval, integer);
drop function if exists app.prune_chats(interval, integer);
drop function if exists app.prune_slots(interval, integer);
drop function if exists app.prune_audit(interval, integer);
"""


def upgrade() -> None:
    run_script(op.get_bind(), Path(__file__).with_suffix(".sql").read_text("utf-8"))


def downgrade() -> None:
    run_script(op.get_bind(), _DROP)
