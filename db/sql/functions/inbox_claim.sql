-- Take the oldest open update of a lane for this transaction, with everything its handler needs:
-- who sent it (made on first contact) and which conversation awaits their text.
-- The head is found unlocked and then locked by its id: `limit 1 … skip locked` alone would hand
-- out the second update while the first is in work. The row lock is the lease: a crash is a
-- rollback. No row means busy, empty, or that the head waits for its retry.
-- 42501 for anybody but the bot's service.
create or replace function app.inbox_claim(p_lane bigint)
returns table (
    update_id bigint,
    payload jsonb,
    attempts integer,
    user_id uuid,
    language text,
    zone text,
    name text,
    expert_id uuid,
    is_admin boolean,
    conversation text,
    state text,
    draft jsonb
)
language plpgsql volatile security definer set search_path = ''
as $$
declare
    v_update app.telegram_updates;
    v_user_id uuid;
begin
    perform app.assert_service();
    select u.* into v_update
      from app.telegram_updates u
     where u.update_id = (
               select h.update_id
                 from app.telegram_updates h
                where h.telegram_id = p_lane and h.handled_at is null and h.dead_at is null
                order by h.update_id
                limit 1
           )
       and u.handled_at is null
       and u.dead_at is null
       and (u.not_before is null or u.not_before <= clock_timestamp())
       for update skip locked;
    if not found then
        return;
    end if;

    if p_lane <> 0 then
        v_user_id := app.ensure_account(app.update_sender(v_update.payload, p_lane));
        perform app.note_membership(p_lane, v_update.payload);
    end if;
    return query
    select v_update.update_id, v_update.payload, v_update.attempts, v_user_id,
           a.language, p.timezone, p.display_name, e.id,
           coalesce(p.role = 'admin', false), c.name, c.state, c.data
      from (select 1) as always
      left join app.telegram_accounts a on a.telegram_id = p_lane
      left join public.user_profiles p on p.user_id = v_user_id
      left join public.expert_profiles e on e.user_profile_id = p.id
      left join lateral (
               select k.name, k.state, k.data
                 from app.conversations k
                where k.telegram_id = p_lane
                order by k.updated_at desc
                limit 1
           ) as c on true;
end;
$$;

revoke all on function app.inbox_claim(bigint) from public, anon, authenticated;
grant execute on function app.inbox_claim(bigint) to service_role;
