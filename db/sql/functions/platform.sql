-- The share of the money that the platform keeps of what is booked from now on, in basis points;
-- the settings say it at each start. 42501 for anybody but the bot's service.
create or replace function app.set_platform_fee(p_fee_bps integer) returns void
language plpgsql volatile security definer set search_path = ''
as $$
begin
    perform app.assert_service();
    update app.platform p
       set fee_bps = p_fee_bps
     where p.one and p.fee_bps <> p_fee_bps;
end
$$;
revoke all on function app.set_platform_fee(integer)
    from public, anon, authenticated, service_role;
grant execute on function app.set_platform_fee(integer) to service_role;

-- The platform's share of what was kept of a price; rounded down, in the expert's favour.
create or replace function app.fee_of(p_kept_cents bigint, p_fee_bps integer) returns bigint
language sql immutable set search_path = ''
as $$
    select floor(greatest(p_kept_cents, 0)::numeric * p_fee_bps / 10000)::bigint
$$;
revoke all on function app.fee_of(bigint, integer) from public, anon, authenticated, service_role;
