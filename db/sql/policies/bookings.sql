-- A booking: read by its two parties; written through functions only. The receipt (it shows the
-- learner's card) and the platform's share are no columns to read: app.booking_card tells each side
-- what is theirs.
alter table public.bookings enable row level security;
revoke all on public.bookings from public, anon, authenticated, service_role;
grant select (id, learner_id, expert_id, session_id, slot_id, start_at, end_at, status,
    payment_status, amount_authorized, amount_captured, amount_refunded, currency,
    stripe_payment_intent_id, learner_notes, expert_notes, cancelled_by, cancellation_reason,
    cancelled_at, created_at, updated_at, price_cents, cancellation_policy, refund_due,
    hold_expires_at, respond_by, capture_before, meeting_url, confirmed_at, completed_at,
    learner_person, expert_person)
    on public.bookings to authenticated;
grant select, insert, update, delete on public.bookings to service_role;

drop policy if exists parties on public.bookings;
create policy parties on public.bookings for select to authenticated
    using (learner_id = (select app.my_learner_id()) or expert_id = (select app.my_expert_id()));
drop policy if exists service on public.bookings;
create policy service on public.bookings to service_role using (true) with check (true);
