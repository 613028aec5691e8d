-- Trigger after a booking's amounts change, by whomever: each movement of money is written down in
-- app.ledger_entries, whose sums are therefore the bookings' amounts. What moves after a session
-- was completed changes the totals that its completion added.
create or replace function app.bookings_money() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_captured integer := new.amount_captured - coalesce(old.amount_captured, 0);
    v_refunded integer := new.amount_refunded - coalesce(old.amount_refunded, 0);
begin
    insert into app.ledger_entries (booking_id, kind, amount_cents, currency, at)
    select new.id, m.kind, m.cents, new.currency, app.now()
      from (values ('capture', v_captured), ('refund', v_refunded)) m (kind, cents)
     where m.cents <> 0;
    if old.status = 'completed' then
        perform app.change_totals(new, v_captured - v_refunded);
    end if;
    return null;
end
$$;
revoke all on function app.bookings_money() from public, anon, authenticated, service_role;

-- What a completed session brought its two people turns out to be more or less. Internal.
create or replace function app.change_totals(p_booking public.bookings, p_cents integer)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
    update public.learner_profiles l
       set total_spent_cents = greatest(l.total_spent_cents + p_cents, 0)
     where l.id = p_booking.learner_id and p_cents <> 0;
    update public.expert_profiles e
       set total_earnings_cents = greatest(e.total_earnings_cents + p_cents, 0)
     where e.id = p_booking.expert_id and p_cents <> 0;
end
$$;
revoke all on function app.change_totals(public.bookings, integer)
    from public, anon, authenticated, service_role;

-- Trigger: the ledger is only ever added to.
create or replace function app.ledger_guard() returns trigger
language plpgsql
set search_path = ''
as $$
begin
    raise exception 'ledger_entries is append-only' using errcode = 'restrict_violation';
end
$$;
revoke all on function app.ledger_guard() from public, anon, authenticated, service_role;

-- Tell people of the movements of a booking's money after an entry of the ledger: the learner of
-- each, and the expert of what goes back of a session that stands, the first time. The learner's card
-- says how much is back and how much is on its way: it follows. Internal.
create or replace function app.tell_money(p_booking_id uuid, p_after bigint) returns void
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
    v_booking public.bookings;
    v_entry app.ledger_entries;
    v_notice text;
    v_more jsonb;
begin
    for v_entry in
        select e.* from app.ledger_entries e
         where e.booking_id = p_booking_id and e.id > p_after
         order by e.id
    loop
        select b.* into v_booking from public.bookings b where b.id = p_booking_id;
        v_more := jsonb_build_object('entry', v_entry.id);
        v_notice := case
            when v_entry.kind = 'capture' then 'receipt'
            when v_entry.kind = 'dispute' then 'dispute_lost'
            when v_entry.amount_cents < 0 then 'refund_returned'
            else 'refunded'
        end;
        perform app.notify(v_booking, v_notice, 'learner', 'new', v_more);
        if v_notice = 'dispute_lost'
            or (v_notice = 'refunded' and v_booking.status in ('confirmed', 'completed')
                and app.goes_first(v_entry))
        then
            perform app.notify(v_booking, v_notice, 'expert', 'new', v_more);
        end if;
    end loop;
    if v_notice <> 'receipt' then
        perform app.redraw_card_as(v_booking, 'learner', 'released');
    end if;
end
$$;

-- Whether more of a booking's money has gone back with this refund than ever before: one that is
-- only made again, since the bank sent it back, takes nothing more from the expert. Internal.
create or replace function app.goes_first(p_refund app.ledger_entries) returns boolean
language sql
stable
set search_path = ''
as $$
    select app.is_more(p_refund.booking_id, p_refund.amount_cents, p_refund.id)
$$;

-- Whether so much more would be more of a booking's money than has ever gone back, by Stripe or
-- another way, before this entry of the ledger (null: so far). Internal.
create or replace function app.is_more(p_booking_id uuid, p_cents integer, p_before bigint)
returns boolean
language sql
stable
set search_path = ''
as $$
    with so_far as (
        select e.id, sum(e.amount_cents) over (order by e.id) as gone
          from app.ledger_entries e
         where e.booking_id = p_booking_id and e.kind in ('refund', 'elsewhere')
           and (p_before is null or e.id < p_before)
    )
    select p_cents + coalesce((select s.gone from so_far s order by s.id desc limit 1), 0)
               > coalesce((select max(s.gone) from so_far s), 0)
$$;
revoke all on function
    app.tell_money(uuid, bigint), app.goes_first(app.ledger_entries),
    app.is_more(uuid, integer, bigint)
    from public, anon, authenticated, service_role;
