-- What a learner who cancels now gets back of a price, and until when it is all of it.
-- Rounded down, so that nobody is refunded too much. Nothing once the session has started.
create or replace function app.refund_of(
    p_price_cents integer, p_policy text, p_start_at timestamptz,
    out refund_cents integer, out free_until timestamptz
)
language sql
stable
set search_path = ''
as $$
    select case
               when app.now() >= p_start_at then 0
               when app.now() <= p_start_at - make_interval(hours => c.free_hours)
                   then p_price_cents
               else floor(p_price_cents::numeric * c.late_share_percent / 100)::integer
           end,
           p_start_at - make_interval(hours => c.free_hours)
      from app.cancellation_policies c
     where c.policy = p_policy
$$;
revoke all on function app.refund_of(integer, text, timestamptz)
    from public, anon, authenticated, service_role;

-- The same for a booking, to its two parties and the service: no row for others.
-- Nothing is charged before an expert accepts, so that all of it comes back until then.
create or replace function app.refund_quote(p_booking_id uuid)
returns table (refund_cents integer, free_until timestamptz)
language sql
stable
security definer
set search_path = ''
as $$
    select case when b.status = 'pending' then b.price_cents else r.refund_cents end,
           r.free_until
      from public.bookings b,
           app.refund_of(b.price_cents, b.cancellation_policy, b.start_at) r
     where b.id = p_booking_id
       and (b.learner_id = app.my_learner_id() or b.expert_id = app.my_expert_id()
            or app.acts_for_all())
$$;
revoke all on function app.refund_quote(uuid) from public, anon, authenticated, service_role;
grant execute on function app.refund_quote(uuid) to authenticated, service_role;
