-- What the caller earned as an expert, by month of their zone and by currency, latest first; no
-- row for anybody else. Minor units:
--   captured   what was charged in the month
--   refunded   what went back in it, lost disputes and what was paid back another way
--              with it (less what a bank sent back)
--   fee        the platform's share
--   net        captured - refunded - fee
-- The share is taken of what a booking keeps, rounded down once a booking. An entry of the ledger
-- therefore bears the difference between the share after it and the share before it: a refund in a
-- later month gives its part of the share back in that month, and whatever the order, the shares of
-- a booking's entries add up to app.fee_of what it keeps in the end.
create or replace function app.earnings()
returns table (
    month date, currency text,
    captured bigint, refunded bigint, fee bigint, net bigint
)
language sql stable security definer set search_path = ''
as $$
    with moved as (
        select date_trunc('month', e.at at time zone coalesce(p.timezone, 'UTC'))::date as month,
               e.currency, e.kind, e.amount_cents, coalesce(f.fee_bps, 0) as fee_bps,
               s.cents,
               sum(s.cents) over (partition by e.booking_id order by e.id) as kept
          from public.bookings b
          join app.ledger_entries e on e.booking_id = b.id
          join public.user_profiles p on p.id = b.expert_person
          left join app.booking_fees f on f.booking_id = b.id
         cross join lateral (
                   select case when e.kind = 'capture' then e.amount_cents::bigint
                               else -e.amount_cents::bigint end
               ) s (cents)
         where b.expert_id = app.my_expert_id()
    )
    select m.month, m.currency,
           coalesce(sum(m.amount_cents) filter (where m.kind = 'capture'), 0)::bigint,
           coalesce(sum(m.amount_cents) filter (where m.kind <> 'capture'), 0)::bigint,
           sum(f.fee)::bigint,
           (sum(m.cents) - sum(f.fee))::bigint
      from moved m
     cross join lateral (
               select app.fee_of(m.kept::bigint, m.fee_bps)
                    - app.fee_of((m.kept - m.cents)::bigint, m.fee_bps)
           ) f (fee)
     group by m.month, m.currency
     order by m.month desc, m.currency
$$;
revoke all on function app.earnings() from public, anon, authenticated, service_role;
grant execute on function app.earnings() to authenticated;
