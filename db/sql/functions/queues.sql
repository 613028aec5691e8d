-- How much is still to be done, and for how long the oldest of it has been waiting: seconds of the
-- real clock, 0 where nothing is. Dead letters wait for nobody and are not counted. Each row is
-- counted by the partial index of what is open, so that what has been done costs nothing; of the
-- inbox the lowest id stands for the oldest. 42501 for anybody but the bot's service.
create or replace function app.queue_depths()
returns table (queue text, depth bigint, oldest_seconds double precision)
language plpgsql stable security definer set search_path = ''
as $$
begin
    perform app.assert_service();
    return query
    with open as (
        select 'inbox' as queue, o.depth, u.received_at as since
          from (select count(*) as depth, min(w.update_id) as first
                  from app.telegram_updates w
                 where w.handled_at is null and w.dead_at is null) o
          left join app.telegram_updates u on u.update_id = o.first
        union all
        select 'outbox', o.depth, b.created_at
          from (select count(*) as depth, min(w.id) as first
                  from app.outbox w
                 where w.sent_at is null and w.dead_at is null) o
          left join app.outbox b on b.id = o.first
        union all
        select 'events', count(*), min(e.received_at)
          from app.stripe_events e
         where e.handled_at is null and e.dead_at is null
    )
    select o.queue, o.depth,
           coalesce(greatest(extract(epoch from clock_timestamp() - o.since), 0), 0)
               ::double precision
      from open o;
end
$$;

revoke all on function app.queue_depths() from public, anon, authenticated, service_role;
grant execute on function app.queue_depths() to service_role;
