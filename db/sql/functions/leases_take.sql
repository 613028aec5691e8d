-- Elect one process for a task: true while p_holder has the lease of this name, which it takes
-- when it is free and renews when it is its own. A row and compare-and-swap rather than an
-- advisory lock, because those were granted twice behind a transaction pooler.
-- 42501 for anybody but the bot's service.
create or replace function app.lease_take(p_name text, p_holder text, p_seconds double precision)
returns boolean
language plpgsql volatile security definer set search_path = ''
as $$
begin
    perform app.assert_service();
    insert into app.leases as l (name, holder, until)
    values (p_name, p_holder, clock_timestamp() + make_interval(secs => p_seconds))
    on conflict (name) do update
    set holder = excluded.holder, until = excluded.until
    where l.holder = excluded.holder or l.until < clock_timestamp();
    return found;
end;
$$;

revoke all on function app.lease_take(text, text, double precision)
from public, anon, authenticated;
grant execute on function app.lease_take(text, text, double precision) to service_role;

-- Give a lease back before it runs out, so that another process need not wait for it.
create or replace function app.lease_release(p_name text, p_holder text)
returns void
language plpgsql volatile security definer set search_path = ''
as $$
begin
    perform app.assert_service();
    delete from app.leases l where l.name = p_name and l.holder = p_holder;
end;
$$;

revoke all on function app.lease_release(text, text) from public, anon, authenticated;
grant execute on function app.lease_release(text, text) to service_role;

-- Take up to p_want tokens of a budget of p_rate a second that all processes share, with bursts
-- of one second's worth. The row's `until` is the time up to which tokens are spent. Internal.
create or replace function app.take_tokens(p_name text, p_want integer, p_rate double precision)
returns integer
language plpgsql volatile security definer set search_path = ''
as $$
declare
    v_now timestamptz := clock_timestamp();
    v_spent timestamptz;
    v_granted integer;
begin
    insert into app.leases (name, holder, until)
    values (p_name, 'everybody', v_now - interval '1 second')
    on conflict (name) do nothing;
    select l.until into v_spent from app.leases l where l.name = p_name for update;
    v_now := clock_timestamp();
    v_spent := greatest(v_spent, v_now - interval '1 second');
    v_granted := least(
        p_want, floor(extract(epoch from v_now - v_spent) * p_rate)::integer
    );
    v_granted := greatest(v_granted, 0);
    update app.leases l
       set until = v_spent + make_interval(secs => v_granted / p_rate)
     where l.name = p_name;
    return v_granted;
end;
$$;

revoke all on function app.take_tokens(text, integer, double precision)
from public, anon, authenticated;
