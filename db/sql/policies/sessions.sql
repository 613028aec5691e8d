-- A session: its expert manages it; others see what is open, and what they have booked.
alter table public.sessions enable row level security;
revoke all on public.sessions from public, anon, authenticated, service_role;
grant select, delete on public.sessions to authenticated;
grant insert (expert_id, title, description, short_description, topic_tags, duration_minutes,
    price_cents, currency, level, prerequisites, materials_url, max_participants, is_active)
    on public.sessions to authenticated;
grant update (title, description, short_description, topic_tags, duration_minutes,
    price_cents, currency, level, prerequisites, materials_url, max_participants, is_active)
    on public.sessions to authenticated;
grant select, insert, update, delete on public.sessions to service_role;

-- One policy an action: of several, each is asked of every row.
drop policy if exists own on public.sessions;
drop policy if exists visible on public.sessions;
create policy visible on public.sessions for select to authenticated
    using (expert_id = (select app.my_expert_id())
           or (is_active and app.expert_is_open(expert_id))
           or app.have_booked_session(id));
drop policy if exists offer on public.sessions;
create policy offer on public.sessions for insert to authenticated
    with check (expert_id = (select app.my_expert_id()));
drop policy if exists change on public.sessions;
create policy change on public.sessions for update to authenticated
    using (expert_id = (select app.my_expert_id()))
    with check (expert_id = (select app.my_expert_id()));
drop policy if exists withdraw on public.sessions;
create policy withdraw on public.sessions for delete to authenticated
    using (expert_id = (select app.my_expert_id()));
drop policy if exists service on public.sessions;
create policy service on public.sessions to service_role using (true) with check (true);
