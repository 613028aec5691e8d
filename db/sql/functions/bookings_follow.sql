-- Trigger after a booking is made or moves, by whomever: everything that follows from it.
-- The seat is counted, and closed where its expert cancelled; the audit written, both sides told,
-- the money asked to follow, reminders made or dropped, totals added, and an expert with instant
-- booking accepts.
create or replace function app.bookings_follow() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_step app.transitions := app.event_of(old, new);
    v_instant boolean := false;
begin
    perform app.count_seats(old, new);
    perform app.keep_terms(old, new);
    if v_step.event = 'expert_cancel' then
        perform app.shut_time(new.slot_id);
    end if;
    insert into app.booking_events (
        booking_id, event, actor, actor_user_id,
        from_status, from_payment, to_status, to_payment, reason, at
    ) values (
        new.id, v_step.event, coalesce(v_step.actor, 'system'), auth.uid(),
        old.status, old.payment_status, new.status, new.payment_status,
        case when old.cancellation_reason is distinct from new.cancellation_reason
             then new.cancellation_reason end,
        app.now()
    );
    if (new.status, new.payment_status) = ('pending', 'authorized') and v_step.event is not null then
        -- A payment that came through after the start is not accepted by itself either.
        select e.instant_booking and new.respond_by > app.now() into v_instant
          from public.expert_profiles e where e.id = new.expert_id;
    end if;
    if v_step.learner_notice is not null and not v_instant then
        perform app.notify(new, v_step.learner_notice, 'learner', v_step.learner_how);
    end if;
    if v_step.expert_notice is not null and not v_instant then
        perform app.notify(new, v_step.expert_notice, 'expert', v_step.expert_how);
    end if;
    if v_step.actor = 'learner' and v_step.learner_notice is null
        or v_step.actor = 'expert' and v_step.expert_notice is null
    then
        perform app.redraw_card(new, v_step.actor);
    end if;
    if v_step.asks_settle then
        perform app.ask_settle(new.id);
    end if;
    perform app.plan_reminders(new);
    if v_step.event = 'complete' then
        perform app.add_totals(new);
    end if;
    if v_instant then
        perform app.apply_transition(new.id, 'accept');
    end if;
    return null;
end
$$;
revoke all on function app.bookings_follow() from public, anon, authenticated, service_role;

-- Whoever acts outside the chat still has the booking's card in it: its buttons must not go on
-- offering what is over. Without a card there is nothing to redraw, and nothing is said.
create or replace function app.redraw_card(p_booking public.bookings, p_side text) returns void
language sql
volatile
security definer
set search_path = ''
as $$
    select app.redraw_card_as(p_booking, p_side, 'changed')
$$;

-- The same in the words of another notice. Internal.
create or replace function app.redraw_card_as(
    p_booking public.bookings, p_side text, p_notice text
) returns void
language sql
volatile
security definer
set search_path = ''
as $$
    select app.notify(p_booking, p_notice, p_side, 'edit')
      from app.cards c
      join app.telegram_accounts a on a.telegram_id = c.telegram_id
      join public.user_profiles p on p.user_id = a.user_id
     where c.booking_id = p_booking.id
       and p.id = case p_side
                      when 'learner' then p_booking.learner_person
                      else p_booking.expert_person
                  end
$$;
revoke all on function
    app.redraw_card(public.bookings, text), app.redraw_card_as(public.bookings, text, text)
    from public, anon, authenticated, service_role;

-- A booking holds its seat while it is pending or confirmed, and after it was completed.
create or replace function app.count_seats(p_old public.bookings, p_new public.bookings)
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
    v_held constant text[] := array['pending', 'confirmed', 'completed'];
    v_before uuid := case when p_old.status = any (v_held) then p_old.slot_id end;
    v_after uuid := case when p_new.status = any (v_held) then p_new.slot_id end;
begin
    if v_before is not distinct from v_after then
        return;
    end if;
    update public.bookable_slots s
       set current_bookings = s.current_bookings - 1 where s.id = v_before;
    update public.bookable_slots s
       set current_bookings = s.current_bookings + 1 where s.id = v_after;
end
$$;
revoke all on function app.count_seats(public.bookings, public.bookings)
    from public, anon, authenticated, service_role;

-- What a completed session adds to both profiles: what was kept of the money, and one session.
create or replace function app.add_totals(p_booking public.bookings) returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
    v_kept integer := p_booking.amount_captured - p_booking.amount_refunded
        - app.lost_of(p_booking) - app.elsewhere_of(p_booking.id);
begin
    update public.learner_profiles l
       set total_sessions_booked = l.total_sessions_booked + 1,
           total_spent_cents = greatest(l.total_spent_cents + v_kept, 0)
     where l.id = p_booking.learner_id;
    update public.expert_profiles e
       set total_sessions = e.total_sessions + 1,
           total_earnings_cents = greatest(e.total_earnings_cents + v_kept, 0)
     where e.id = p_booking.expert_id;
end
$$;
revoke all on function app.add_totals(public.bookings)
    from public, anon, authenticated, service_role;

-- What goes with a booking and is no column of it, because not both sides read it: the platform's
-- share as it was when the seat was taken, and the room of a confirmed one whose expert has no link
-- of their own.
create or replace function app.keep_terms(p_old public.bookings, p_new public.bookings)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
    if p_old.id is null then
        insert into app.booking_fees (booking_id, fee_bps)
        select p_new.id, p.fee_bps from app.platform p where p.fee_bps > 0;
    end if;
    if p_new.status in ('confirmed', 'completed') and p_new.meeting_url is null then
        insert into app.rooms (slot_id) values (p_new.slot_id) on conflict (slot_id) do nothing;
    end if;
end
$$;
revoke all on function app.keep_terms(public.bookings, public.bookings)
    from public, anon, authenticated, service_role;

-- A deleted booking gives its seat back (only one without a history can be deleted).
create or replace function app.bookings_gone() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    perform app.count_seats(old, null);
    return null;
end
$$;
revoke all on function app.bookings_gone() from public, anon, authenticated, service_role;

-- Trigger: the audit is only ever added to.
create or replace function app.booking_events_guard() returns trigger
language plpgsql
set search_path = ''
as $$
begin
    if tg_op = 'DELETE' and current_setting('app.pruning', true) = 'on' then
        return old;
    end if;
    raise exception 'booking_events is append-only' using errcode = 'restrict_violation';
end
$$;
revoke all on function app.booking_events_guard() from public, anon, authenticated, service_role;
