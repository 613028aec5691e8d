-- The slots that one window gives for sessions of a length, starting in [p_from, p_until).
--
-- The window's two ends are wall times; each date turns them into instants anew, as Postgres does:
-- a wall time that the clocks skip is read with the offset from before the change (an hour later on
-- the new clock), one that they show twice means the second time. Between the two instants slots
-- follow each other by real time, from the window's start, as many as fit whole.
create or replace function app.slots_of_window(
    p_day integer, p_start time, p_end time, p_zone text, p_minutes integer,
    p_from timestamptz, p_until timestamptz
)
returns table (start_time timestamptz, end_time timestamptz)
language sql
stable
set search_path = ''
as $$
    select t.at, t.at + make_interval(mins => p_minutes)
      from generate_series(
               ((p_from at time zone p_zone)::date - 1)::timestamp,
               (p_until at time zone p_zone)::date::timestamp,
               interval '1 day'
           ) d (midnight),
           generate_series(
               (d.midnight::date + p_start) at time zone p_zone,
               (d.midnight::date + p_end) at time zone p_zone
                   - make_interval(mins => p_minutes),
               make_interval(mins => p_minutes)
           ) t (at)
     where extract(dow from d.midnight) = p_day
       and t.at >= p_from
       and t.at < p_until
$$;

-- What an expert's open sessions would offer in these windows, over their horizon from now.
-- Where windows overlap, the first names the slot.
create or replace function app.slots_wanted(
    p_expert_id uuid, p_windows public.availability_windows[]
)
returns table (
    session_id uuid, window_id uuid, start_time timestamptz, end_time timestamptz, seats integer
)
language sql
stable
set search_path = ''
as $$
    select distinct on (s.id, t.start_time)
           s.id, w.id, t.start_time, t.end_time, s.max_participants
      from public.expert_profiles e
      join public.sessions s on s.expert_id = e.id and s.is_active
      cross join unnest(p_windows) w
      cross join lateral app.slots_of_window(
          w.day_of_week, w.start_time, w.end_time, w.timezone, s.duration_minutes,
          app.now(), app.now() + make_interval(hours => 24 * e.horizon_days)
      ) t
     where e.id = p_expert_id and w.is_active
     order by s.id, t.start_time, w.id
$$;
revoke all on function
    app.slots_of_window(integer, time, time, text, integer, timestamptz, timestamptz),
    app.slots_wanted(uuid, public.availability_windows[])
    from public, anon, authenticated, service_role;
