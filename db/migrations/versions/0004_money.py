"""Money: what moved when, disputes, the platform's share, what a cancellation was said to return."""

from __future__ import annotations

from pathlib import Path

from alembic import op

from db.migrations.scripts import run_script

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_DROP = """
drop trigger if exists money_moved on public.bookings;
drop trigger if exists money_new on public.bookings;
drop table app.refund_quotes cascade;
drop table app.disputes cascade;
drop table app.ledger_entries cascade;
drop table app.platform cascade;
drop index app.stripe_events_unhandled;
alter table app.stripe_events drop column not_before, drop column dead_at, drop column number;
drop index public.bookings_unfinished, public.bookings_paid_lately, public.bookings_owing;
create index bookings_to_complete on public.bookings (end_at)
    where status = 'confirmed' and payment_status = 'captured';
alter table public.bookings drop column fee_bps, drop column receipt_url;
drop function if exists app.notify(public.bookings, text, text, text, jsonb);
drop function if exists app.payments_case(uuid);
drop function if exists app.booking_card(uuid) cascade;
drop function if exists app.cancel_booking(uuid, text, integer);
"""


def upgrade() -> None:
    run_script(op.get_bind(), Path(__file__).with_suffix(".sql").read_text("utf-8"))


def downgrade() -> None:
    run_script(op.get_bind(), _DROP)
