"""Every table of the platform and of the bot."""

from __future__ import annotations

from pathlib import Path

from alembic import op

from db.migrations.scripts import run_script

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# Functions take rows of tables as arguments; migrating up again brings them back.
_DROP = """
drop table if exists
    app.slot_work, app.leases, app.booking_events, app.settles, app.payment_attempts,
    app.reminders, app.cards, app.conversations, app.outbox, app.stripe_events,
    app.telegram_updates, app.telegram_accounts, public.bookings, public.bookable_slots,
    public.availability_windows, public.sessions, public.learner_profiles,
    public.expert_profiles, public.user_profiles, app.transitions, app.reminder_offsets,
    app.cancellation_policies, app.clock, app.zones
    cascade;
"""


def upgrade() -> None:
    run_script(op.get_bind(), Path(__file__).with_suffix(".sql").read_text("utf-8"))


def downgrade() -> None:
    run_script(op.get_bind(), _DROP)
