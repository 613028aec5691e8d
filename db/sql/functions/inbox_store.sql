-- Keep what Telegram delivered, raw, before it is acknowledged. Delivered again it changes
-- nothing. Returns what was new, so that the caller wakes those lanes. Of somebody who floods, what
-- goes beyond app.inbox_room is noted without its words and never handled; `left_out` says so, and
-- they are told (app.tell_flooding). 42501 for anybody but the bot's service.
create or replace function app.inbox_store(p_updates jsonb)
returns table (update_id bigint, telegram_id bigint)
language plpgsql volatile security definer set search_path = ''
as $$
declare
    v_stored record;
begin
    perform app.assert_service();
    for v_stored in
        with arrived as (
            select u.*, row_number() over (partition by u.telegram_id order by u.update_id) as n
              from jsonb_to_recordset(p_updates)
                   as u (update_id bigint, telegram_id bigint, payload jsonb)
        ), sender as (
            select s.id, case when s.id <> 0 then app.inbox_room(s.id) end as room
              from (select distinct a.telegram_id as id from arrived a) as s
        )
        insert into app.telegram_updates as stored (
            update_id, telegram_id, payload, handled_at, last_error
        )
        select a.update_id,
               a.telegram_id,
               case when a.n > s.room then '{}' else a.payload end,
               case when a.n > s.room then clock_timestamp() end,
               case when a.n > s.room then 'flood' end
          from arrived a
          join sender s on s.id = a.telegram_id
        on conflict on constraint telegram_updates_pkey do nothing
        returning stored.update_id, stored.telegram_id, stored.handled_at is not null as left_out
    loop
        if v_stored.left_out then
            perform app.tell_flooding(v_stored.telegram_id);
        else
            update_id := v_stored.update_id;
            telegram_id := v_stored.telegram_id;
            return next;
        end if;
    end loop;
end;
$$;

revoke all on function app.inbox_store(jsonb) from public, anon, authenticated;
grant execute on function app.inbox_store(jsonb) to service_role;

-- Say to a chat that some of what it sent was left out: once, until that has been said. Internal.
create or replace function app.tell_flooding(p_lane bigint) returns void
language plpgsql volatile security definer set search_path = ''
as $$
begin
    if not exists (
        select from app.outbox o
         where o.lane = p_lane::text and o.sent_at is null and o.dead_at is null
           and o.payload ->> 'notice' = 'flooding'
    ) then
        perform app.outbox_enqueue(
            p_lane::text, 'notice',
            '{"notice": "flooding", "audience": "person", "how": "new"}', false, null, null
        );
    end if;
end;
$$;

revoke all on function app.tell_flooding(bigint) from public, anon, authenticated, service_role;
