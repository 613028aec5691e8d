-- Trigger before insert or update of a slot: fills what is derived, and is the one writer of
-- is_available:
--     nobody closed it, a seat is left, and no booked slot of the expert overlaps it.
-- Somebody else's write to is_available is their wish to close or open the slot. Whether the slot
-- has passed, or is too soon for the expert's notice, changes with time and is asked when read.
create or replace function app.slots_fill() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    if tg_op = 'INSERT' or new.session_id is distinct from old.session_id then
        select s.expert_id, coalesce(new.max_bookings, s.max_participants)
          into new.expert_id, new.max_bookings
          from public.sessions s where s.id = new.session_id;
        if not found then
            raise foreign_key_violation using
                message = 'the slot''s session does not exist',
                constraint = 'bookable_slots_session_is_experts';
        end if;
    end if;
    if tg_op = 'INSERT' or new.busy is null
        or (new.session_id, new.start_time, new.end_time)
            is distinct from (old.session_id, old.start_time, old.end_time)
    then
        select tstzrange(
                   new.start_time,
                   -- An end before the start is left to the check, which says so.
                   greatest(new.start_time, new.end_time)
                       + make_interval(mins => e.buffer_minutes)
               )
          into new.busy
          from public.expert_profiles e where e.id = new.expert_id;
    end if;
    if tg_op = 'INSERT' then
        if not new.is_available and new.current_bookings < new.max_bookings then
            new.closed := coalesce(new.closed, 'person');
        end if;
    elsif new.is_available is distinct from old.is_available
        and new.closed is not distinct from old.closed
        and new.current_bookings = old.current_bookings
    then
        new.closed := case when not new.is_available then 'person' end;
    end if;
    new.is_available := new.closed is null
        and new.current_bookings < new.max_bookings
        and not exists (
            select from public.bookable_slots o
             where app.uuidrange(o.expert_id, o.expert_id, '[]')
                   && app.uuidrange(new.expert_id, new.expert_id, '[]')
               and o.busy && new.busy
               and o.current_bookings > 0
               and o.id <> new.id
        );
    return new;
end
$$;
revoke all on function app.slots_fill() from public, anon, authenticated, service_role;

-- Trigger after a slot gets its first booking or loses its last: the expert's overlapping slots
-- are looked at again. They are found by start; a slot is at most a day long, a buffer 4 hours.
create or replace function app.slots_siblings() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_slot public.bookable_slots := coalesce(new, old);
begin
    update public.bookable_slots s
       set closed = s.closed
     where s.expert_id = v_slot.expert_id
       and s.start_time < upper(v_slot.busy)
       and s.start_time > lower(v_slot.busy) - interval '28 hours'
       and s.busy && v_slot.busy
       and s.id <> v_slot.id
       and s.closed is null;
    return null;
end
$$;
revoke all on function app.slots_siblings() from public, anon, authenticated, service_role;
