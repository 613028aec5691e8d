-- Joining a chat to an account of the web platform: the web makes a token for whoever is signed
-- in, the person opens the bot with it, and confirms in the chat.

-- How a token is kept: its digest. Guessing one is out of the question (244 random bits).
create or replace function app.link_hash(p_token text) returns text
language sql immutable set search_path = ''
as $$
    select encode(sha256(convert_to(p_token, 'UTF8')), 'hex')
$$;
revoke all on function app.link_hash(text) from public, anon, authenticated, service_role;

-- A new token of the caller's own, for `https://t.me/<bot>?start=link_<token>`: good for a quarter
-- of an hour and for one use; the caller's earlier unused ones end with it. 43 characters of
-- base64url, so that it fits a deep link. 42501 for whoever is nobody.
create or replace function app.create_link_token() returns text
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
    v_user constant uuid := auth.uid();
    v_token text;
begin
    if v_user is null then
        raise insufficient_privilege using message = 'sign in first';
    end if;
    -- uuids of version 4 come from the server's strong random source.
    v_token := rtrim(translate(encode(
        decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex'),
        'base64'
    ), '+/', '-_'), '=');
    delete from app.link_tokens t
     where t.user_id = v_user
       and (t.used_at is null or t.expires_at < app.now() - interval '30 days');
    insert into app.link_tokens (token_hash, user_id, created_at, expires_at)
    values (app.link_hash(v_token), v_user, app.now(), app.now() + interval '15 minutes');
    return v_token;
end
$$;
revoke all on function app.create_link_token()
    from public, anon, authenticated, service_role;
grant execute on function app.create_link_token() to authenticated;

-- The caller's account gives its chat back: the next word there begins a new account of the bot's
-- own. Only what was joined can be parted. Returns whether there was such a chat.
create or replace function app.unlink_telegram() returns boolean
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
    delete from app.telegram_accounts a
     where a.user_id = auth.uid() and a.linked_at is not null;
    return found;
end
$$;
revoke all on function app.unlink_telegram() from public, anon, authenticated, service_role;
grant execute on function app.unlink_telegram() to authenticated;

-- What would come of redeeming a token in a chat:
--   ready     the chat's account is the bot's own and nothing is in it, so it can go
--   switch    the chat is joined to another web account, which keeps all that is its own
--   already   it is joined to this very account
--   unknown, used, expired
--   taken     the web account is joined to another chat
--   expert, booked: the chat's own account holds something, and two accounts are never merged
create or replace function app.link_state(
    p_token text, p_telegram_id bigint, out outcome text, out user_id uuid
)
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
    v_token app.link_tokens;
    v_account app.telegram_accounts;
begin
    select t.* into v_token
      from app.link_tokens t where t.token_hash = app.link_hash(p_token);
    select a.* into v_account
      from app.telegram_accounts a where a.telegram_id = p_telegram_id;
    user_id := v_token.user_id;
    outcome := case
        when v_token.token_hash is null then 'unknown'
        when v_account.user_id = v_token.user_id then 'already'
        when v_token.used_at is not null then 'used'
        when v_token.expires_at <= app.now() then 'expired'
        when exists (
            select from app.telegram_accounts a where a.user_id = v_token.user_id
        ) then 'taken'
        when v_account.linked_at is not null then 'switch'
        when exists (
            select from public.expert_profiles e
              join public.user_profiles p on p.id = e.user_profile_id
             where p.user_id = v_account.user_id
        ) then 'expert'
        when exists (
            select from public.bookings b
              join public.user_profiles p on p.id = b.learner_person
             where p.user_id = v_account.user_id
        ) then 'booked'
        else 'ready'
    end;
end
$$;
revoke all on function app.link_state(text, bigint)
    from public, anon, authenticated, service_role;

-- The same for the bot, with the name on the web account (null where it has none yet), so that
-- people see whose it is before they agree. Changes nothing. 42501.
create or replace function app.link_offer(p_token text, p_telegram_id bigint)
returns table (outcome text, name text)
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
    perform app.assert_service();
    return query
    select s.outcome, case when s.outcome in ('ready', 'switch', 'already') then app.name_of(p) end
      from app.link_state(p_token, p_telegram_id) s
      left join public.user_profiles p on p.user_id = s.user_id;
