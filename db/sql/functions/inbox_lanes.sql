-- Lanes (Telegram users) with an update that is due: what the sweep wakes, because the process
-- that stored it may have died. A lane in work is listed too; its claim then finds it busy.
-- 42501 for anybody but the bot's service.
create or replace function app.inbox_lanes(p_limit integer)
returns setof bigint
language plpgsql volatile security definer set search_path = ''
as $$
begin
    perform app.assert_service();
    return query
    select distinct u.telegram_id
      from app.telegram_updates u
     where u.handled_at is null
       and u.dead_at is null
       and (u.not_before is null or u.not_before <= clock_timestamp())
     limit p_limit;
end;
$$;

revoke all on function app.inbox_lanes(integer) from public, anon, authenticated;
grant execute on function app.inbox_lanes(integer) to service_role;
