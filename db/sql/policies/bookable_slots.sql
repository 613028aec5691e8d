-- A slot: read by its expert, by who booked it, and by everybody while its session is open; written
-- through functions only. The room's name, which opens its door, is in app.rooms.
alter table public.bookable_slots enable row level security;
revoke all on public.bookable_slots from public, anon, authenticated, service_role;
grant select on public.bookable_slots to authenticated;
grant select, insert, update, delete on public.bookable_slots to service_role;

drop policy if exists own on public.bookable_slots;
drop policy if exists visible on public.bookable_slots;
create policy visible on public.bookable_slots for select to authenticated
    using (expert_id = (select app.my_expert_id())
           or (is_available and app.session_is_open(session_id))
           or app.have_booked_slot(id));
drop policy if exists service on public.bookable_slots;
create policy service on public.bookable_slots to service_role using (true) with check (true);
