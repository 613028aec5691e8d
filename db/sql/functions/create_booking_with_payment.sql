-- Seed function: take a seat. The caller is that learner, or the service. The same learner asking
-- again for the same slot gets the same booking. Locks: learner, expert, slot.
-- 42501 for somebody else; BK008 (learner) without a profile; BK006 no such slot; BK001 taken;
-- BK002 passed or too soon for the expert's notice; BK003 the learner is elsewhere then;
-- BK004 the learner's own session; BK005 expert or session closed; BK009 (notes) too long;
-- BK012 (pending, day) too many at once.
create or replace function public.create_booking_with_payment(
    p_learner_user_id uuid,
    p_slot_id uuid,
    p_notes text default null
) returns table (
    booking_id uuid, amount_cents integer, currency text, expert_id uuid, session_id uuid
)
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
    v_learner uuid;
    v_booking uuid;
    v_broken text;
begin
    perform app.assert_person(p_learner_user_id);
    select l.id into v_learner
      from public.learner_profiles l
      join public.user_profiles p on p.id = l.user_profile_id
     where p.user_id = p_learner_user_id
       for no key update of l;
    if not found then
        perform app.refuse('BK008', 'no learner profile', 'learner');
    end if;
    if char_length(p_notes) > 2000 then
        perform app.refuse('BK009', 'notes have at most 2000 characters', 'notes');
    end if;
    perform from public.expert_profiles e
      where e.id = (select s.expert_id from public.bookable_slots s where s.id = p_slot_id)
        for no key update;
    select b.id into v_booking
      from public.bookings b
     where b.learner_id = v_learner and b.slot_id = p_slot_id
       and b.status in ('pending', 'confirmed');
    if v_booking is null then
        perform app.check_slot(p_slot_id, v_learner);
        perform app.check_few(v_learner);
        insert into public.bookings (learner_id, slot_id, learner_notes)
        values (v_learner, p_slot_id, nullif(btrim(p_notes), ''))
        returning id into v_booking;
    end if;
    return query
    select b.id, b.price_cents, b.currency, b.expert_id, b.session_id
      from public.bookings b where b.id = v_booking;
exception when exclusion_violation or check_violation then
    -- Writes that go around this function's locks are still caught by the constraints.
    get stacked diagnostics v_broken = constraint_name;
    case v_broken
        when 'bookable_slots_no_overlap', 'bookable_slots_seats' then
            perform app.refuse('BK001', 'the slot is taken');
        when 'bookings_learner_in_one_place' then
            perform app.refuse('BK003', 'the learner is booked elsewhere then');
        when 'bookings_not_oneself' then
            perform app.refuse('BK004', 'nobody books themselves');
        else raise;
    end case;
end
$$;
revoke all on function public.create_booking_with_payment(uuid, uuid, text)
    from public, anon, authenticated, service_role;
grant execute on function public.create_booking_with_payment(uuid, uuid, text)
    to authenticated, service_role;

-- Why a learner may not have a slot now, if so; locks the slot.
create or replace function app.check_slot(p_slot_id uuid, p_learner_id uuid) returns void
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
    v_slot public.bookable_slots;
    v_offer record;
begin
    select s.* into v_slot from public.bookable_slots s where s.id = p_slot_id for no key update;
    if not found then
        perform app.refuse('BK006', 'no such slot', 'slot');
    end if;
    select s.is_active and e.is_available and e.verification_status = 'verified' as open,
           e.minimum_notice_minutes as notice,
           e.user_profile_id = l.user_profile_id as own
      into strict v_offer
      from public.sessions s
      join public.expert_profiles e on e.id = s.expert_id
      join public.learner_profiles l on l.id = p_learner_id
     where s.id = v_slot.session_id;
    if v_offer.own then
        perform app.refuse('BK004', 'nobody books themselves');
    end if;
    if not v_offer.open then
        perform app.refuse('BK005', 'the expert takes no bookings for this now');
    end if;
    if v_slot.start_time < app.now() + make_interval(mins => v_offer.notice)
        or v_slot.start_time <= app.now()
    then
        perform app.refuse('BK002', 'the slot starts too soon or has started');
    end if;
    if not v_slot.is_available then
        perform app.refuse('BK001', 'the slot is taken');
    end if;
    if exists (
        select from public.bookings b
         where b.learner_id = p_learner_id
           and b.status in ('pending', 'confirmed')
           and tstzrange(b.start_at, b.end_at) && tstzrange(v_slot.start_time, v_slot.end_time)
    ) then
        perform app.refuse('BK003', 'the learner is booked elsewhere then');
    end if;
end
$$;
revoke all on function app.check_slot(uuid, uuid)
    from public, anon, authenticated, service_role;
