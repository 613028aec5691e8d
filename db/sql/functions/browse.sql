-- Browsing: what is open to everybody who is signed in, with its own filter (an expert who is
-- verified and available, a session that is active, a slot that is free and far enough ahead).
-- Definer, for a topic search under row level security would not use the index on tags.

-- Topics with something free, those with most sessions first; `total` counts the topics.
create or replace function app.browse_topics(p_limit integer, p_offset integer)
returns table (topic text, sessions integer, total integer)
language sql stable security definer set search_path = ''
as $$
    select t.topic, count(*)::integer, (count(*) over ())::integer
      from public.expert_profiles e
      join public.sessions s on s.expert_id = e.id
      cross join unnest(app.topics_of(s.topic_tags, e.expertise_areas)) t (topic)
     where s.is_active and e.is_available and e.verification_status = 'verified'
       and e.id is distinct from (select app.my_expert_id())
       and exists (
           select from public.bookable_slots sl
            where sl.session_id = s.id and sl.is_available
              and sl.start_time >= (select app.now())
                  + make_interval(mins => e.minimum_notice_minutes)
       )
     group by t.topic
     order by count(*) desc, t.topic
     limit p_limit offset p_offset
$$;

-- Sessions of a topic with something free, by their next free time; `total` counts them.
create or replace function app.browse_sessions(p_topic text, p_limit integer, p_offset integer)
returns table (
    session_id uuid, expert_id uuid, expert_name text, rating decimal, total_sessions integer,
    title text, duration_minutes integer, price_cents integer, currency text, level text,
    next_start timestamptz, total integer
)
language sql stable security definer set search_path = ''
as $$
    with found as (
        select s.id, s.expert_id
          from public.sessions s
         where s.topic_tags @> array[p_topic] and s.is_active
        union all
        select s.id, s.expert_id
          from public.sessions s
          join public.expert_profiles e on e.id = s.expert_id
         where s.topic_tags = '{}' and s.is_active
           and app.topics_of('{}', e.expertise_areas) @> array[p_topic]
    ), page as (
        select f.id, n.start_time, count(*) over () as total
          from found f
          join public.expert_profiles e on e.id = f.expert_id
          cross join lateral (
              select sl.start_time
                from public.bookable_slots sl
               where sl.session_id = f.id and sl.is_available
                 and sl.start_time >= (select app.now())
                     + make_interval(mins => e.minimum_notice_minutes)
               order by sl.start_time
               limit 1
          ) n
         where e.is_available and e.verification_status = 'verified'
           and e.id is distinct from (select app.my_expert_id())
         order by n.start_time, f.id
         limit p_limit offset p_offset
    )
    select c.session_id, c.expert_id, c.expert_name, c.rating, c.total_sessions,
           c.title, c.duration_minutes, c.price_cents, c.currency, c.level,
           p.start_time, p.total::integer
      from page p
      cross join lateral app.session_facts(p.id) c
     order by p.start_time, p.id
$$;

-- One session, while it is open, or to its expert and to who booked it.
create or replace function app.session_card(p_session_id uuid)
returns table (
    session_id uuid, expert_id uuid, expert_name text, rating decimal, total_sessions integer,
    title text, duration_minutes integer, price_cents integer, currency text, level text,
    next_start timestamptz, description text, bio text, prerequisites text,
    max_participants integer, expert_zone text, cancellation_policy text,
    instant_booking boolean, topics text[], is_open boolean
)
language sql stable security definer set search_path = ''
as $$
    select c.session_id, c.expert_id, c.expert_name, c.rating, c.total_sessions,
           c.title, c.duration_minutes, c.price_cents, c.currency, c.level,
           c.next_start, c.description, c.bio, c.prerequisites,
           c.max_participants, c.expert_zone, c.cancellation_policy,
           c.instant_booking, c.topics, c.is_open
      from app.session_facts(p_session_id) c
     where c.is_open or c.is_own or app.have_booked_session(p_session_id) or app.acts_for_all()
$$;

