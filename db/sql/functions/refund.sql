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

-- The same for a booking: of what is still charged (somebody may have given a part back before),
-- and not less than what the learner was told within the last five minutes. Nothing is charged
-- before an expert accepts, so that all of it comes back until then.
create or replace function app.refund_now(
    p_booking public.bookings,
    out refund_cents integer, out free_until timestamptz
)
language sql
stable
set search_path = ''
as $$
    select case
               when p_booking.status = 'pending' then p_booking.price_cents
               when app.now() >= p_booking.start_at then 0
               else greatest(r.refund_cents, least(coalesce(q.refund_cents, 0), l.left_cents))
           end,
           r.free_until
      from (select p_booking.price_cents - app.refund_meant(p_booking)) l (left_cents)
     cross join lateral app.refund_of(
               l.left_cents, p_booking.cancellation_policy, p_booking.start_at
           ) r
      left join app.refund_quotes q
             on q.booking_id = p_booking.id
            and q.quoted_at > app.now() - interval '5 minutes'
$$;
revoke all on function app.refund_now(public.bookings)
    from public, anon, authenticated, service_role;

-- What cancelling a booking would return now, to its two parties and the service: no row for others.
create or replace function app.refund_quote(p_booking_id uuid)
returns table (refund_cents integer, free_until timestamptz)
language sql
stable
security definer
set search_path = ''
as $$
    select r.refund_cents, r.free_until
      from public.bookings b
     cross join lateral app.refund_now(b) r
     where b.id = p_booking_id
       and (b.learner_id = app.my_learner_id() or b.expert_id = app.my_expert_id()
            or app.acts_for_all())
$$;
revoke all on function app.refund_quote(uuid) from public, anon, authenticated, service_role;
grant execute on function app.refund_quote(uuid) to authenticated, service_role;

-- Tell a learner what cancelling returns, and keep the word for five minutes: a boundary of the
-- policy that passes meanwhile changes nothing. A word that is still good is not made longer by
-- asking again. Whoever is not the booking's learner is told nothing (null).
create or replace function app.quote_refund(p_booking_id uuid) returns integer
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
    v_booking public.bookings;
    v_now integer;
begin
    select b.* into v_booking
      from public.bookings b
     where b.id = p_booking_id and b.learner_id = app.my_learner_id();
    if not found then
        return null;
    end if;
    v_now := (app.refund_of(
        v_booking.price_cents - app.refund_meant(v_booking),
        v_booking.cancellation_policy, v_booking.start_at
    )).refund_cents;
    insert into app.refund_quotes as q (booking_id, refund_cents, quoted_at)
    values (p_booking_id, v_now, app.now())
    on conflict on constraint refund_quotes_pkey do update
       set refund_cents = excluded.refund_cents, quoted_at = excluded.quoted_at
     where q.refund_cents <= excluded.refund_cents
        or q.quoted_at <= app.now() - interval '5 minutes';
    return (app.refund_now(v_booking)).refund_cents;
end
$$;
revoke all on function app.quote_refund(uuid) from public, anon, authenticated, service_role;
grant execute on function app.quote_refund(uuid) to authenticated;
