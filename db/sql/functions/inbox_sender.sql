-- The person of a lane, as an update describes them. Every kind of update has one object beside its
-- id, and names its person `from` (a reaction: `user`). Nobody but the lane's own person: what else
-- an update holds does not say who sent it.
create or replace function app.update_sender(p_payload jsonb, p_lane bigint)
returns jsonb
language sql immutable set search_path = ''
as $$
    select named.person
      from jsonb_each(p_payload) as kind
     cross join lateral (values (kind.value -> 'from'), (kind.value -> 'user')) as named (person)
     where jsonb_typeof(kind.value) = 'object'
       and named.person ->> 'id' = p_lane::text
     limit 1;
$$;

revoke all on function app.update_sender(jsonb, bigint) from public, anon, authenticated;
drop function if exists app.update_sender(jsonb);

-- A private chat's my_chat_member says that the person blocked the bot, or let it in again.
create or replace function app.note_membership(p_telegram_id bigint, p_payload jsonb)
returns void
language plpgsql volatile security definer set search_path = ''
as $$
begin
    if p_payload -> 'my_chat_member' -> 'chat' ->> 'type' = 'private' then
        update app.telegram_accounts a
           set blocked_at = case
                   when p_payload -> 'my_chat_member' -> 'new_chat_member' ->> 'status' = 'kicked'
                   then clock_timestamp()
               end
         where a.telegram_id = p_telegram_id;
    end if;
end;
$$;

revoke all on function app.note_membership(bigint, jsonb) from public, anon, authenticated;
