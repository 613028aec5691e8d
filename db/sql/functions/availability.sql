-- Windows as text says them, [{"day": 1, "start": "09:00", "end": "17:00"}], 0 = Sunday, an end up
-- to "24:00"; those of a day that touch or overlap become one. BK009 (detail: zone, windows),
-- BK012 (windows).
create or replace function app.read_windows(p_expert_id uuid, p_windows jsonb, p_zone text)
returns public.availability_windows[]
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
    v_time constant text := '^(([01]?[0-9]|2[0-3]):[0-5][0-9]|24:00)$';
begin
    perform app.read_zone(p_zone);
    if jsonb_typeof(p_windows) is distinct from 'array' or exists (
        select from jsonb_array_elements(p_windows) w
         where coalesce(
             w ->> 'day' !~ '^[0-6]$' or w ->> 'start' !~ v_time or w ->> 'end' !~ v_time, true
         )
    ) or exists (
        select from jsonb_array_elements(p_windows) w
         where (w ->> 'end')::time <= (w ->> 'start')::time
    ) then
        perform app.refuse('BK009', 'windows are a day, a start and a later end', 'windows');
    end if;
    if (select count(*) from app.merge_windows(p_windows)) > app.most('windows') then
        perform app.refuse('BK012', 'a week has fewer windows', 'windows');
    end if;
    return array(
        select row(
                   coalesce(w.id, gen_random_uuid()), p_expert_id, m.day,
                   m.start_time, m.end_time, p_zone, true, app.now(), app.now()
               )::public.availability_windows
          from app.merge_windows(p_windows) m
          left join lateral (
              select min(o.id::text)::uuid as id
                from public.availability_windows o
               where o.expert_id = p_expert_id and o.day_of_week = m.day
                 and (o.start_time, o.end_time, o.timezone) = (m.start_time, m.end_time, p_zone)
          ) w on true
    );
end
$$;

create or replace function app.merge_windows(p_windows jsonb)
returns table (day integer, start_time time, end_time time)
language sql
immutable
set search_path = ''
as $$
    select m.day, app.wall_time(lower(r.span)), app.wall_time(upper(r.span))
      from (
            select (w ->> 'day')::integer as day,
                   range_agg(int4range(
                       extract(epoch from (w ->> 'start')::time)::integer / 60,
                       extract(epoch from (w ->> 'end')::time)::integer / 60
                   )) as spans
              from jsonb_array_elements(p_windows) w
             group by 1
           ) m,
           unnest(m.spans) r (span)
$$;

-- Minutes since midnight as a wall time; 1440 is 24:00, which arithmetic would wrap to 0:00.
create or replace function app.wall_time(p_minutes integer) returns time
language sql
immutable
set search_path = ''
as $$
    select make_time(0, 0, 0) + make_interval(mins => p_minutes) where p_minutes < 1440
    union all
    select time '24:00' where p_minutes = 1440
$$;
revoke all on function
    app.read_windows(uuid, jsonb, text), app.merge_windows(jsonb), app.wall_time(integer)
    from public, anon, authenticated, service_role;

-- What app.set_availability would do: bookable times added and removed over the horizon (when the
-- expert can be booked at all: a time counts once, however many sessions start then, and none that
-- is too soon for their notice or lies in what is booked), bookings left uncovered. Changes nothing.
-- BK008 (expert), BK009 (zone, windows).
create or replace function app.preview_availability(p_windows jsonb, p_zone text)
returns table (adds integer, removes integer, uncovered integer)
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
    v_expert uuid := app.need_expert();
    v_windows public.availability_windows[] := app.read_windows(v_expert, p_windows, p_zone);
    v_rules public.expert_profiles;
begin
    select e.* into v_rules from public.expert_profiles e where e.id = v_expert;
    return query
    with wanted as materialized (
        select w.start_time,
               tstzrange(
                   w.start_time, w.end_time + make_interval(mins => v_rules.buffer_minutes)
               ) as busy
          from app.slots_wanted(v_expert, v_windows) w
         where w.start_time >= app.bookable_from(v_rules.minimum_notice_minutes)
    ), standing as materialized (
        select s.start_time, s.busy, s.is_available, s.closed, s.current_bookings,
               s.availability_window_id
          from public.bookable_slots s
         where s.expert_id = v_expert and upper(s.busy) >= app.now()
    )
    select (
            select count(distinct w.start_time)::integer from wanted w
             where not exists (
                select from standing s
                 where s.start_time = w.start_time
                   and (s.closed is distinct from 'window' or s.current_bookings > 0)
                    or s.busy && w.busy and s.current_bookings > 0
             )
           ), (
            select count(distinct s.start_time)::integer from standing s
             where s.is_available and s.current_bookings = 0
               and s.start_time >= app.bookable_from(v_rules.minimum_notice_minutes)
               and s.availability_window_id is not null
               and not exists (
                select from wanted w
                 where w.start_time = s.start_time
             )
           ),
           app.uncovered(v_expert, v_windows);
end
$$;

-- Replace the caller's windows; their slots exist at once. Windows and slots that stay keep their
-- ids, for buttons carry them. BK008 (expert), BK009 (zone, windows).
create or replace function app.set_availability(p_windows jsonb, p_zone text)
returns table (added integer, removed integer, uncovered integer)
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
    v_expert uuid := app.need_expert();
    v_windows public.availability_windows[];
    v_said record;
begin
    perform from public.expert_profiles e where e.id = v_expert for no key update;
    v_windows := app.read_windows(v_expert, p_windows, p_zone);
    select s.adds, s.removes, s.uncovered into v_said
      from app.preview_availability(p_windows, p_zone) s;
    insert into public.availability_windows as o (
        id, expert_id, day_of_week, start_time, end_time, timezone
    )
    select w.id, v_expert, w.day_of_week, w.start_time, w.end_time, w.timezone
      from unnest(v_windows) w
    on conflict (id) do update set is_active = true where not o.is_active;
    update public.availability_windows o
       set is_active = false
     where o.expert_id = v_expert and o.is_active
       and o.id <> all (array(select w.id from unnest(v_windows) w));
    perform app.make_slots(v_expert);
    -- Their slots have found a new window or are gone, so that deleting them takes nothing along.
    delete from public.availability_windows o where o.expert_id = v_expert and not o.is_active;
    update app.slot_work k set due_at = app.now() + interval '1 day' where k.expert_id = v_expert;
    return query select v_said.adds, v_said.removes, v_said.uncovered;
end
$$;

-- The caller's expert profile. BK008 (expert) where there is none.
create or replace function app.need_expert() returns uuid
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
    v_expert uuid := app.my_expert_id();
begin
    if v_expert is null then
        perform app.refuse('BK008', 'you have no expert profile', 'expert');
    end if;
    return v_expert;
end
$$;
revoke all on function app.need_expert() from public, anon, authenticated, service_role;

revoke all on function
    app.preview_availability(jsonb, text), app.set_availability(jsonb, text)
    from public, anon, authenticated, service_role;
grant execute on function
    app.preview_availability(jsonb, text), app.set_availability(jsonb, text) to authenticated;
