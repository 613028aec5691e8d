-- An expert: their own row. Verification, rating and totals are not theirs to write; others read
-- of them through app.expert_public and the browsing functions.
alter table public.expert_profiles enable row level security;
revoke all on public.expert_profiles from public, anon, authenticated, service_role;
grant select on public.expert_profiles to authenticated;
grant insert (user_profile_id, bio, expertise_areas, hourly_rate_cents, currency, is_available,
    buffer_minutes, minimum_notice_minutes, horizon_days, instant_booking, cancellation_policy,
    meeting_url)
    on public.expert_profiles to authenticated;
grant update (bio, expertise_areas, hourly_rate_cents, currency, is_available, buffer_minutes,
    minimum_notice_minutes, horizon_days, instant_booking, cancellation_policy, meeting_url)
    on public.expert_profiles to authenticated;
grant select, insert, update, delete on public.expert_profiles to service_role;

drop policy if exists own on public.expert_profiles;
create policy own on public.expert_profiles to authenticated
    using (user_profile_id = (select app.my_profile_id()))
    with check (user_profile_id = (select app.my_profile_id()));
drop policy if exists service on public.expert_profiles;
create policy service on public.expert_profiles to service_role using (true) with check (true);
