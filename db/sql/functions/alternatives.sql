-- Where else a learner could go whose booking came to nothing: free slots of the same session and
-- of others that share a topic, clear of their other bookings; a second time of a session only
-- where there are no more sessions. The same session goes first, then what shares more topics, then
-- what is nearest to the time they wanted; the answer is in order of time. The expert they asked is
-- not offered again for the very time that came to nothing.
-- For the booking's learner and the service; no row for others.
create or replace function app.alternatives(p_booking_id uuid, p_limit integer)
returns table (
    slot_id uuid, session_id uuid, expert_name text, title text, start_at timestamptz,
    price_cents integer, currency text, same_expert boolean
)
language sql stable security definer set search_path = ''
as $$
    with wanted as (
        select b.learner_id, b.learner_person, b.expert_id, b.session_id, b.slot_id, b.start_at,
               tstzrange(b.start_at, b.end_at) as span,
               app.topics_of(s.topic_tags, e.expertise_areas) as topics
          from public.bookings b
          join public.sessions s on s.id = b.session_id
          join public.expert_profiles e on e.id = b.expert_id
         where b.id = p_booking_id
           and (b.learner_id = app.my_learner_id() or app.acts_for_all())
    ), offers as (
        select s.id, s.title, s.price_cents, s.currency, e.id as expert_id,
               app.name_of(p) as expert_name,
               app.bookable_from(e.minimum_notice_minutes) as since,
               s.id = w.session_id as same,
               (select count(*) from unnest(s.topic_tags) t (tag) where t.tag = any (w.topics))
                   as shared
          from wanted w
          join public.sessions s on s.id = w.session_id or s.topic_tags && w.topics
          join public.expert_profiles e on e.id = s.expert_id
          join public.user_profiles p on p.id = e.user_profile_id
         where s.is_active and e.is_available and e.verification_status = 'verified'
           and p.id <> w.learner_person
    ), nearest as (
        select n.id, o.id as session_id, o.expert_name, o.title, n.start_time, o.price_cents,
               o.currency, o.expert_id = w.expert_id as same_expert
          from wanted w
          cross join offers o
          cross join lateral (
              select near.id, near.start_time,
                     row_number() over (
                         order by abs(extract(epoch from near.start_time - w.start_at)),
                                  near.start_time
                     ) as turn
                from (
                      (select sl.id, sl.start_time, sl.end_time
                         from public.bookable_slots sl
                        where sl.session_id = o.id and sl.is_available
                          and sl.start_time >= greatest(o.since, w.start_at)
                          and sl.id <> w.slot_id
                        order by sl.start_time limit 3)
                      union all
                      (select sl.id, sl.start_time, sl.end_time
                         from public.bookable_slots sl
                        where sl.session_id = o.id and sl.is_available
                          and sl.start_time >= o.since and sl.start_time < w.start_at
                        order by sl.start_time desc limit 3)
                     ) near
               where (o.expert_id <> w.expert_id
                      or not tstzrange(near.start_time, near.end_time) && w.span)
                 and not exists (
                   select from public.bookings b
                    where b.learner_id = w.learner_id and b.status in ('pending', 'confirmed')
                      and tstzrange(b.start_at, b.end_at) && tstzrange(near.start_time, near.end_time)
               )
               order by turn limit 2
          ) n
         order by n.turn, o.same desc, o.shared desc,
                  abs(extract(epoch from n.start_time - w.start_at)), o.price_cents, n.id
         limit p_limit
    )
    select n.* from nearest n order by n.start_time, n.price_cents, n.id
$$;
revoke all on function app.alternatives(uuid, integer)
    from public, anon, authenticated, service_role;
grant execute on function app.alternatives(uuid, integer) to authenticated, service_role;
