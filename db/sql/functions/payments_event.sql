-- Keep an event of Stripe's and work it up in the same transaction: ask for a settle of the booking
-- that it is about. An event that came before does nothing. What cannot be worked up is kept all
-- the same (the caller can answer 2xx) and tried again by app.payments_retry_events.
-- Returns the booking that was asked for, or null. 42501 for anybody but the bot's service.
create or replace function app.payments_event(
    p_event_id text,
    p_type text,
    p_payload jsonb,
    p_booking uuid,
    p_intent text,
    p_checkout text
)
returns uuid
language plpgsql volatile security definer set search_path = ''
as $$
begin
    perform app.assert_service();
    insert into app.stripe_events (event_id, type, payload)
    values (
        p_event_id,
        p_type,
        jsonb_build_object(
            'event', p_payload, 'booking', p_booking, 'intent', p_intent, 'checkout', p_checkout
        )
    )
    on conflict (event_id) do nothing;
    if not found then
        return null;
    end if;
    return app.payments_work_event(p_event_id);
end;
$$;

-- Work an event up; a failure is noted on its row, the next try is half a minute later and then
-- ever later, and the fifth failure makes it a dead letter, which admins are told of. Internal.
create or replace function app.payments_work_event(p_event_id text) returns uuid
language plpgsql volatile security definer set search_path = ''
as $$
declare
    v_booking uuid;
    v_error text;
begin
    begin
        v_booking := app.payments_apply_event(p_event_id);
    exception
        -- These are the caller's to retry whole.
        when deadlock_detected or serialization_failure or lock_not_available
            or query_canceled then raise;
        when others then v_error := sqlstate;
    end;
    update app.stripe_events e
       set handled_at = case when v_error is null then clock_timestamp() end,
           attempts = e.attempts + (v_error is not null)::integer,
           last_error = coalesce(v_error, e.last_error),
           not_before = clock_timestamp() + interval '30 s' * 2 ^ e.attempts,
           dead_at = case when v_error is not null and e.attempts >= 4 then clock_timestamp() end
     where e.event_id = p_event_id;
    if v_error is not null and exists (
        select from app.stripe_events e where e.event_id = p_event_id and e.dead_at is not null
    ) then
        perform app.tell_admins('event_dead', jsonb_build_object('event', p_event_id));
    end if;
    return v_booking;
end;
$$;

-- What an event asks for: a settle of the booking that it is about, found by any of the ids in it;
-- nothing else of it is believed. One about nothing of ours (the account may serve others) needs
-- no more. Internal.
create or replace function app.payments_apply_event(p_event_id text) returns uuid
language plpgsql volatile security definer set search_path = ''
as $$
declare
    v_asked jsonb;
    v_booking uuid;
begin
    select e.payload into v_asked from app.stripe_events e where e.event_id = p_event_id;
    select found_by.id into v_booking
      from (
               select a.booking_id as id, 1 as rank
                 from app.payment_attempts a
                where a.checkout_session_id = v_asked ->> 'checkout'
               union all
               select b.id, 2
                 from public.bookings b
                where b.stripe_payment_intent_id = v_asked ->> 'intent'
               union all
               select b.id, 3
                 from public.bookings b where b.id = (v_asked ->> 'booking')::uuid
           ) found_by
     order by found_by.rank
     limit 1;
    if found then
        perform app.ask_settle(v_booking);
    end if;
    return v_booking;
end;
$$;

-- Try again what could not be worked up and is due. Returns how many it tried. 42501.
create or replace function app.payments_retry_events(p_limit integer) returns integer
language plpgsql volatile security definer set search_path = ''
as $$
declare
    v_event text;
    v_tried integer := 0;
begin
    perform app.assert_service();
    for v_event in
        select e.event_id
          from app.stripe_events e
         where e.handled_at is null and e.dead_at is null
           and (e.not_before is null or e.not_before <= clock_timestamp())
         order by e.received_at
         limit p_limit
           for update skip locked
    loop
        perform app.payments_work_event(v_event);
        v_tried := v_tried + 1;
    end loop;
    return v_tried;
end;
$$;

revoke all on function
    app.payments_event(text, text, jsonb, uuid, text, text), app.payments_work_event(text),
    app.payments_apply_event(text), app.payments_retry_events(integer)
    from public, anon, authenticated, service_role;
grant execute on function
    app.payments_event(text, text, jsonb, uuid, text, text), app.payments_retry_events(integer)
    to service_role;
