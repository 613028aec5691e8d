-- The messages in admins' chats that show an application now: those of which the newest that was
-- said in them is about it. The outbox is looked through for that, and keeps what was said for a
-- week; a button under an older one still answers with the present state. Answers are few, and no
-- table has to be kept in step with every screen that an admin walks on to.
create or replace function app.application_messages(p_expert_id uuid)
returns table (telegram_id bigint, message_id bigint)
language sql stable security definer set search_path = ''
as $$
    select n.telegram_id, n.message_id
      from (
            select distinct on (s.telegram_id, s.message_id) s.*
              from (
                    select o.id, a.telegram_id, o.payload,
                           coalesce(
                               o.payload -> 'params' ->> 'message_id', o.result ->> 'message_id'
                           )::bigint as message_id
                      from app.outbox o
                      join app.telegram_accounts a on a.telegram_id::text = o.lane
                      join public.user_profiles p on p.user_id = a.user_id
                     where p.role = 'admin' and o.dead_at is null
                   ) s
             where s.message_id is not null
             order by s.telegram_id, s.message_id, s.id desc
           ) n
     where p_expert_id::text = coalesce(
               n.payload ->> 'application',
               case when n.payload ->> 'notice' = 'application' then n.payload ->> 'expert' end
           )
$$;

-- Say under an application that it was answered, or made once more, in every chat but that of the
-- admin who is answering it this moment: there the tap itself is answered.
create or replace function app.application_answered(p_expert_id uuid) returns void
language sql volatile security definer set search_path = ''
as $$
    select app.outbox_enqueue(
               m.telegram_id::text,
               'notice',
               jsonb_build_object(
                   'notice', 'answered', 'audience', 'admin', 'how', 'edit',
                   'expert', p_expert_id, 'message', m.message_id
               ),
               false, null, null
           )
      from app.application_messages(p_expert_id) m
      join app.telegram_accounts a on a.telegram_id = m.telegram_id
     where (current_setting('app.via', true) = 'chat' and a.user_id = auth.uid()) is not true
$$;
revoke all on function app.application_messages(uuid), app.application_answered(uuid)
    from public, anon, authenticated, service_role;
