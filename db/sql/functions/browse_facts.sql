-- From when on an expert's free slots can be booked: now plus their notice.
create or replace function app.bookable_from(p_notice_minutes integer) returns timestamptz
language sql stable set search_path = ''
as $$
    select app.now() + make_interval(mins => p_notice_minutes)
$$;

-- What a session is found under: its tags, else its expert's areas, else 'other'.
create or replace function app.topics_of(p_tags text[], p_areas text[]) returns text[]
language sql immutable set search_path = ''
as $$
    select case
               when p_tags <> '{}' then p_tags
               when p_areas <> '{}' then p_areas
               else array['other']
           end
$$;

-- Every fact a screen about an offer needs, unchecked: callers decide who may see it.
create or replace function app.session_facts(p_session_id uuid)
returns table (
    session_id uuid, expert_id uuid, expert_name text, rating decimal, total_sessions integer,
    title text, duration_minutes integer, price_cents integer, currency text, level text,
    next_start timestamptz, description text, bio text, prerequisites text,
    max_participants integer, expert_zone text, cancellation_policy text,
    instant_booking boolean, topics text[], is_open boolean, is_own boolean,
    minimum_notice_minutes integer
)
language sql stable security definer set search_path = ''
as $$
    select s.id, e.id, app.name_of(p), e.rating, e.total_sessions,
           s.title, s.duration_minutes, s.price_cents, s.currency, s.level,
           n.start_time, s.description, e.bio, s.prerequisites,
           s.max_participants, coalesce(p.timezone, 'UTC'), e.cancellation_policy,
           e.instant_booking, app.topics_of(s.topic_tags, e.expertise_areas),
           s.is_active and e.is_available and e.verification_status = 'verified',
           coalesce(p.user_id = auth.uid(), false),
           e.minimum_notice_minutes
      from public.sessions s
      join public.expert_profiles e on e.id = s.expert_id
      join public.user_profiles p on p.id = e.user_profile_id
      left join lateral (
          select sl.start_time
            from public.bookable_slots sl
           where sl.session_id = s.id and sl.is_available
             and sl.start_time >= app.bookable_from(e.minimum_notice_minutes)
           order by sl.start_time
           limit 1
      ) n on true
     where s.id = p_session_id
$$;
revoke all on function
    app.bookable_from(integer), app.topics_of(text[], text[]), app.session_facts(uuid)
    from public, anon, authenticated, service_role;
-- Experts count their own free times with it.
grant execute on function app.bookable_from(integer) to authenticated;
