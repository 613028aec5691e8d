-- One process at a time settles a booking. Take the lease, or renew it where p_holder has it;
-- false while another one holds it. Its row stays when it is given back: `until` is then the time
-- of the last look at Stripe. Real time: a lease is about processes, not about bookings.
-- 42501 for anybody but the bot's service.
create or replace function app.payments_take(
    p_booking_id uuid, p_holder text, p_seconds double precision
)
returns boolean
language plpgsql volatile security definer set search_path = ''
as $$
begin
    perform app.assert_service();
    insert into app.settles as s (booking_id, holder, until)
    select b.id, p_holder, clock_timestamp() + make_interval(secs => p_seconds)
      from public.bookings b
     where b.id = p_booking_id
    on conflict (booking_id) do update
    set holder = excluded.holder, until = excluded.until
    where s.holder = excluded.holder or s.until <= clock_timestamp();
    -- Of a booking that is not there anybody may hold the lease: there is nothing to settle.
    return found or not exists (select from public.bookings b where b.id = p_booking_id);
end;
$$;

revoke all on function app.payments_take(uuid, text, double precision)
from public, anon, authenticated;
grant execute on function app.payments_take(uuid, text, double precision) to service_role;

-- Give the lease back. Whoever lost it meanwhile changes nothing.
create or replace function app.payments_release(p_booking_id uuid, p_holder text)
returns void
language plpgsql volatile security definer set search_path = ''
as $$
begin
    perform app.assert_service();
    update app.settles s
       set holder = '', until = clock_timestamp()
     where s.booking_id = p_booking_id and s.holder = p_holder;
end;
$$;

revoke all on function app.payments_release(uuid, text) from public, anon, authenticated;
grant execute on function app.payments_release(uuid, text) to service_role;
