-- Move a booking along app.transitions. Locks in the one order (learner, expert, booking, slot);
-- triggers write what follows. A booking that is already where the event leads is left alone
-- (changed = false), so that a tap or a webhook that comes twice does nothing the second time.
-- BK006 no such booking, BK007 no such step from its state. Internal: callers check who asks.
create or replace function app.apply_transition(
    p_booking_id uuid, p_event text, p_reason text default null
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
    v_booking public.bookings := app.lock_booking(p_booking_id);
    v_step app.transitions;
    v_changed boolean := false;
begin
    select t.* into v_step
      from app.transitions t
     where t.event = p_event
       and t.from_status = v_booking.status
       and t.from_payment = v_booking.payment_status
       and coalesce(t.free = (v_booking.price_cents = 0), true);
    if p_event = 'paid_late' and v_step.event is not null then
        v_changed := app.told_of_late_payment(v_booking, v_step);
    elsif v_step.event is not null then
        update public.bookings b
           set status = v_step.to_status,
               payment_status = v_step.to_payment,
               cancelled_by = case
                   when v_step.to_status = 'cancelled' and b.status <> 'cancelled'
                       then v_step.actor
                   else b.cancelled_by
               end,
               cancellation_reason = coalesce(p_reason, b.cancellation_reason)
         where b.id = p_booking_id;
        v_changed := true;
    elsif not app.event_has_been(v_booking, p_event) then
        perform app.refuse('BK007', format(
            '%s is not possible for a booking that is %s/%s',
            p_event, v_booking.status, v_booking.payment_status
        ), v_booking.status);
    end if;
    return query
    select b.id, b.status, b.payment_status, b.refund_due, v_changed
      from public.bookings b where b.id = p_booking_id;
end
$$;
revoke all on function app.apply_transition(uuid, text, text)
    from public, anon, authenticated, service_role;

-- Lock a booking and all that its change may touch, in the one order. BK006.
create or replace function app.lock_booking(p_booking_id uuid) returns public.bookings
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
    v_booking public.bookings;
begin
    select b.* into v_booking from public.bookings b where b.id = p_booking_id;
    if not found then
        perform app.refuse('BK006', 'no such booking', 'booking');
    end if;
    perform from public.learner_profiles l where l.id = v_booking.learner_id for no key update;
    perform from public.expert_profiles e where e.id = v_booking.expert_id for no key update;
    select b.* into v_booking from public.bookings b where b.id = p_booking_id for no key update;
    perform from public.bookable_slots s where s.id = v_booking.slot_id for no key update;
    return v_booking;
end
$$;
revoke all on function app.lock_booking(uuid) from public, anon, authenticated, service_role;

-- Whether a booking is where the event leads: its very state, or, where the event changes the
-- status, that status by that side (the money may have moved on since).
create or replace function app.event_has_been(p_booking public.bookings, p_event text)
returns boolean
language sql
stable
set search_path = ''
as $$
    select exists (
        select from app.transitions t
         where t.event = p_event
           and t.to_status = p_booking.status
           and (t.to_payment = p_booking.payment_status
                or t.to_status is distinct from t.from_status)
           and (t.to_status <> 'cancelled' or t.from_status = 'cancelled'
                or t.actor = p_booking.cancelled_by)
    )
$$;
revoke all on function app.event_has_been(public.bookings, text)
    from public, anon, authenticated, service_role;

-- A payment that came too late changes nothing but is told, and written down, once.
create or replace function app.told_of_late_payment(
    p_booking public.bookings, p_step app.transitions
) returns boolean
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
    if exists (
        select from app.booking_events e
         where e.booking_id = p_booking.id and e.event = p_step.event
    ) then
        return false;
    end if;
    insert into app.booking_events (
        booking_id, event, actor, actor_user_id,
        from_status, from_payment, to_status, to_payment, at
    ) values (
        p_booking.id, p_step.event, p_step.actor, auth.uid(),
        p_booking.status, p_booking.payment_status, p_step.to_status, p_step.to_payment, app.now()
    );
    perform app.notify(p_booking, p_step.learner_notice, 'learner', p_step.learner_how);
    return true;
end
$$;
revoke all on function app.told_of_late_payment(public.bookings, app.transitions)
    from public, anon, authenticated, service_role;

-- The same for the bot: what Stripe or time do to a booking. 42501, BK006, BK007.
create or replace function app.transition(
    p_booking_id uuid, p_event text, p_reason text default null
)
returns table (
    booking_id uuid, status text, payment_status text, refund_due integer, changed boolean
)
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
    perform app.assert_service();
    return query select t.* from app.apply_transition(p_booking_id, p_event, p_reason) t;
end
$$;
revoke all on function app.transition(uuid, text, text)
    from public, anon, authenticated, service_role;
grant execute on function app.transition(uuid, text, text) to service_role;
