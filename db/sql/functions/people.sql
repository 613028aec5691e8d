-- Names, bio and rating of an expert: to everybody while the expert is verified, and to whoever
-- shares a booking with them. No row for others.
create or replace function app.expert_public(p_expert_id uuid)
returns table (name text, bio text, rating decimal, total_sessions integer, timezone text)
language sql stable security definer set search_path = ''
as $$
    select app.name_of(p), e.bio, e.rating, e.total_sessions, p.timezone
      from public.expert_profiles e
      join public.user_profiles p on p.id = e.user_profile_id
     where e.id = p_expert_id
       and (e.verification_status = 'verified'
            or p.user_id = auth.uid()
            or app.acts_for_all()
            or exists (
                select from public.bookings b
                 where b.expert_id = e.id and b.learner_id = app.my_learner_id()
            ))
$$;

-- The name of a learner: to themselves and to the experts they have booked. No row for others.
create or replace function app.learner_public(p_learner_id uuid)
returns table (name text, experience_level text, timezone text)
language sql stable security definer set search_path = ''
as $$
    select app.name_of(p), l.experience_level, p.timezone
      from public.learner_profiles l
      join public.user_profiles p on p.id = l.user_profile_id
     where l.id = p_learner_id
       and (p.user_id = auth.uid()
            or app.acts_for_all()
            or exists (
                select from public.bookings b
                 where b.learner_id = l.id and b.expert_id = app.my_expert_id()
            ))
$$;
revoke all on function app.expert_public(uuid), app.learner_public(uuid)
    from public, anon, authenticated, service_role;
grant execute on function app.expert_public(uuid), app.learner_public(uuid)
    to authenticated, service_role;

-- What to call a person.
create or replace function app.name_of(p_person public.user_profiles) returns text
language sql stable set search_path = ''
as $$
    select coalesce(
        nullif(btrim(p_person.display_name), ''),
        nullif(btrim(concat_ws(' ', p_person.first_name, p_person.last_name)), ''),
        '?'
    )
$$;
revoke all on function app.name_of(public.user_profiles)
    from public, anon, authenticated, service_role;
