-- The times, deadlines and sums that belong to a booking's new state, where none are given:
--   held: until the Checkout can have expired (31 minutes; settle moves it with the Checkout),
--     though not past the start;
--   authorized: when the expert's answer is due (app.answer_due);
--   cancelled once confirmed: the refund due, by the policy for a learner (on top of what was given
--     back before), else all of it.
create or replace function app.bookings_stamp(p_old public.bookings, p_new public.bookings)
returns public.bookings
language plpgsql
stable
set search_path = ''
as $$
declare
    v_now timestamptz := app.now();
begin
    if (p_new.status, p_new.payment_status) = ('pending', 'pending') then
        p_new.hold_expires_at := coalesce(
            p_new.hold_expires_at, least(v_now + interval '31 minutes', p_new.start_at)
        );
    end if;
    if (p_new.status, p_new.payment_status) = ('pending', 'authorized')
        and p_new.respond_by is null
    then
        select app.answer_due(
                   v_now, p_new.start_at, e.minimum_notice_minutes, p_new.capture_before
               )
          into p_new.respond_by
          from public.expert_profiles e where e.id = p_new.expert_id;
    end if;
    if p_new.status = 'confirmed' and p_old.status is distinct from 'confirmed' then
        p_new.confirmed_at := coalesce(p_new.confirmed_at, v_now);
        select coalesce(p_new.meeting_url, e.meeting_url) into p_new.meeting_url
          from public.expert_profiles e where e.id = p_new.expert_id;
    end if;
    if p_new.status = 'completed' then
        p_new.completed_at := coalesce(p_new.completed_at, v_now);
    end if;
    if p_new.status in ('cancelled', 'declined')
        and p_old.status is distinct from p_new.status
    then
        p_new.cancelled_at := coalesce(p_new.cancelled_at, v_now);
    end if;
    if p_old.status = 'confirmed' and p_new.status = 'cancelled'
        and p_new.payment_status in ('authorized', 'captured', 'refunded')
        and p_new.refund_due is not distinct from p_old.refund_due
    then
        p_new.refund_due := case
            when p_new.cancelled_by = 'learner'
                then app.refund_meant(p_old) + (app.refund_now(p_old)).refund_cents
            else p_new.price_cents
        end;
    end if;
    return p_new;
end
$$;
revoke all on function app.bookings_stamp(public.bookings, public.bookings)
    from public, anon, authenticated, service_role;
