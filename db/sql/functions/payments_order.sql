-- Store what is about to be asked of Stripe and return its idempotency key; null where the lease
-- on the booking was lost. Renews the lease.
--   A step whose result is not written down yet keeps its key for an hour if it asks for the same:
--   the first asking may have been heard. After that Stripe has surely answered, the look before
--   this call has seen that it was not done, and a new key keeps an error that Stripe stored under
--   the old one from coming back for ever.
--   Decided on a state of the booking (p_status, p_payment, p_refund_due) that it must still be in,
-- under its lock: BK007 where somebody has moved it meanwhile, so that nothing is asked of Stripe
-- that the booking no longer wants.
--   A new Checkout (its id is p_attempt, it can be paid until p_expires_at) takes the place of the
--   one before, and the seat is held until its end.
-- 42501 for anybody but the bot's service.
create or replace function app.payments_order(
    p_booking_id uuid,
    p_holder text,
    p_seconds double precision,
    p_step text,
    p_attempt uuid,
    p_parameters jsonb,
    p_expires_at timestamptz,
    p_status text,
    p_payment text,
    p_refund_due integer
)
returns text
language plpgsql volatile security definer set search_path = ''
as $$
declare
    v_key text;
begin
    perform app.assert_service();
    if not app.payments_take(p_booking_id, p_holder, p_seconds) then
        return null;
    end if;
    perform from public.bookings b
      where b.id = p_booking_id
        and (b.status, b.payment_status) = (p_status, p_payment)
        and b.refund_due is not distinct from p_refund_due
        for no key update;
    if not found then
        perform app.refuse('BK007', 'the booking has moved on', 'moved');
    end if;
    select a.idempotency_key into v_key
      from app.payment_attempts a
     where a.booking_id = p_booking_id
       and a.step = p_step
       and a.step <> 'checkout'
       and a.closed_at is null
       and a.parameters = p_parameters
       and a.created_at > clock_timestamp() - interval '1 hour';
    if found then
        return v_key;
    end if;

    update app.payment_attempts a
       set closed_at = app.now()
     where a.booking_id = p_booking_id and a.step = p_step and a.closed_at is null;
    insert into app.payment_attempts as a
        (id, booking_id, step, parameters, idempotency_key, expires_at)
    values (
        p_attempt, p_booking_id, p_step, p_parameters, p_step || '-' || p_attempt, p_expires_at
    )
    returning a.idempotency_key into v_key;
    if p_step = 'checkout' then
        perform app.payments_hold_until(p_booking_id, p_expires_at);
    end if;
    return v_key;
end;
$$;

revoke all on function app.payments_order(
    uuid, text, double precision, text, uuid, jsonb, timestamptz, text, text, integer
) from public, anon, authenticated;
grant execute on function app.payments_order(
    uuid, text, double precision, text, uuid, jsonb, timestamptz, text, text, integer
) to service_role;

-- The seat is held until the end of its Checkout, as long as it is held at all. Internal.
create or replace function app.payments_hold_until(p_booking_id uuid, p_until timestamptz)
returns void
language sql volatile security definer set search_path = ''
as $$
    update public.bookings b
       set hold_expires_at = p_until
     where b.id = p_booking_id
       and b.status = 'pending'
       and b.payment_status = 'pending'
       and b.hold_expires_at is distinct from p_until
$$;

revoke all on function app.payments_hold_until(uuid, timestamptz)
from public, anon, authenticated;
