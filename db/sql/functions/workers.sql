-- A process says that it runs, and frees what those held that have been silent for 5 seconds.
-- Who looks may judge only where it has been heard all that time itself: after an outage of this
-- database everybody seems silent, and everybody gets the time to speak up first. A process that
-- was only slow finds its claims gone, as when a lease runs out, and takes up new ones.
-- Returns how many were found dead. 42501 for anybody but the bot's service.
create or replace function app.worker_beat(p_worker text)
returns integer
language plpgsql volatile security definer set search_path = ''
as $$
declare
    c_silence constant interval := interval '5 seconds';
    v_now timestamptz := clock_timestamp();
    v_since timestamptz;
    v_dead text[];
begin
    perform app.assert_service();
    insert into app.workers as w (name, since, seen_at)
    values (p_worker, v_now, v_now)
    on conflict (name) do update
    set since = case when w.seen_at < v_now - c_silence / 2 then v_now else w.since end,
        seen_at = v_now
    returning w.since into v_since;
    if v_since > v_now - c_silence then
        return 0;
    end if;
    with silent as (
        select w.name from app.workers w
         where w.seen_at < v_now - c_silence
           for update skip locked
    ), gone as (
        delete from app.workers w using silent s where w.name = s.name returning w.name
    )
    select coalesce(array_agg(g.name), '{}') into v_dead from gone g;
    if cardinality(v_dead) > 0 then
        perform app.worker_free(v_dead);
    end if;
    return cardinality(v_dead);
end;
$$;

revoke all on function app.worker_beat(text) from public, anon, authenticated;
grant execute on function app.worker_beat(text) to service_role;

-- A process stops in good order: what it holds is free at once. 42501 for anybody but the bot's
-- service.
create or replace function app.worker_leave(p_worker text)
returns void
language plpgsql volatile security definer set search_path = ''
as $$
begin
    perform app.assert_service();
    delete from app.workers w where w.name = p_worker;
    perform app.worker_free(array[p_worker]);
end;
$$;

revoke all on function app.worker_leave(text) from public, anon, authenticated;
grant execute on function app.worker_leave(text) to service_role;

-- Free everything that these processes hold: elections, outgoing rows, bookings being settled
-- (each settle has a name of its own, which begins with its process's). Internal.
create or replace function app.worker_free(p_workers text[])
returns void
language sql volatile set search_path = ''
as $$
    delete from app.leases l where l.holder = any (p_workers);
    update app.settles s
       set holder = '', until = clock_timestamp()
     where s.until > clock_timestamp() and split_part(s.holder, '/', 1) = any (p_workers);
    update app.outbox o
       set claimed_by = null, claimed_until = null
     where o.claimed_by = any (p_workers) and o.sent_at is null and o.dead_at is null;
$$;

revoke all on function app.worker_free(text[])
from public, anon, authenticated, service_role;
