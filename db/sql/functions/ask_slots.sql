-- Triggers: an expert's sessions, windows or rules changed, so their slots are due to be generated
-- again. Whoever wakes next does it; a change in the chat does not wait for that.
create or replace function app.ask_slots() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    insert into app.slot_work as w (expert_id, due_at)
    select e.id, app.now()
      from public.expert_profiles e where e.id = coalesce(new.expert_id, old.expert_id)
    on conflict on constraint slot_work_pkey do update set due_at = excluded.due_at
        where w.due_at > excluded.due_at;
    return null;
end
$$;

create or replace function app.ask_slots_of_expert() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    insert into app.slot_work as w (expert_id, due_at) values (new.id, app.now())
    on conflict on constraint slot_work_pkey do update set due_at = excluded.due_at
        where w.due_at > excluded.due_at;
    if tg_op = 'UPDATE' and old.buffer_minutes <> new.buffer_minutes then
        -- Booked slots keep the buffer they were booked with.
        update public.bookable_slots s set busy = null
         where s.expert_id = new.id and s.current_bookings = 0 and s.start_time > app.now();
    end if;
    return null;
end
$$;

-- A window that goes takes its free slots with it; those that a booking names are closed.
create or replace function app.windows_leave() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    perform from public.expert_profiles e where e.id = old.expert_id for no key update;
    delete from public.bookable_slots s
     where s.availability_window_id = old.id and s.current_bookings = 0
       and not exists (select from public.bookings b where b.slot_id = s.id);
    update public.bookable_slots s set closed = 'window'
     where s.availability_window_id = old.id and s.start_time > app.now() and s.closed is null;
    return old;
end
$$;
revoke all on function app.ask_slots(), app.ask_slots_of_expert(), app.windows_leave()
    from public, anon, authenticated, service_role;
