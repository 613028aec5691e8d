-- Who the caller is, as ids of their profiles (null: they have none). Definer, so that policies
-- may ask without meeting the policies of the tables asked; wrap them: (select app.my_learner_id()).
create or replace function app.my_profile_id() returns uuid
language sql stable security definer set search_path = ''
as $$
    select p.id from public.user_profiles p where p.user_id = auth.uid()
$$;

create or replace function app.my_learner_id() returns uuid
language sql stable security definer set search_path = ''
as $$
    select l.id
      from public.learner_profiles l
      join public.user_profiles p on p.id = l.user_profile_id
     where p.user_id = auth.uid()
$$;

create or replace function app.my_expert_id() returns uuid
language sql stable security definer set search_path = ''
as $$
    select e.id
      from public.expert_profiles e
      join public.user_profiles p on p.id = e.user_profile_id
     where p.user_id = auth.uid()
$$;

revoke all on function app.my_profile_id(), app.my_learner_id(), app.my_expert_id()
    from public, anon, authenticated, service_role;
grant execute on function app.my_profile_id(), app.my_learner_id(), app.my_expert_id()
    to authenticated, service_role;
