-- A person: their own row to read and to change, but not their role.
alter table public.user_profiles enable row level security;
revoke all on public.user_profiles from public, anon, authenticated, service_role;
grant select on public.user_profiles to authenticated;
grant insert (user_id, display_name, first_name, last_name, avatar_url, timezone)
    on public.user_profiles to authenticated;
grant update (display_name, first_name, last_name, avatar_url, timezone)
    on public.user_profiles to authenticated;
grant select, insert, update, delete on public.user_profiles to service_role;

drop policy if exists own on public.user_profiles;
create policy own on public.user_profiles to authenticated
    using (user_id = (select auth.uid()))
    with check (user_id = (select auth.uid()));
drop policy if exists service on public.user_profiles;
create policy service on public.user_profiles to service_role using (true) with check (true);
