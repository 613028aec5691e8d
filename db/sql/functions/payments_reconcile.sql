-- What the reconciler and the ledger ask of our books. Amounts are minor units.

-- A page of the bookings to look at, by id: those with open money (a Checkout, a payment under way,
-- a hold, a refund that is due, a dispute), and those with a payment that changed since p_since.
-- 42501 for anybody but the bot's service.
create or replace function app.payments_open(
    p_since timestamptz, p_after uuid, p_limit integer
) returns setof uuid
language plpgsql stable security definer set search_path = ''
as $$
begin
    perform app.assert_service();
    return query
    select o.id
      from (
               select b.id
                 from public.bookings b
                where b.payment_status in ('processing', 'authorized') and b.price_cents > 0
               union
               select b.id
                 from public.bookings b
                where b.stripe_payment_intent_id is not null and b.updated_at >= p_since
               union
               select b.id from app.owing() b
               union
               select a.booking_id
                 from app.payment_attempts a
                where a.step = 'checkout' and a.closed_at is null
                  and a.checkout_session_id is not null
               union
               select d.booking_id from app.disputes d where d.closed_at is null
           ) o
     where p_after is null or o.id > p_after
     order by o.id
     limit p_limit;
end
$$;

-- A page of the bookings that ever held or moved money and were made since p_since (null: ever).
-- 42501 for anybody but the bot's service.
create or replace function app.payments_charged(
    p_since timestamptz, p_after uuid, p_limit integer
) returns setof uuid
language plpgsql stable security definer set search_path = ''
as $$
begin
    perform app.assert_service();
    return query
    select b.id
      from public.bookings b
     where (p_after is null or b.id > p_after)
       and (p_since is null or b.created_at >= p_since)
       and (b.stripe_payment_intent_id is not null
            or b.price_cents > 0 and b.amount_authorized + b.amount_captured > 0
            or exists (select from app.ledger_entries e where e.booking_id = b.id))
     order by b.id
     limit p_limit;
end
$$;

-- What our books say of each of these bookings; no row for one that is not there. `attempts` are
-- the Checkouts that can still be paid, `disputes` how many there ever were, `entries_…` the
-- ledger's sums; `unsettled`: it waits for something of Stripe's, or Stripe for something of it.
-- 42501 for anybody but the bot's service.
create or replace function app.payments_books(p_bookings uuid[])
returns table (
    booking_id uuid,
    status text,
    payment text,
    currency text,
    intent text,
    authorized integer,
    captured integer,
    refunded integer,
    lost integer,
    disputes integer,
    entries_captured integer,
    entries_refunded integer,
    entries_lost integer,
    attempts text[],
    unsettled boolean
)
language plpgsql stable security definer set search_path = ''
as $$
begin
    perform app.assert_service();
    return query
    select b.id,
           b.status,
           b.payment_status,
           b.currency,
           b.stripe_payment_intent_id,
           b.amount_authorized,
           b.amount_captured,
           b.amount_refunded,
           app.lost_of(b),
           d.total,
           e.captured,
           e.refunded,
           e.lost,
           a.open,
           b.payment_status = 'processing'
               or (b.payment_status = 'authorized' and b.status <> 'pending')
               or a.asked
               or d.deciding
               or app.owed(b) > 0
      from public.bookings b
     cross join lateral (
               select count(*)::integer, count(*) filter (where x.closed_at is null) > 0
                 from app.disputes x
                where x.booking_id = b.id
           ) d (total, deciding)
     cross join lateral (
               select coalesce(sum(x.amount_cents) filter (where x.kind = 'capture'), 0)::integer,
                      coalesce(sum(x.amount_cents) filter (where x.kind = 'refund'), 0)::integer,
                      coalesce(sum(x.amount_cents) filter (where x.kind = 'dispute'), 0)::integer
                 from app.ledger_entries x
                where x.booking_id = b.id
           ) e (captured, refunded, lost)
     cross join lateral (
               select coalesce(array_agg(x.id::text), '{}'),
                      coalesce(bool_or(x.checkout_session_id is not null), false)
                 from app.payment_attempts x
                where x.booking_id = b.id and x.step = 'checkout' and x.closed_at is null
           ) a (open, asked)
     where b.id = any(p_bookings);
end
$$;

revoke all on function
    app.payments_open(timestamptz, uuid, integer), app.payments_charged(timestamptz, uuid, integer),
    app.payments_books(uuid[])
    from public, anon, authenticated, service_role;
grant execute on function
    app.payments_open(timestamptz, uuid, integer), app.payments_charged(timestamptz, uuid, integer),
    app.payments_books(uuid[])
    to service_role;
