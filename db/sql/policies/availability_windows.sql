-- A window: its expert's alone; what it gives to others are slots.
alter table public.availability_windows enable row level security;
revoke all on public.availability_windows from public, anon, authenticated, service_role;
grant select, delete on public.availability_windows to authenticated;
grant insert (expert_id, day_of_week, start_time, end_time, timezone, is_active)
    on public.availability_windows to authenticated;
grant update (day_of_week, start_time, end_time, timezone, is_active)
    on public.availability_windows to authenticated;
grant select, insert, update, delete on public.availability_windows to service_role;

drop policy if exists own on public.availability_windows;
create policy own on public.availability_windows to authenticated
    using (expert_id = (select app.my_expert_id()))
    with check (expert_id = (select app.my_expert_id()));
drop policy if exists service on public.availability_windows;
create policy service on public.availability_windows to service_role using (true) with check (true);
