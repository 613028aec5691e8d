-- Every fact a message about a booking needs, for its two parties and the service; no row for
-- others. The pay link and the receipt are the learner's alone; the platform's share and the names
-- of others who come to the same slot (`others`), and how many more have asked for it
-- (`others_asked`), the expert's. The place to meet is told once it is
-- confirmed, and the Telegram ids are the service's, which delivers.
-- `side`: who asks ('learner', 'expert', null). `seats`, `taken`: of the slot; `reopens`: what is
-- given back there can be booked again, `shut`: its expert closed it; `amount_lost`: what the
-- learner's bank took back for good, `amount_elsewhere`: what an admin paid back another way,
-- `owed`: what is still to go back, `disputed`: whether the learner's bank
-- is deciding about it, `sent_back`: how often the learner's bank sent a refund back;
-- `others_stayed`: whether others kept their seats there when the expert cancelled this one, whoever
-- has booked since.
create or replace function app.booking_card(p_booking_id uuid)
returns table (
    booking_id uuid, side text, status text, payment_status text,
    price_cents integer, amount_authorized integer, amount_captured integer,
    amount_refunded integer, refund_due integer, currency text,
    start_at timestamptz, end_at timestamptz, hold_expires_at timestamptz,
    respond_by timestamptz, capture_before timestamptz, created_at timestamptz,
    confirmed_at timestamptz, completed_at timestamptz, cancelled_at timestamptz,
    cancelled_by text, cancellation_reason text, cancellation_policy text,
    refund_cents integer, free_until timestamptz,
    pay_url text, pay_expires_at timestamptz, meeting_url text, room text, materials_url text,
    learner_notes text, expert_notes text,
    session_id uuid, slot_id uuid, learner_id uuid, expert_id uuid,
    session_title text, duration_minutes integer, session_level text, instant_booking boolean,
    seats integer, taken integer, others text[], reopens boolean, shut boolean,
    learner_name text, learner_level text, learner_zone text, learner_language text,
    learner_telegram_id bigint,
    expert_name text, expert_rating decimal, expert_sessions integer, expert_zone text,
    expert_language text, expert_telegram_id bigint,
    receipt_url text, fee_bps integer, amount_lost integer, amount_elsewhere integer,
    owed integer, sent_back integer, disputed boolean, others_asked integer, others_stayed boolean
)
language sql stable security definer set search_path = ''
as $$
    select b.id, x.side, b.status, b.payment_status,
           b.price_cents, b.amount_authorized, b.amount_captured,
           b.amount_refunded, b.refund_due, b.currency,
           b.start_at, b.end_at, b.hold_expires_at,
           b.respond_by, b.capture_before, b.created_at,
           b.confirmed_at, b.completed_at, b.cancelled_at,
           b.cancelled_by, b.cancellation_reason, b.cancellation_policy,
           r.refund_cents, r.free_until,
           case when x.service or x.side = 'learner' then a.url end, a.expires_at,
           case when b.status in ('confirmed', 'completed') then b.meeting_url end,
           case when b.status in ('confirmed', 'completed') then rm.room end,
           case when b.status in ('confirmed', 'completed') then s.materials_url end,
           b.learner_notes, b.expert_notes,
           b.session_id, b.slot_id, b.learner_id, b.expert_id,
           s.title, (extract(epoch from b.end_at - b.start_at) / 60)::integer, s.level,
           e.instant_booking,
           sl.max_bookings, sl.current_bookings,
           case when x.service or x.side = 'expert' then app.who_else_comes(b) end,
           sl.closed is null and s.is_active and e.is_available
               and e.verification_status = 'verified',
           sl.closed is not distinct from 'person',
           app.name_of(lp), l.experience_level, lp.timezone, la.language,
           case when x.service then la.telegram_id end,
           app.name_of(ep), e.rating, e.total_sessions, ep.timezone,
           ea.language, case when x.service then ea.telegram_id end,
           case when x.service or x.side = 'learner' then rc.url end,
           case when x.service or x.side = 'expert' then coalesce(f.fee_bps, 0) end,
           app.lost_of(b), app.elsewhere_of(b.id), app.owed(b),
           (select count(*)::integer
              from app.ledger_entries m
             where m.booking_id = b.id and m.kind = 'refund' and m.amount_cents < 0),
           app.bank_decides(b.id),
           case when x.service or x.side = 'expert' then app.who_else_asks(b) end,
           b.cancelled_by is not distinct from 'expert' and app.others_stayed(b)
      from public.bookings b
      cross join lateral (
          select case
                     when b.learner_id = app.my_learner_id() then 'learner'
                     when b.expert_id = app.my_expert_id() then 'expert'
                 end as side,
                 app.acts_for_all() as service
      ) x
      cross join lateral app.refund_now(b) r
      join public.sessions s on s.id = b.session_id
      join public.bookable_slots sl on sl.id = b.slot_id
      join public.learner_profiles l on l.id = b.learner_id
      join public.user_profiles lp on lp.id = l.user_profile_id
      left join app.telegram_accounts la on la.user_id = lp.user_id
      join public.expert_profiles e on e.id = b.expert_id
      join public.user_profiles ep on ep.id = e.user_profile_id
      left join app.telegram_accounts ea on ea.user_id = ep.user_id
      left join app.payment_attempts a
             on a.booking_id = b.id and a.step = 'checkout' and a.closed_at is null
      left join app.rooms rm on rm.slot_id = b.slot_id
      left join app.receipts rc on rc.booking_id = b.id
      left join app.booking_fees f on f.booking_id = b.id
     where b.id = p_booking_id and (x.side is not null or x.service)
$$;
revoke all on function app.booking_card(uuid) from public, anon, authenticated, service_role;
grant execute on function app.booking_card(uuid) to authenticated, service_role;

-- Who else is booked into the slot of a booking for sure, by name, first come first. Internal.
create or replace function app.who_else_comes(p_booking public.bookings) returns text[]
language sql stable security definer set search_path = ''
as $$
    select coalesce(array_agg(app.name_of(p) order by o.confirmed_at, o.id), '{}')
      from public.bookings o
      join public.user_profiles p on p.id = o.learner_person
     where o.slot_id = p_booking.slot_id
       and o.id <> p_booking.id
       and o.status in ('confirmed', 'completed')
$$;
revoke all on function app.who_else_comes(public.bookings)
    from public, anon, authenticated, service_role;

-- How many others wait for an answer about the slot of a booking. Internal.
create or replace function app.who_else_asks(p_booking public.bookings) returns integer
language sql stable security definer set search_path = ''
as $$
    select count(*)::integer
      from public.bookings o
     where o.slot_id = p_booking.slot_id
       and o.id <> p_booking.id
       and (o.status, o.payment_status) = ('pending', 'authorized')
$$;
revoke all on function app.who_else_asks(public.bookings)
    from public, anon, authenticated, service_role;
