-- Write down the disputes about a booking's charge, as Stripe says them: admins are told of each
-- that is new and of its end, the expert once the bank has taken the money and when it gives it
-- back; one that was lost is money gone, which the ledger tells of. Internal.
create or replace function app.payments_disputes(p_booking_id uuid, p_disputes jsonb)
returns void
language plpgsql volatile security definer set search_path = ''
as $$
declare
    v_seen record;
    v_before text;
    v_told text;
begin
    for v_seen in
        select d.id, d.amount, d.currency, d.reason, d.status, d.due_by, d.opened_at
          from jsonb_to_recordset(p_disputes) as d (
                   id text, amount integer, currency text, reason text, status text,
                   due_by timestamptz, opened_at timestamptz
               )
         order by d.opened_at, d.id
    loop
        select x.status into v_before from app.disputes x where x.id = v_seen.id;
        continue when v_before in ('won', 'lost', 'warning_closed', 'prevented') or v_before = v_seen.status;
        insert into app.disputes as x
            (id, booking_id, amount_cents, currency, reason, status, due_by, opened_at, closed_at)
        values (
            v_seen.id, p_booking_id, v_seen.amount, v_seen.currency, v_seen.reason, v_seen.status,
            v_seen.due_by, v_seen.opened_at,
            case when v_seen.status in ('won', 'lost', 'warning_closed', 'prevented') then app.now() end
        )
        on conflict on constraint disputes_pkey do update
           set status = excluded.status, due_by = excluded.due_by,
               amount_cents = excluded.amount_cents, closed_at = excluded.closed_at;
        if v_seen.status = 'lost' then
            perform app.dispute_lost(p_booking_id, v_seen.amount, v_seen.currency);
        end if;
        if v_before is null or v_seen.status in ('won', 'lost', 'warning_closed', 'prevented') then
            perform app.tell_admins('dispute', jsonb_build_object('dispute', v_seen.id));
        end if;
        v_told := case
            when v_seen.status = 'won' then 'dispute_won'
            when v_seen.status in ('needs_response', 'under_review')
                and coalesce(v_before like 'warning%', true) then 'dispute_opened'
        end;
        perform app.notify(b, v_told, 'expert', 'new', jsonb_build_object('dispute', v_seen.id))
           from public.bookings b where b.id = p_booking_id and v_told is not null;
    end loop;
end;
$$;

-- The learner's bank has taken the money back for good. Internal.
create or replace function app.dispute_lost(
    p_booking_id uuid, p_amount integer, p_currency text
) returns void
language plpgsql volatile security definer set search_path = ''
as $$
declare
    v_booking public.bookings;
begin
    select b.* into v_booking from public.bookings b where b.id = p_booking_id;
    insert into app.ledger_entries (booking_id, kind, amount_cents, currency, at)
    values (p_booking_id, 'dispute', p_amount, p_currency, app.now());
    if v_booking.status = 'completed' then
        perform app.change_totals(v_booking, -p_amount);
    end if;
end;
$$;

revoke all on function
    app.payments_disputes(uuid, jsonb), app.dispute_lost(uuid, integer, text)
    from public, anon, authenticated, service_role;
