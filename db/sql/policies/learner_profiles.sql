-- A learner: their own row, without the totals.
alter table public.learner_profiles enable row level security;
revoke all on public.learner_profiles from public, anon, authenticated, service_role;
grant select on public.learner_profiles to authenticated;
grant insert (user_profile_id, learning_goals, interests, experience_level, preferred_session_duration)
    on public.learner_profiles to authenticated;
grant update (learning_goals, interests, experience_level, preferred_session_duration)
    on public.learner_profiles to authenticated;
grant select, insert, update, delete on public.learner_profiles to service_role;

drop policy if exists own on public.learner_profiles;
create policy own on public.learner_profiles to authenticated
    using (user_profile_id = (select app.my_profile_id()))
    with check (user_profile_id = (select app.my_profile_id()));
drop policy if exists service on public.learner_profiles;
create policy service on public.learner_profiles to service_role using (true) with check (true);
