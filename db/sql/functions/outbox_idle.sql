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
