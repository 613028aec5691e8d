-- The reminders of a booking: written once it is confirmed and paid, those still ahead only;
-- dropped, where unsent, once it is neither.
create or replace function app.plan_reminders(p_booking public.bookings) returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
    if p_booking.status = 'confirmed' then
        insert into app.reminders (booking_id, kind, audience, due_at)
        select p_booking.id, o.kind, a.audience, p_booking.start_at - o.before
          from app.reminder_offsets o, unnest(array['learner', 'expert']) a (audience)
         where p_booking.payment_status = 'captured'
           and p_booking.start_at - o.before > app.now()
        on conflict on constraint reminders_pkey do nothing;
    else
        delete from app.reminders r where r.booking_id = p_booking.id and r.sent_at is null;
    end if;
end
$$;
revoke all on function app.plan_reminders(public.bookings)
    from public, anon, authenticated, service_role;

-- Send what is due: each row once, by whichever process takes it. A reminder whose booking was
-- moved, has started, or has a later reminder due as well, is passed over; so is an expert's of a
-- slot of which another one, told with everybody's names, comes before it. Returns how many were
-- enqueued or passed over, so that the caller can go on while there are some. 42501.
create or replace function app.claim_due_reminders(p_limit integer) returns integer
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
    v_due record;
    v_count integer := 0;
begin
    perform app.assert_service();
    for v_due in
        with claimed as (
            select r.booking_id, r.kind, r.audience, r.due_at
              from app.reminders r
             where r.sent_at is null and r.due_at <= app.now()
             order by r.due_at, r.booking_id, r.audience
             limit p_limit
               for update skip locked
        ), marked as (
            update app.reminders r
               set sent_at = app.now()
              from claimed c
             where (r.booking_id, r.kind, r.audience) = (c.booking_id, c.kind, c.audience)
            returning r.booking_id, r.kind, r.audience, r.due_at
        )
        select m.kind, m.audience, b as booking,
               b.status = 'confirmed' and b.start_at > app.now() and not exists (
                   select from app.reminders later
                    where (later.booking_id, later.audience) = (m.booking_id, m.audience)
                      and later.due_at > m.due_at and later.due_at <= app.now()
               ) and not (m.audience = 'expert' and exists (
                   select from app.reminders first
                     join public.bookings o on o.id = first.booking_id
                    where o.slot_id = b.slot_id and o.id < b.id
                      and (first.audience, first.kind) = (m.audience, m.kind)
               )) as wanted
          from marked m
          join public.bookings b on b.id = m.booking_id
         order by m.due_at
    loop
        v_count := v_count + 1;
        if v_due.wanted then
            perform app.notify(v_due.booking, v_due.kind, v_due.audience, 'new');
        end if;
    end loop;
    return v_count;
end
$$;
revoke all on function app.claim_due_reminders(integer)
    from public, anon, authenticated, service_role;
grant execute on function app.claim_due_reminders(integer) to service_role;
