-- Keep an event of Stripe's and ask for a settle of the booking that it is about, found by any of
-- the ids in it; nothing else of it is believed. An event that came before does nothing. An event
-- about nothing of ours (the account may serve others) is kept and needs no more.
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
declare
    v_booking uuid;
begin
    perform app.assert_service();
    insert into app.stripe_events (event_id, type, payload, handled_at)
    values (p_event_id, p_type, p_payload, clock_timestamp())
    on conflict (event_id) do nothing;
    if not found then
        return null;
    end if;
    select found_by.id into v_booking
      from (
               select a.booking_id as id, 1 as rank
                 from app.payment_attempts a where a.checkout_session_id = p_checkout
               union all
               select b.id, 2
                 from public.bookings b where b.stripe_payment_intent_id = p_intent
               union all
               select b.id, 3
                 from public.bookings b where b.id = p_booking
           ) found_by
     order by found_by.rank
     limit 1;
    if found then
        perform app.ask_settle(v_booking);
    end if;
    return v_booking;
end;
$$;

revoke all on function app.payments_event(text, text, jsonb, uuid, text, text)
from public, anon, authenticated;
grant execute on function app.payments_event(text, text, jsonb, uuid, text, text)
to service_role;
