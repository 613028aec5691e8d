-- Money: what moved when, disputes, the platform's share, and what a cancellation was said to return.

-- One row: which deployment this is (Stripe's objects carry it, since an account may serve several),
-- and what share of the money the platform keeps, in basis points, as the settings say.
create table app.platform (
    one boolean primary key default true check (one),
    id uuid not null default gen_random_uuid(),
    fee_bps integer not null default 0
        constraint platform_fee_range check (fee_bps between 0 and 10000)
);
insert into app.platform default values;

-- The share is fixed when the seat is taken, like the price. What was booked before had none.
alter table public.bookings
    add column fee_bps integer not null default 0
        constraint bookings_fee_range check (fee_bps between 0 and 10000),
    -- Stripe's page with the receipt of the charge and its refunds.
    add column receipt_url text;
-- From now on a trigger fills it in.
alter table public.bookings alter column fee_bps drop default;

-- A goodwill refund before the end leaves a booking to be completed all the same.
drop index public.bookings_to_complete;
create index bookings_unfinished on public.bookings (end_at)
    where status = 'confirmed' and payment_status in ('captured', 'refunded');

-- What the reconciler looks at every few minutes, few among many: payments that changed of late,
-- and bookings of which more is charged than they are to keep (a part may be lost to a bank; app.owing).
create index bookings_paid_lately on public.bookings (updated_at)
    where stripe_payment_intent_id is not null;
create index bookings_owing on public.bookings (id)
    where amount_captured - amount_refunded > price_cents - coalesce(
        refund_due, case when status in ('cancelled', 'declined') then price_cents else 0 end
    );

-- Every movement of money, as Stripe says it happened; only ever added to. Its sums are the
-- bookings' amounts. What an admin paid back another way ('elsewhere') never was at Stripe, and is
-- no part of them. A refund that the bank sent back is a refund of less than nothing.
create table app.ledger_entries (
    id bigint generated always as identity primary key,
    booking_id uuid not null references public.bookings (id),
    kind text not null
        constraint ledger_entries_kind_known check (kind in ('capture', 'refund', 'dispute', 'elsewhere')),
    amount_cents integer not null constraint ledger_entries_not_nothing check (amount_cents <> 0),
    currency text not null,
    at timestamptz not null,
    recorded_at timestamptz not null default clock_timestamp()
);
create index ledger_entries_booking on app.ledger_entries (booking_id, id);
create index ledger_entries_refunds on app.ledger_entries (at) where kind = 'refund';
insert into app.ledger_entries (booking_id, kind, amount_cents, currency, at)
select b.id, 'capture', b.amount_captured, b.currency, coalesce(b.confirmed_at, b.updated_at)
  from public.bookings b where b.amount_captured > 0;
insert into app.ledger_entries (booking_id, kind, amount_cents, currency, at)
select b.id, 'refund', b.amount_refunded, b.currency, coalesce(b.cancelled_at, b.updated_at)
  from public.bookings b where b.amount_refunded > 0;

-- What a learner's bank takes back, or wants to: as Stripe says.
create table app.disputes (
    id text primary key,
    booking_id uuid not null references public.bookings (id),
    amount_cents integer not null,
    currency text not null,
    reason text not null,
    -- Stripe's word: needs_response, under_review, won, lost; warning_… moves no money yet.
    status text not null,
    -- Until when it can be answered at Stripe.
    due_by timestamptz,
    opened_at timestamptz not null,
    closed_at timestamptz
);
create index disputes_booking on app.disputes (booking_id);
create index disputes_open on app.disputes (opened_at) where closed_at is null;

-- What a learner was last told that cancelling returns, and when: good for a few minutes, even if a
-- boundary of the policy passes meanwhile.
create table app.refund_quotes (
    booking_id uuid primary key references public.bookings (id) on delete cascade,
    refund_cents integer not null
        constraint refund_quotes_not_negative check (refund_cents >= 0),
    quoted_at timestamptz not null
);

-- An event that cannot be worked up is tried again, and given up on in the end. `number` is what
-- buttons call it by.
alter table app.stripe_events
    add column not_before timestamptz,
    add column dead_at timestamptz,
    add column number bigint generated always as identity;
drop index app.stripe_events_open;
create index stripe_events_unhandled on app.stripe_events (received_at)
    where handled_at is null and dead_at is null;

-- They take or tell more now, which `create or replace` cannot change; migrating makes them anew.
drop function if exists app.notify(public.bookings, text, text, text);
drop function if exists app.payments_case(uuid);
drop function if exists app.payments_order(
    uuid, text, double precision, text, uuid, jsonb, timestamptz
);
drop function if exists app.booking_card(uuid) cascade;
drop function if exists app.cancel_booking(uuid, text);
