-- Keep what Telegram delivered, raw, before it is acknowledged. Delivered again it changes
-- nothing. Returns what was new, so that the caller wakes those lanes. 42501 for anybody but the
-- bot's service.
create or replace function app.inbox_store(p_updates jsonb)
returns table (update_id bigint, telegram_id bigint)
language plpgsql volatile security definer set search_path = ''
as $$
begin
    perform app.assert_service();
    return query
    insert into app.telegram_updates as stored (update_id, telegram_id, payload)
    select u.update_id, u.telegram_id, u.payload
      from jsonb_to_recordset(p_updates) as u (update_id bigint, telegram_id bigint, payload jsonb)
    on conflict on constraint telegram_updates_pkey do nothing
    returning stored.update_id, stored.telegram_id;
end;
$$;

revoke all on function app.inbox_store(jsonb) from public, anon, authenticated;
grant execute on function app.inbox_store(jsonb) to service_role;
