-- What our books say about a booking's money, and what its Checkout page needs to say. No row for
-- a free booking: Stripe has no part in it. Of several Checkouts the one that is open counts, or
-- else the last. `lost` is what the learner's bank took back, `disputed` whether it is about to; `elsewhere` is what
-- admins paid back another way.
-- 42501 for anybody but the bot's service.
create or replace function app.payments_case(p_booking_id uuid)
returns table (
    booking_id uuid,
    status text,
    payment_status text,
    price_cents integer,
    currency text,
    refund_due integer,
    intent text,
    attempt_id uuid,
    attempt_key text,
    attempt_parameters jsonb,
    attempt_expires_at timestamptz,
    attempt_checkout text,
    attempt_closed boolean,
    attempt_failure text,
    title text,
    expert_name text,
    start_at timestamptz,
    language text,
    zone text,
    platform uuid,
    lost integer,
    disputed boolean,
    elsewhere integer
)
language plpgsql stable security definer set search_path = ''
as $$
begin
    perform app.assert_service();
    return query
    select b.id,
           b.status,
           b.payment_status,
           b.price_cents,
           b.currency,
           b.refund_due,
           b.stripe_payment_intent_id,
           a.id,
           a.idempotency_key,
           a.parameters,
           a.expires_at,
           a.checkout_session_id,
           a.closed_at is not null,
           a.failure,
           s.title,
           coalesce(ep.display_name, ep.first_name, ''),
           b.start_at,
           coalesce(t.language, 'en'),
           coalesce(lp.timezone, ep.timezone, 'UTC'),
           (select p.id from app.platform p),
           d.lost,
           d.disputed,
           app.elsewhere_of(b.id)
      from public.bookings b
      join public.sessions s on s.id = b.session_id
      join public.user_profiles ep on ep.id = b.expert_person
      join public.user_profiles lp on lp.id = b.learner_person
      left join app.telegram_accounts t on t.user_id = lp.user_id
      left join lateral (
               select p.*
                 from app.payment_attempts p
                where p.booking_id = b.id and p.step = 'checkout'
                order by p.closed_at is null desc, p.created_at desc
                limit 1
           ) a on true
      cross join lateral (
               select coalesce(sum(x.amount_cents) filter (where x.status = 'lost'), 0)::integer,
                      coalesce(bool_or(x.closed_at is null and x.status not like 'warning%'), false)
                 from app.disputes x
                where x.booking_id = b.id
           ) d (lost, disputed)
     where b.id = p_booking_id and b.price_cents > 0;
end;
$$;

revoke all on function app.payments_case(uuid) from public, anon, authenticated;
grant execute on function app.payments_case(uuid) to service_role;
