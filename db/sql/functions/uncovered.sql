-- The pending and confirmed bookings to come that would lie outside these windows.
create or replace function app.outside_windows(
    p_expert_id uuid, p_windows public.availability_windows[]
) returns setof uuid
language sql
stable
set search_path = ''
as $$
    select b.id
      from public.bookings b
     where b.expert_id = p_expert_id
       and b.status in ('pending', 'confirmed')
       and b.start_at > app.now()
       and not exists (
            select from unnest(p_windows) w,
                 lateral (select (b.start_at at time zone w.timezone)::date as day) d
             where w.is_active
               and extract(dow from d.day) = w.day_of_week
               and b.start_at >= (d.day + w.start_time) at time zone w.timezone
               and b.end_at <= (d.day + w.end_time) at time zone w.timezone
       )
$$;

-- How many those are.
create or replace function app.uncovered(
    p_expert_id uuid, p_windows public.availability_windows[]
) returns integer
language sql
stable
set search_path = ''
as $$
    select count(*)::integer from app.outside_windows(p_expert_id, p_windows)
$$;
revoke all on function
    app.outside_windows(uuid, public.availability_windows[]),
    app.uncovered(uuid, public.availability_windows[])
    from public, anon, authenticated, service_role;

-- The first of the caller's bookings that app.set_availability would leave outside the windows:
-- when, whom and what. Changes nothing. BK008 (expert), BK009 (zone, windows).
create or replace function app.uncovered_bookings(
    p_windows jsonb, p_zone text, p_limit integer
) returns table (
    booking_id uuid, start_at timestamptz, end_at timestamptz, learner_name text,
    session_title text
)
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
    v_expert uuid := app.need_expert();
    v_windows public.availability_windows[] := app.read_windows(v_expert, p_windows, p_zone);
begin
    return query
    select b.id, b.start_at, b.end_at, app.name_of(p), s.title
      from app.outside_windows(v_expert, v_windows) u (id)
      join public.bookings b on b.id = u.id
      join public.sessions s on s.id = b.session_id
      join public.learner_profiles l on l.id = b.learner_id
      join public.user_profiles p on p.id = l.user_profile_id
     order by b.start_at, b.id
     limit p_limit;
end
$$;
revoke all on function app.uncovered_bookings(jsonb, text, integer)
    from public, anon, authenticated, service_role;
grant execute on function app.uncovered_bookings(jsonb, text, integer) to authenticated;
