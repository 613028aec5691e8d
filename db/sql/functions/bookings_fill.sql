-- Trigger before a booking is inserted, by whomever: takes the locks in the one order (learner,
-- expert, slot) and fills in what the seed's columns leave open, from the slot and its session.
-- 23503 where slot or people do not exist, 23514 where times or currency are not the slot's.
create or replace function app.bookings_fill() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_found record;
begin
    select l.user_profile_id into new.learner_person
      from public.learner_profiles l where l.id = new.learner_id
       for no key update;
    perform from public.expert_profiles e
      where e.id = (select s.expert_id from public.bookable_slots s where s.id = new.slot_id)
        for no key update;
    perform from public.bookable_slots s where s.id = new.slot_id for no key update;
    select sl.session_id, sl.expert_id, sl.start_time, sl.end_time, s.price_cents, s.currency,
           e.cancellation_policy, e.user_profile_id, e.meeting_url
      into v_found
      from public.bookable_slots sl
      join public.sessions s on s.id = sl.session_id
      join public.expert_profiles e on e.id = sl.expert_id
     where sl.id = new.slot_id;
    if v_found is null or new.learner_person is null then
        raise foreign_key_violation using message = 'the slot or the learner does not exist';
    end if;
    new.session_id := coalesce(new.session_id, v_found.session_id);
    new.expert_id := coalesce(new.expert_id, v_found.expert_id);
    new.expert_person := v_found.user_profile_id;
    new.start_at := coalesce(new.start_at, v_found.start_time);
    new.end_at := coalesce(new.end_at, v_found.end_time);
    new.currency := coalesce(new.currency, v_found.currency);
    new.price_cents := coalesce(new.price_cents, v_found.price_cents);
    new.cancellation_policy := coalesce(new.cancellation_policy, v_found.cancellation_policy);
    if (new.start_at, new.end_at) is distinct from (v_found.start_time, v_found.end_time) then
        raise check_violation using message = 'a booking''s times are those of its slot',
            constraint = 'bookings_times_are_slots', table = 'bookings';
    end if;
    -- An unknown currency is left to its own check.
    if new.currency is distinct from v_found.currency
        and new.currency in ('DKK', 'USD', 'EUR')
    then
        raise check_violation using message = 'a booking''s currency is that of its session',
            constraint = 'bookings_currency_is_sessions', table = 'bookings';
    end if;
    if new.price_cents = 0 and (new.status, new.payment_status) = ('pending', 'pending') then
        new.payment_status := 'authorized';
    end if;
    return app.bookings_stamp(null, new);
end
$$;
revoke all on function app.bookings_fill() from public, anon, authenticated, service_role;

-- Trigger before a booking's state changes: only along app.transitions (BK007 otherwise).
create or replace function app.bookings_move() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    if new.status = 'cancelled' and old.status <> 'cancelled' then
        new.cancelled_by := coalesce(new.cancelled_by, 'system');
    end if;
    if (app.event_of(old, new)).event is null then
        perform app.refuse('BK007', format(
            'a booking does not go from %s/%s to %s/%s%s',
            old.status, old.payment_status, new.status, new.payment_status,
            ' by ' || new.cancelled_by
        ));
    end if;
    return app.bookings_stamp(old, new);
end
$$;
revoke all on function app.bookings_move() from public, anon, authenticated, service_role;

-- Which event of app.transitions leads from one state of a booking to the other, or null.
create or replace function app.event_of(p_old public.bookings, p_new public.bookings)
returns app.transitions
language sql
stable
set search_path = ''
as $$
    select t
      from app.transitions t
     where t.from_status is not distinct from p_old.status
       and t.from_payment is not distinct from p_old.payment_status
       and t.to_status = p_new.status
       and t.to_payment = p_new.payment_status
       and coalesce(t.free = (p_new.price_cents = 0), true)
       -- Who ends it tells a withdrawal from a deadline that passed.
       and (t.to_status <> 'cancelled' or t.from_status = 'cancelled'
            or t.actor = p_new.cancelled_by)
$$;
revoke all on function app.event_of(public.bookings, public.bookings)
    from public, anon, authenticated, service_role;
