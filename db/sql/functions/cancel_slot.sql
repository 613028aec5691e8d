-- An expert ends everything that is booked in a slot of theirs, in one go: a confirmed session is
-- cancelled and all of it returned, a request declined, an unpaid seat taken back. Each learner is
-- told and refunded alone; the cards that the expert has of them follow. The time is not offered
-- any more, until the expert does so again (app.offer_again).
-- Locks in the one order, each by id: the learners, the expert, the bookings, the slot.
-- p_at_most: how many seats the expert was told would end. Answers how many did; again, none.
-- BK006 not your slot, BK007 (started) it has begun, BK011 somebody took a seat meanwhile.
create or replace function app.cancel_slot(
    p_slot_id uuid, p_at_most integer default null, p_reason text default null
) returns integer
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
    v_expert uuid := app.my_expert_id();
    v_via text := coalesce(current_setting('app.via', true), '');
    v_learners uuid[];
    v_live public.bookings[];
    v_booking public.bookings;
begin
    perform from public.bookable_slots s where s.id = p_slot_id and s.expert_id = v_expert;
    if not found then
        perform app.refuse('BK006', 'no such slot of yours', 'slot');
    end if;
    v_learners := array(
        select b.learner_id from public.bookings b
         where b.slot_id = p_slot_id and b.status in ('pending', 'confirmed')
    );
    perform from public.learner_profiles l
      where l.id = any (v_learners) order by l.id for no key update;
    perform from public.expert_profiles e where e.id = v_expert for no key update;
    perform from public.bookings b
      where b.slot_id = p_slot_id and b.status in ('pending', 'confirmed')
      order by b.id for no key update;
    perform from public.bookable_slots s where s.id = p_slot_id for no key update;
    -- Nobody gets a seat of this expert from here on; who got one before was not locked with them.
    v_live := array(
        select b from public.bookings b
         where b.slot_id = p_slot_id and b.status in ('pending', 'confirmed') order by b.id
    );
    if cardinality(v_live) > p_at_most
        or exists (select from unnest(v_live) b where b.learner_id <> all (v_learners))
    then
        perform app.refuse('BK011', 'somebody took a seat meanwhile', 'seats');
    elsif exists (select from unnest(v_live) b where b.start_at <= app.now()) then
        perform app.refuse('BK007', 'the session has started', 'started');
    end if;
    -- One answer in the chat stands for all of them, so that the cards are told like others'.
    perform set_config('app.via', '', true);
    foreach v_booking in array v_live loop
        perform app.apply_transition(
            v_booking.id,
            case when (v_booking.status, v_booking.payment_status) = ('pending', 'authorized')
                 then 'decline' else 'expert_cancel' end,
            p_reason
        );
    end loop;
    perform set_config('app.via', v_via, true);
    if cardinality(v_live) > 0 then
        perform app.shut_time(p_slot_id);
    end if;
    return cardinality(v_live);
end
$$;
revoke all on function app.cancel_slot(uuid, integer, text)
    from public, anon, authenticated, service_role;
grant execute on function app.cancel_slot(uuid, integer, text) to authenticated;
