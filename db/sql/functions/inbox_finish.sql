-- Close a claimed update in the transaction that handled it: its replies to the outbox, its
-- conversation's state, and the mark that it is handled. Returns the replies that this process
-- holds a lease on and may send as soon as it has committed (`n` counts from 1), and whether
-- anything else is due in the outbox.
-- p_conversation: null leaves the state alone, {} ends it, {name, state, data} sets it (one
-- conversation at a time awaits a person's text). 42501 for anybody but the bot's service.
create or replace function app.inbox_finish(
    p_update_id bigint,
    p_lane bigint,
    p_conversation jsonb,
    p_calls jsonb,
    p_worker text,
    p_lease interval
)
returns table (n integer, outbox_id bigint, more boolean)
language plpgsql volatile security definer set search_path = ''
as $$
declare
    v_call jsonb;
    v_n integer := 0;
begin
    perform app.assert_service();
    update app.telegram_updates u
       set handled_at = clock_timestamp(), last_error = null
     where u.update_id = p_update_id;
    if p_conversation is not null then
        perform app.keep_conversation(p_lane, p_conversation);
    end if;
    for v_call in select value from jsonb_array_elements(p_calls) loop
        v_n := v_n + 1;
        return query
        select v_n, e.id, null::boolean
          from app.outbox_enqueue(
                   coalesce(
                       v_call -> 'params' ->> 'chat_id',
                       -- A chat's menu names the chat as its scope.
                       v_call -> 'params' -> 'scope' ->> 'chat_id'
                   ),
                   'call', v_call, true, p_worker, p_lease
               ) as e
         where e.leased;
    end loop;
    return query
    select 0, null::bigint, exists (
        select from app.outbox o
         where o.sent_at is null
           and o.dead_at is null
           and o.claimed_by is null
           and (o.not_before is null or o.not_before <= clock_timestamp())
    );
end;
$$;

revoke all on function app.inbox_finish(bigint, bigint, jsonb, jsonb, text, interval)
from public, anon, authenticated;
grant execute on function app.inbox_finish(bigint, bigint, jsonb, jsonb, text, interval)
to service_role;
