"""What not both parties of a booking may read leaves its row: `select *` is for them again."""

from __future__ import annotations

from alembic import op

from db.migrations.scripts import run_script

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_UP = """
-- The address of Stripe's receipt, which shows the learner's card.
create table app.receipts (
    booking_id uuid primary key references public.bookings (id) on delete cascade,
    url text not null
);
insert into app.receipts (booking_id, url)
select b.id, b.receipt_url from public.bookings b where b.receipt_url is not null;

-- The platform's share of a booking where it takes one, as it was when the seat was taken.
create table app.booking_fees (
    booking_id uuid primary key references public.bookings (id) on delete cascade,
    fee_bps integer not null constraint booking_fees_range check (fee_bps between 1 and 10000)
);
insert into app.booking_fees (booking_id, fee_bps)
select b.id, b.fee_bps from public.bookings b where b.fee_bps > 0;

-- The unguessable part of the meeting room's address, one for all who share the slot; made when the
-- first of them is accepted by an expert without a link of their own.
create table app.rooms (
    slot_id uuid primary key references public.bookable_slots (id) on delete cascade,
    room text not null default replace(gen_random_uuid()::text, '-', '')
);
insert into app.rooms (slot_id, room)
select s.id, s.room from public.bookable_slots s where s.current_bookings > 0;

alter table public.bookings drop column receipt_url, drop column fee_bps;
alter table public.bookable_slots drop column room;
"""
_DOWN = """
alter table public.bookable_slots
    add column room text not null default replace(gen_random_uuid()::text, '-', '');
update public.bookable_slots s set room = r.room from app.rooms r where r.slot_id = s.id;
alter table public.bookings
    add column fee_bps integer not null default 0
        constraint bookings_fee_range check (fee_bps between 0 and 10000),
    add column receipt_url text;
update public.bookings b set fee_bps = f.fee_bps from app.booking_fees f where f.booking_id = b.id;
update public.bookings b set receipt_url = r.url from app.receipts r where r.booking_id = b.id;
alter table public.bookings alter column fee_bps drop default;
drop table app.receipts, app.booking_fees, app.rooms cascade;
"""


def upgrade() -> None:
    run_script(op.get_bind(), _UP)


def downgrade() -> None:
    run_script(op.get_bind(), _DOWN)
