-- An admin has paid a learner back another way what the bank kept sending back: p_reason says how,
-- and is told to the learner. Written to the audit, and to the ledger as money that went (kind
-- 'elsewhere'), which Stripe is not to return any more and the expert does not earn. All that is
-- owed counts as paid; returned in minor units. The expert hears of it where they have not yet heard
-- of so much going back.
-- BK006 no such booking, BK007 ('disputed') the learner's bank is deciding about it, or
-- ('not_stuck') nothing is owed or Stripe still tries, BK009 (reason), 42501.
create or replace function app.paid_elsewhere(p_booking_id uuid, p_reason text) returns integer
language plpgsql volatile security definer set search_path = ''
as $$
declare
    v_booking public.bookings;
    v_cents integer;
    v_now timestamptz := app.now();
    v_news boolean;
    v_more jsonb;
begin
    perform app.need_admin();
    perform app.need_reason(p_reason);
    v_booking := app.lock_booking(p_booking_id);
    if app.bank_decides(p_booking_id) then
        perform app.refuse('BK007', 'the bank is deciding about it', 'disputed');
    end if;
    v_cents := app.payable_elsewhere(v_booking);
    if v_cents = 0 then
        perform app.refuse('BK007', 'there is nothing to pay another way', 'not_stuck');
    end if;
    v_news := app.elsewhere_is_news(v_booking, v_cents);
    insert into app.ledger_entries (booking_id, kind, amount_cents, currency, at)
    values (p_booking_id, 'elsewhere', v_cents, v_booking.currency, v_now)
    returning jsonb_build_object('entry', id) into v_more;
    insert into app.booking_events (
        booking_id, event, actor, actor_user_id,
        from_status, from_payment, to_status, to_payment, reason, at
    ) values (
        p_booking_id, 'paid_elsewhere', 'admin', auth.uid(),
        v_booking.status, v_booking.payment_status, v_booking.status, v_booking.payment_status,
        btrim(p_reason), v_now
    );
    if v_booking.status = 'completed' then
        perform app.change_totals(v_booking, -v_cents);
    end if;
    perform app.notify(v_booking, 'paid_elsewhere', 'learner', 'new', v_more);
    perform app.redraw_card_as(v_booking, 'learner', 'released');
    if v_news then
        perform app.notify(v_booking, 'refunded', 'expert', 'new', v_more);
    end if;
    -- The settle that fails ends at its next try, which is now.
    update app.outbox o set not_before = null
     where o.lane = p_booking_id::text and o.kind = 'settle' and o.sent_at is null;
    return v_cents;
end
$$;

-- What admins paid back of a booking another way. Internal.
create or replace function app.elsewhere_of(p_booking_id uuid) returns integer
language sql stable set search_path = ''
as $$
    select coalesce(sum(e.amount_cents), 0)::integer
      from app.ledger_entries e
     where e.booking_id = p_booking_id and e.kind = 'elsewhere'
$$;

-- What has to be paid back another way: what is owed once Stripe tries no more, since the bank sent
-- too many refunds back; nothing while a bank is deciding.
create or replace function app.payable_elsewhere(p_booking public.bookings) returns integer
language plpgsql stable security definer set search_path = ''
as $$
begin
    if app.bank_decides(p_booking.id) or not exists (
        select from app.outbox o
         where o.lane = p_booking.id::text and o.kind = 'settle' and o.sent_at is null
           and o.last_error like '%RefundsFailed'
    ) then
        return 0;
    end if;
    return app.owed(p_booking);
end
$$;

-- Whether its expert would hear of so much being paid back another way: of a session that took place
-- or will, unless they have been told already that it goes back.
create or replace function app.elsewhere_is_news(p_booking public.bookings, p_cents integer)
returns boolean
language sql stable security definer set search_path = ''
as $$
    select p_booking.status in ('confirmed', 'completed')
       and app.is_more(p_booking.id, p_cents, null)
$$;
revoke all on function
    app.paid_elsewhere(uuid, text), app.elsewhere_of(uuid), app.payable_elsewhere(public.bookings),
    app.elsewhere_is_news(public.bookings, integer)
    from public, anon, authenticated, service_role;
grant execute on function app.paid_elsewhere(uuid, text) to authenticated, service_role;
grant execute on function
    app.payable_elsewhere(public.bookings), app.elsewhere_is_news(public.bookings, integer)
    to service_role;
