-- Make an expert's slots what their open sessions and active windows want, for the horizon.
-- Slots made by hand (without a window) and what a person closed stay as they are. A slot that is
-- no longer wanted goes, or is closed where a booking names it: it keeps its booking, and is not
-- offered again when that ends, until a window wants it back.
-- Locks the expert, as everything does that touches their slots. Internal.
create or replace function app.make_slots(
    p_expert_id uuid, out added integer, out removed integer
)
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
    perform from public.expert_profiles e where e.id = p_expert_id for no key update;
    with wanted as materialized (
        select w.* from app.slots_wanted(
            p_expert_id,
            array(select w from public.availability_windows w where w.expert_id = p_expert_id)
        ) w
    ), standing as materialized (
        select s.id, s.session_id, s.start_time, s.closed, s.current_bookings = 0 as free,
               w.window_id, w.end_time, w.seats, w.session_id is not null as stays,
               s.current_bookings = 0 and (s.end_time, s.availability_window_id, s.max_bookings)
                   is distinct from (w.end_time, w.window_id, w.seats) as differs,
               exists (select from public.bookings b where b.slot_id = s.id) as named
          from public.bookable_slots s
          left join wanted w on (w.session_id, w.start_time) = (s.session_id, s.start_time)
         where s.expert_id = p_expert_id
           and s.start_time >= app.now()
           and (s.availability_window_id is not null or s.closed = 'window')
    ), deleted as (
        delete from public.bookable_slots s
         using standing o
         where s.id = o.id and not o.stays and not o.named
        returning o.closed
    ), shut as (
        update public.bookable_slots s
           set closed = 'window'
          from standing o
         where s.id = o.id and not o.stays and o.named and o.closed is null
        returning o.free
    ), changed as (
        update public.bookable_slots s
           set end_time = case when o.free then o.end_time else s.end_time end,
               availability_window_id = o.window_id,
               max_bookings = case when o.free then o.seats else s.max_bookings end,
               closed = nullif(o.closed, 'window')
          from standing o
         where s.id = o.id and o.stays and (o.differs or o.closed = 'window')
        returning o.closed, o.free
    ), inserted as (
        insert into public.bookable_slots (
            session_id, availability_window_id, start_time, end_time, max_bookings
        )
        select w.session_id, w.window_id, w.start_time, w.end_time, w.seats
          from wanted w
         where not exists (
            select from public.bookable_slots s
             where (s.session_id, s.start_time) = (w.session_id, w.start_time)
         )
        returning 1
    )
    select (select count(*) from inserted)
               + (select count(*) from changed c where c.closed = 'window' and c.free),
           (select count(*) from deleted d where d.closed is null) + (select count(*) from shut h where h.free)
      into added, removed;
    insert into app.slot_work as k (expert_id, due_at)
    values (p_expert_id, app.now() + interval '1 day')
    on conflict on constraint slot_work_pkey do update set due_at = excluded.due_at;
end
$$;
revoke all on function app.make_slots(uuid) from public, anon, authenticated, service_role;

-- Generate for up to p_limit experts whose slots are due, but ten at most: they stay locked until
-- the commit, and nobody can book them meanwhile. Returns how many were done; experts whom another
-- process (or a booking) has in work come again. 42501.
create or replace function app.top_up_slots(p_limit integer) returns integer
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
    v_expert uuid;
    v_done integer := 0;
begin
    perform app.assert_service();
    for v_expert in
        select k.expert_id
          from app.slot_work k
          join public.expert_profiles e on e.id = k.expert_id
         where k.due_at <= app.now()
         order by k.due_at
         limit least(p_limit, 10)
           for no key update of e skip locked
    loop
        perform app.make_slots(v_expert);
        v_done := v_done + 1;
    end loop;
    return v_done;
end
$$;
revoke all on function app.top_up_slots(integer)
    from public, anon, authenticated, service_role;
grant execute on function app.top_up_slots(integer) to service_role;