-- The free slots of an open session between two instants, in order.
create or replace function app.free_slots(
    p_session_id uuid, p_from timestamptz, p_until timestamptz
)
returns table (
    slot_id uuid, start_at timestamptz, end_at timestamptz, seats_left integer
)
language sql stable security definer set search_path = ''
as $$
    select sl.id, sl.start_time, sl.end_time, sl.max_bookings - sl.current_bookings
      from public.sessions s
      join public.expert_profiles e on e.id = s.expert_id
      join public.bookable_slots sl on sl.session_id = s.id
     where s.id = p_session_id and s.is_active
       and e.is_available and e.verification_status = 'verified'
       and sl.is_available
       and sl.start_time >= greatest(p_from, app.bookable_from(e.minimum_notice_minutes))
       and sl.start_time < p_until
     order by sl.start_time
$$;

-- The days from p_from to p_to, as p_zone counts days, that have something free. BK009 (zone).
create or replace function app.free_days(
    p_session_id uuid, p_zone text, p_from date, p_to date
)
returns table (day date, times integer, first_slot_id uuid, first_start timestamptz)
language sql stable security definer set search_path = ''
as $$
    select (f.start_at at time zone z.zone)::date as day, count(*)::integer,
           (array_agg(f.slot_id order by f.start_at))[1], min(f.start_at)
      from app.read_zone(p_zone) z (zone)
     cross join lateral app.free_slots(
               p_session_id,
               p_from::timestamp at time zone z.zone,
               (p_to + 1)::timestamp at time zone z.zone
           ) f
     group by 1
     order by 1
$$;

-- The free slots of one day, as p_zone counts days. BK009 (zone).
create or replace function app.free_times(p_session_id uuid, p_zone text, p_day date)
returns table (
    slot_id uuid, start_at timestamptz, end_at timestamptz, seats_left integer
)
language sql stable security definer set search_path = ''
as $$
    select f.*
      from app.read_zone(p_zone) z (zone)
     cross join lateral app.free_slots(
               p_session_id,
               p_day::timestamp at time zone z.zone,
               (p_day + 1)::timestamp at time zone z.zone
           ) f
     order by f.start_at
$$;

-- A slot as the summary before booking shows it. `is_free`: the caller could book it, but for
-- their own calendar; `cancel_refund_cents`: what cancelling right after would return.
create or replace function app.slot_summary(p_slot_id uuid)
returns table (
    slot_id uuid, start_at timestamptz, end_at timestamptz, seats_left integer, is_free boolean,
    free_until timestamptz, cancel_refund_cents integer,
    session_id uuid, expert_id uuid, expert_name text, rating decimal, total_sessions integer,
    title text, duration_minutes integer, price_cents integer, currency text, level text,
    next_start timestamptz, description text, bio text, prerequisites text,
    max_participants integer, expert_zone text, cancellation_policy text,
    instant_booking boolean, topics text[], is_open boolean
)
language sql stable security definer set search_path = ''
as $$
    select sl.id, sl.start_time, sl.end_time, sl.max_bookings - sl.current_bookings,
           c.is_open and not c.is_own and sl.is_available
               and sl.start_time >= app.bookable_from(c.minimum_notice_minutes)
               and sl.start_time > app.now(),
           r.free_until, r.refund_cents,
           c.session_id, c.expert_id, c.expert_name, c.rating, c.total_sessions,
           c.title, c.duration_minutes, c.price_cents, c.currency, c.level,
           c.next_start, c.description, c.bio, c.prerequisites,
           c.max_participants, c.expert_zone, c.cancellation_policy,
           c.instant_booking, c.topics, c.is_open
      from public.bookable_slots sl
      cross join lateral app.session_facts(sl.session_id) c
      cross join lateral app.refund_of(c.price_cents, c.cancellation_policy, sl.start_time) r
     where sl.id = p_slot_id
       and (c.is_open or c.is_own or app.have_booked_slot(p_slot_id) or app.acts_for_all())
$$;

revoke all on function
    app.browse_topics(integer, integer), app.browse_sessions(text, integer, integer),
    app.session_card(uuid), app.free_slots(uuid, timestamptz, timestamptz),
    app.free_days(uuid, text, date, date), app.free_times(uuid, text, date),
    app.slot_summary(uuid)
    from public, anon, authenticated, service_role;
grant execute on function
    app.browse_topics(integer, integer), app.browse_sessions(text, integer, integer),
    app.session_card(uuid), app.free_slots(uuid, timestamptz, timestamptz),
    app.free_days(uuid, text, date, date), app.free_times(uuid, text, date),
    app.slot_summary(uuid)
    to authenticated, service_role;
