-- Nobody is to book a time at which its expert has just said that they cannot come: where nobody is
-- left in the slot, it and the expert's other free slots of those minutes are closed. Internal; the
-- expert is locked.
create or replace function app.shut_time(p_slot_id uuid) returns void
language sql volatile security definer set search_path = ''
as $$
    update public.bookable_slots s
       set closed = 'person'
     where s.id in (select app.slots_at(p_slot_id))
       and s.closed is null
       and not exists (
           select from public.bookable_slots o where o.id = p_slot_id and o.current_bookings > 0
       )
$$;

-- The expert can come after all: what they or their cancellation closed at the time of a slot of
-- theirs is offered again, also where no window of theirs is left. False where nothing was closed.
-- BK006 not your slot, BK002 it has started.
create or replace function app.offer_again(p_slot_id uuid) returns boolean
language plpgsql volatile security definer set search_path = ''
as $$
declare
    v_expert uuid := app.my_expert_id();
    v_slot public.bookable_slots;
begin
    perform from public.expert_profiles e where e.id = v_expert for no key update;
    select s.* into v_slot
      from public.bookable_slots s where s.id = p_slot_id and s.expert_id = v_expert;
    if not found then
        perform app.refuse('BK006', 'no such slot of yours', 'slot');
    elsif v_slot.start_time <= app.now() then
        perform app.refuse('BK002', 'the slot has started', 'slot');
    end if;
    update public.bookable_slots s
       set closed = null
     where s.id in (select app.slots_at(p_slot_id)) and s.closed = 'person';
    return found;
end
$$;

-- A slot, and its expert's others that share a minute with it. A slot is at most a day long.
create or replace function app.slots_at(p_slot_id uuid) returns setof uuid
language sql stable security definer set search_path = ''
as $$
    select s.id
      from public.bookable_slots o
      join public.bookable_slots s
        on s.expert_id = o.expert_id
       and s.start_time < o.end_time
       and s.start_time > o.start_time - interval '1 day'
       and s.end_time > o.start_time
     where o.id = p_slot_id
$$;
revoke all on function app.shut_time(uuid), app.offer_again(uuid), app.slots_at(uuid)
    from public, anon, authenticated, service_role;
grant execute on function app.offer_again(uuid) to authenticated;
