-- Record that handling an update failed, in a transaction of its own (the update's was rolled
-- back). p_retry: when to try again; null makes it a dead letter, and p_calls (what the user and
-- the admins are told) go to the outbox with it. False: somebody else handled it meanwhile.
-- 42501 for anybody but the bot's service.
create or replace function app.inbox_failed(
    p_update_id bigint,
    p_error text,
    p_retry interval,
    p_calls jsonb
)
returns boolean
language plpgsql volatile security definer set search_path = ''
as $$
begin
    perform app.assert_service();
    update app.telegram_updates u
       set attempts = u.attempts + 1,
           last_error = p_error,
           not_before = clock_timestamp() + p_retry,
           dead_at = case when p_retry is null then clock_timestamp() end
     where u.update_id = p_update_id and u.handled_at is null and u.dead_at is null;
    if not found then
        return false;
    end if;
    if p_retry is null then
        perform app.outbox_enqueue(
            call.value -> 'params' ->> 'chat_id', 'call', call.value, false, null, null
        ) from jsonb_array_elements(p_calls) as call;
    end if;
    return true;
end;
$$;

revoke all on function app.inbox_failed(bigint, text, interval, jsonb)
from public, anon, authenticated;
grant execute on function app.inbox_failed(bigint, text, interval, jsonb) to service_role;

-- The language a person chose or Telegram told, for words about an update that could not be
-- handled; null for somebody we do not know. 42501 for anybody but the bot's service.
create or replace function app.language_of(p_telegram_id bigint)
returns text
language plpgsql stable security definer set search_path = ''
as $$
begin
    perform app.assert_service();
    return (select a.language from app.telegram_accounts a where a.telegram_id = p_telegram_id);
end;
$$;

revoke all on function app.language_of(bigint) from public, anon, authenticated;
grant execute on function app.language_of(bigint) to service_role;
