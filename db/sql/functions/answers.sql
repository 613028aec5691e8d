-- What the two sides do to a booking of theirs. All return the booking as it then stands;
-- `changed` is false where it stood so before. BK006 not yours, BK007 too late for that (detail
-- 'late': the time to answer has passed, though no tick has ended the request yet).

-- Which side of a booking the caller is: 'learner', 'expert' or null.
create or replace function app.my_side(p_booking_id uuid) returns text
language sql
stable
security definer
set search_path = ''
as $$
    select case
               when b.learner_id = app.my_learner_id() then 'learner'
               when b.expert_id = app.my_expert_id() then 'expert'
           end
      from public.bookings b where b.id = p_booking_id
$$;
revoke all on function app.my_side(uuid) from public, anon, authenticated, service_role;

create or replace function app.accept_booking(p_booking_id uuid)
returns table (
    booking_id uuid, status text, payment_status text, refund_due integer, changed boolean
)
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
    v_booking public.bookings;
begin
    if app.my_side(p_booking_id) is distinct from 'expert' then
        perform app.refuse('BK006', 'no such booking of yours', 'booking');
    end if;
    v_booking := app.lock_booking(p_booking_id);
    -- The learner was told until when they may be charged; that a tick is late changes nothing.
    if v_booking.status = 'pending' and v_booking.respond_by <= app.now() then
        perform app.refuse('BK007', 'the time to answer has passed', 'late');
    end if;
    return query select t.* from app.apply_transition(p_booking_id, 'accept') t;
end
$$;

create or replace function app.decline_booking(p_booking_id uuid, p_reason text default null)
returns table (
    booking_id uuid, status text, payment_status text, refund_due integer, changed boolean
)
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
    if app.my_side(p_booking_id) is distinct from 'expert' then
        perform app.refuse('BK006', 'no such booking of yours', 'booking');
    end if;
    return query select t.* from app.apply_transition(p_booking_id, 'decline', p_reason) t;
end
$$;

-- Cancelling is what its moment makes of it: a learner lets go of an unpaid hold, withdraws a
-- request or cancels a session (with the refund that app.refund_quote says now); an expert
-- declines a request or cancels a session. Nothing can be cancelled once it has started.
-- p_at_least: what the person was told that it returns; BK011 where it would be less.
create or replace function app.cancel_booking(
    p_booking_id uuid, p_reason text default null, p_at_least integer default null
)
returns table (
    booking_id uuid, status text, payment_status text, refund_due integer, changed boolean
)
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
    v_side text := app.my_side(p_booking_id);
    v_booking public.bookings;
    v_event text;
begin
    if v_side is null then
        perform app.refuse('BK006', 'no such booking of yours', 'booking');
    end if;
    v_booking := app.lock_booking(p_booking_id);
    if v_booking.status in ('cancelled', 'declined') then
        return query
        select v_booking.id, v_booking.status, v_booking.payment_status,
               v_booking.refund_due, false;
        return;
    end if;
    if v_booking.status = 'confirmed' and v_booking.start_at <= app.now() then
        perform app.refuse('BK007', 'the session has started', 'started');
    end if;
    if v_booking.status = 'confirmed' and v_side = 'learner'
        and (app.refund_now(v_booking)).refund_cents < p_at_least
    then
        perform app.refuse('BK011', 'it returns less than was said', 'refund');
    end if;
    v_event := case
        when v_booking.status = 'confirmed' then v_side || '_cancel'
        when v_side = 'expert' then 'decline'
        when v_booking.payment_status = 'authorized' then 'withdraw'
        else 'let_go'
    end;
    return query select t.* from app.apply_transition(p_booking_id, v_event, p_reason) t;
end
$$;

revoke all on function
    app.accept_booking(uuid), app.decline_booking(uuid, text), app.cancel_booking(uuid, text, integer)
    from public, anon, authenticated, service_role;
grant execute on function
    app.accept_booking(uuid), app.decline_booking(uuid, text), app.cancel_booking(uuid, text, integer)
    to authenticated;
