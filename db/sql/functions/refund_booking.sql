-- An admin gives money back of a booking, whatever its state: p_amount minor units of what it keeps.
-- Written to the audit with its reason; the settle that it asks for moves the money, and tells both.
-- Returns the refund due in all. BK006 no such booking, BK007 nothing is charged, or ('disputed')
-- the learner's bank is deciding about it, BK009 (amount: `detail`; reason), 42501.
create or replace function app.refund_booking(
    p_booking_id uuid, p_amount integer, p_reason text
) returns integer
language plpgsql volatile security definer set search_path = ''
as $$
declare
    v_booking public.bookings;
    v_due integer;
begin
    perform app.need_admin();
    perform app.need_reason(p_reason);
    v_booking := app.lock_booking(p_booking_id);
    if v_booking.payment_status not in ('captured', 'refunded') or v_booking.price_cents = 0 then
        perform app.refuse('BK007', 'nothing is charged', 'uncharged');
    elsif app.bank_decides(p_booking_id) then
        perform app.refuse('BK007', 'the bank is deciding about it', 'disputed');
    end if;
    v_due := app.refund_meant(v_booking);
    if coalesce(p_amount not between 1 and app.refundable(v_booking), true) then
        perform app.refuse('BK009', 'more than is left, or nothing', 'amount');
    end if;
    update public.bookings b set refund_due = v_due + p_amount where b.id = p_booking_id;
    insert into app.booking_events (
        booking_id, event, actor, actor_user_id,
        from_status, from_payment, to_status, to_payment, reason, at
    ) values (
        p_booking_id, 'admin_refund', 'admin', auth.uid(),
        v_booking.status, v_booking.payment_status, v_booking.status, v_booking.payment_status,
        btrim(p_reason), app.now()
    );
    perform app.ask_settle(p_booking_id);
    return v_due + p_amount;
end
$$;

-- What an admin does about money has a reason. BK009 (reason). Internal.
create or replace function app.need_reason(p_reason text) returns void
language plpgsql stable set search_path = ''
as $$
begin
    if coalesce(char_length(btrim(p_reason)), 0) not between 1 and 500 then
        perform app.refuse('BK009', 'a reason has 1 to 500 characters', 'reason');
    end if;
end
$$;

-- Whether a learner's bank has the money of a booking and is deciding about it. Internal.
create or replace function app.bank_decides(p_booking_id uuid) returns boolean
language sql stable set search_path = ''
as $$
    select exists (
        select from app.disputes d
         where d.booking_id = p_booking_id and d.closed_at is null
           and d.status not like 'warning%'
    )
$$;
revoke all on function app.need_reason(text), app.bank_decides(uuid)
    from public, anon, authenticated, service_role;

-- What of a booking's price does not stay in the end: as it was stored, else all of one that is
-- over; and no less than what was not charged, went back (at Stripe's own desk, too), was lost to
-- the bank or paid back another way, so that what is given back from here on comes on top of it.
-- Internal.
create or replace function app.refund_meant(p_booking public.bookings) returns integer
language sql stable set search_path = ''
as $$
    select least(p_booking.price_cents, greatest(
        coalesce(
            p_booking.refund_due,
            case when p_booking.status in ('cancelled', 'declined')
                 then p_booking.price_cents else 0 end
        ),
        case when p_booking.payment_status in ('captured', 'refunded')
             then p_booking.price_cents - p_booking.amount_captured + p_booking.amount_refunded
                  + app.lost_of(p_booking) + app.elsewhere_of(p_booking.id)
        end
    ))
$$;

-- What the learner's bank took back of a booking for good. Internal.
create or replace function app.lost_of(p_booking public.bookings) returns integer
language sql stable set search_path = ''
as $$
    select coalesce(sum(d.amount_cents), 0)::integer
      from app.disputes d
     where d.booking_id = p_booking.id and d.status = 'lost'
$$;
revoke all on function app.refund_meant(public.bookings), app.lost_of(public.bookings)
    from public, anon, authenticated, service_role;

-- What an admin could still give back of a booking: what it keeps.
create or replace function app.refundable(p_booking public.bookings) returns integer
language sql stable security definer set search_path = ''
as $$
    select case
               when p_booking.payment_status not in ('captured', 'refunded') then 0
               else greatest(0, p_booking.price_cents - app.refund_meant(p_booking))
           end
$$;

-- What should have gone back of what was charged, and has not, nor was paid back another way: a
-- refund that failed, waits or is on its way to Stripe.
create or replace function app.owed(p_booking public.bookings) returns integer
language sql stable security definer set search_path = ''
as $$
    select greatest(0, p_booking.amount_captured - p_booking.amount_refunded
        - app.lost_of(p_booking) - app.elsewhere_of(p_booking.id)
        - greatest(0, p_booking.price_cents - app.refund_meant(p_booking)))
$$;

-- Every booking of which more is charged than it is to keep: an index has the few that may be such.
-- Internal, and for the service.
create or replace function app.owing() returns setof public.bookings
language sql stable security definer set search_path = ''
as $$
    -- The predicate of the index bookings_owing, word for word.
    select b.*
      from public.bookings b
     where b.amount_captured - b.amount_refunded > b.price_cents - coalesce(
               b.refund_due,
               case when b.status in ('cancelled', 'declined') then b.price_cents else 0 end
           )
       and app.owed(b) > 0
$$;
revoke all on function
    app.refund_booking(uuid, integer, text), app.refundable(public.bookings),
    app.owed(public.bookings), app.owing()
    from public, anon, authenticated, service_role;
grant execute on function app.refund_booking(uuid, integer, text) to authenticated, service_role;
grant execute on function app.owing() to service_role;
grant execute on function app.refundable(public.bookings), app.owed(public.bookings)
    to service_role;
