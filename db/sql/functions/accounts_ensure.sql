-- The person behind a Telegram user, made on first contact: an auth user, their profile, and a
-- learner profile (anybody may book); an admin, where the settings name them. Telegram tells a language and never a time zone; Danish is
-- spoken in one, so it may guess. Called by the claim alone, inside the update's transaction, so
-- a failing first update leaves nobody behind.
create or replace function app.ensure_account(p_sender jsonb)
returns uuid
language plpgsql volatile security definer set search_path = ''
as $$
declare
    v_telegram_id bigint := (p_sender ->> 'id')::bigint;
    v_username text := p_sender ->> 'username';
    v_first_name text := p_sender ->> 'first_name';
    v_last_name text := p_sender ->> 'last_name';
    v_language text := lower(split_part(coalesce(p_sender ->> 'language_code', ''), '-', 1));
    v_account app.telegram_accounts;
    v_profile_id uuid;
begin
    select a.* into v_account from app.telegram_accounts a where a.telegram_id = v_telegram_id;
    if found then
        if (v_account.username, v_account.first_name, v_account.blocked_at)
            is distinct from (v_username, v_first_name, null::timestamptz)
        then
            update app.telegram_accounts a
               set username = v_username, first_name = v_first_name, blocked_at = null
             where a.telegram_id = v_telegram_id;
        end if;
        return v_account.user_id;
    end if;

    insert into auth.users (id) values (gen_random_uuid()) returning id into v_account.user_id;
    -- A web platform may make the profile itself, by trigger on auth.users.
    insert into public.user_profiles (user_id, role, display_name, first_name, last_name, timezone)
    values (
        v_account.user_id,
        case
            when exists (select from app.admins d where d.telegram_id = v_telegram_id) then 'admin'
            else 'learner'
        end,
        coalesce(
            nullif(trim(concat_ws(' ', v_first_name, v_last_name)), ''),
            v_username,
            v_telegram_id::text
        ),
        v_first_name,
        v_last_name,
        case when v_language = 'da' then 'Europe/Copenhagen' end
    )
    on conflict (user_id) do nothing;
    select p.id into strict v_profile_id
      from public.user_profiles p where p.user_id = v_account.user_id;
    insert into public.learner_profiles (user_profile_id) values (v_profile_id)
    on conflict (user_profile_id) do nothing;
    insert into app.telegram_accounts (telegram_id, user_id, username, first_name, language)
    values (
        v_telegram_id,
        v_account.user_id,
        v_username,
        v_first_name,
        case when v_language in ('en', 'da') then v_language end
    );
    return v_account.user_id;
end;
$$;

revoke all on function app.ensure_account(jsonb) from public, anon, authenticated;