end
$$;
revoke all on function app.link_offer(text, bigint)
    from public, anon, authenticated, service_role;
grant execute on function app.link_offer(text, bigint) to service_role;

-- Join the chat to the token's account, where that is possible, and say who it is now. An account
-- of the bot's own that nothing hangs on goes; its zone is kept where the web has none. The token's
-- row is the lock: of two chats that redeem it at once, the second finds it used. 42501.
create or replace function app.link_redeem(p_token text, p_telegram_id bigint)
returns table (outcome text, user_id uuid, language text, zone text, name text, expert_id uuid)
language plpgsql
volatile
security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
    v_state record;
    v_account app.telegram_accounts;
    v_zone text;
begin
    perform app.assert_service();
    perform from app.link_tokens t where t.token_hash = app.link_hash(p_token) for update;
    select a.* into v_account
      from app.telegram_accounts a where a.telegram_id = p_telegram_id for update;
    -- Nobody books with the account that is about to go.
    perform from public.learner_profiles l
      join public.user_profiles p on p.id = l.user_profile_id
     where p.user_id = v_account.user_id for update of l;
    select s.* into v_state from app.link_state(p_token, p_telegram_id) s;
    if v_state.outcome in ('ready', 'switch') then
        update app.link_tokens t
           set used_at = app.now() where t.token_hash = app.link_hash(p_token);
        update app.telegram_accounts a
           set user_id = v_state.user_id, linked_at = app.now()
         where a.telegram_id = p_telegram_id;
        select p.timezone into v_zone
          from public.user_profiles p where p.user_id = v_account.user_id;
        perform app.link_profiles(v_state.user_id, v_account.first_name, v_zone);
        -- Whom the settings name an admin is one by their chat, whichever account it belongs to.
        update public.user_profiles p
           set role = 'admin'
          from app.admins d
         where d.telegram_id = p_telegram_id and p.user_id = v_state.user_id;
        if v_state.outcome = 'ready' then
            perform app.link_forget(v_account.user_id);
        end if;
    end if;
    return query
    select v_state.outcome, a.user_id, a.language, p.timezone, app.name_of(p), e.id
      from app.telegram_accounts a
      join public.user_profiles p on p.user_id = a.user_id
      left join public.expert_profiles e on e.user_profile_id = p.id
     where a.telegram_id = p_telegram_id;
end
$$;
revoke all on function app.link_redeem(text, bigint)
    from public, anon, authenticated, service_role;
grant execute on function app.link_redeem(text, bigint) to service_role;

-- What everybody who talks to the bot has: a profile with a zone if one is known, and one as a
-- learner. Internal.
create or replace function app.link_profiles(p_user_id uuid, p_name text, p_zone text)
returns void
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
    insert into public.user_profiles as p (user_id, role, display_name, first_name, timezone)
    values (p_user_id, 'learner', p_name, p_name, p_zone)
    on conflict (user_id) do update set timezone = excluded.timezone
        where p.timezone is null and excluded.timezone is not null;
    insert into public.learner_profiles (user_profile_id)
    select p.id from public.user_profiles p where p.user_id = p_user_id
    on conflict (user_profile_id) do nothing;
end
$$;
revoke all on function app.link_profiles(uuid, text, text)
    from public, anon, authenticated, service_role;

-- An account of the bot's own that nothing hangs on. Where auth.users is another's, and its rows
-- are not ours to delete or are used by the platform, the bare row stays: it is nobody. Internal.
create or replace function app.link_forget(p_user_id uuid) returns void
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
    delete from public.learner_profiles l
     using public.user_profiles p
     where p.id = l.user_profile_id and p.user_id = p_user_id;
    delete from public.user_profiles p where p.user_id = p_user_id;
    begin
        delete from auth.users u where u.id = p_user_id;
    exception when insufficient_privilege or foreign_key_violation then
        null;
    end;
end
$$;
revoke all on function app.link_forget(uuid) from public, anon, authenticated, service_role;
