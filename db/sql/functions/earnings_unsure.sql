-- What of the caller's earnings as an expert is not sure yet, by currency; no row where all is, nor
-- for anybody else. Minor units, without the platform's share:
--   ahead      charged for sessions that are not over
--   disputed   what banks have taken and are deciding about, of sessions that are
create or replace function app.earnings_unsure()
returns table (currency text, ahead bigint, disputed bigint)
language sql stable security definer set search_path = ''
as $$
    select u.currency, sum(u.ahead)::bigint, sum(u.disputed)::bigint
      from (
            select b.currency, k.net as ahead, 0 as disputed
              from public.bookings b
              left join app.booking_fees f on f.booking_id = b.id
             cross join lateral (select app.refundable(b)::bigint) r (kept)
             cross join lateral (
                       select r.kept - app.fee_of(r.kept, coalesce(f.fee_bps, 0))
                   ) k (net)
             where b.expert_id = app.my_expert_id()
               and b.status = 'confirmed'
               and b.end_at > app.now()
            union all
            select d.currency, 0, k.net
              from app.disputes d
              join public.bookings b on b.id = d.booking_id
              left join app.booking_fees f on f.booking_id = b.id
             cross join lateral (
                       select least(app.refundable(b), d.amount_cents)::bigint
                   ) r (kept)
             cross join lateral (
                       select r.kept - app.fee_of(r.kept, coalesce(f.fee_bps, 0))
                   ) k (net)
             where b.expert_id = app.my_expert_id()
               and d.closed_at is null and d.status not like 'warning%'
               and not (b.status = 'confirmed' and b.end_at > app.now())
           ) u
     group by u.currency
    having sum(u.ahead) > 0 or sum(u.disputed) > 0
     order by u.currency
$$;
revoke all on function app.earnings_unsure() from public, anon, authenticated, service_role;
grant execute on function app.earnings_unsure() to authenticated;
