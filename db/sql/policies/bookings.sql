-- A booking: read by its two parties, every column of it; written through functions only. What one
-- of them only may know (the receipt, the platform's share) is in tables of its own:
-- app.booking_card tells each side what is theirs.
alter table public.bookings enable row level security;
revoke all on public.bookings from public, anon, authenticated, service_role;
grant select on public.bookings to authenticated;
grant select, insert, update, delete on public.bookings to service_role;

drop policy if exists parties on public.bookings;
create policy parties on public.bookings for select to authenticated
    using (learner_id = (select app.my_learner_id()) or expert_id = (select app.my_expert_id()));
drop policy if exists service on public.bookings;
create policy service on public.bookings to service_role using (true) with check (true);
