-- Whether nothing is under way: no update and no outgoing row that is due within p_within.
-- Rows that wait longer (a retry delay, a chat that is rate limited) are not waited for.
-- 42501 for anybody but the bot's service.
create or replace function app.mechanism_idle(p_within interval)
returns boolean
language plpgsql volatile security definer set search_path = ''
as $$
begin
    perform app.assert_service();
    return not exists (
        select from app.telegram_updates u
         where u.handled_at is null
           and u.dead_at is null
           and (u.not_before is null or u.not_before <= clock_timestamp() + p_within)
    ) and not exists (
        select from app.outbox o
         where o.sent_at is null
           and o.dead_at is null
           and (o.not_before is null or o.not_before <= clock_timestamp() + p_within)
           and not exists (
                   select from app.outbox before
                    where before.lane = o.lane
                      and before.id < o.id
                      and before.sent_at is null
                      and before.dead_at is null
                      and before.not_before > clock_timestamp() + p_within
               )
    );
end;
$$;

revoke all on function app.mechanism_idle(interval) from public, anon, authenticated;
grant execute on function app.mechanism_idle(interval) to service_role;

-- Forget what was handled or sent longer than p_keep ago (Telegram keeps undelivered updates for
-- a day: keep more than that, or one could be handled again). Dead letters stay for the admin.
create or replace function app.mechanism_prune(p_keep interval)
returns bigint
language plpgsql volatile security definer set search_path = ''
as $$
declare
    v_updates bigint;
    v_events bigint;
    v_rows bigint;
begin
    perform app.assert_service();
    if p_keep < interval '2 days' then
        raise exception 'keep handled updates for two days at least' using errcode = '22023';
    end if;
    delete from app.telegram_updates u where u.handled_at < clock_timestamp() - p_keep;
    get diagnostics v_updates = row_count;
    -- A Stripe event that comes again after that asks for one settle more, which finds it done.
    delete from app.stripe_events e where e.handled_at < clock_timestamp() - p_keep;
    get diagnostics v_events = row_count;
    delete from app.outbox o where o.sent_at < clock_timestamp() - p_keep;
    get diagnostics v_rows = row_count;
    return v_updates + v_events + v_rows;
end;
$$;

revoke all on function app.mechanism_prune(interval) from public, anon, authenticated;
grant execute on function app.mechanism_prune(interval) to service_role;
