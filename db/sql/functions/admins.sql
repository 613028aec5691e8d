-- Whether the caller is an admin, by role: named by the settings, or on the web.
create or replace function app.is_admin() returns boolean
language sql stable security definer set search_path = ''
as $$
    select exists (
        select from public.user_profiles p where p.user_id = auth.uid() and p.role = 'admin'
    )
$$;

-- Called first by what only admins may do, or the service. 42501.
create or replace function app.need_admin() returns void
language plpgsql stable security definer set search_path = ''
as $$
begin
    if not app.is_admin() and not app.acts_for_all() then
        raise insufficient_privilege using message = 'only an admin may do this';
    end if;
end
$$;
revoke all on function app.is_admin(), app.need_admin()
    from public, anon, authenticated, service_role;

-- The Telegram ids that the settings name are admins, from their first message on; those whom they
-- no longer name are not. Who is an admin by the web alone stays one. 42501.
create or replace function app.set_admins(p_telegram_ids bigint[]) returns void
language plpgsql volatile security definer set search_path = ''
as $$
begin
    perform app.assert_service();
    with gone as (
        delete from app.admins d where d.telegram_id <> all (p_telegram_ids)
        returning d.telegram_id
    )
    update public.user_profiles p
       set role = case
                      when exists (
                          select from public.expert_profiles e where e.user_profile_id = p.id
                      ) then 'expert'
                      else 'learner'
                  end
      from gone g join app.telegram_accounts a on a.telegram_id = g.telegram_id
     where p.user_id = a.user_id and p.role = 'admin';
    insert into app.admins (telegram_id) select distinct unnest(p_telegram_ids)
    on conflict do nothing;
    update public.user_profiles p
       set role = 'admin'
      from app.admins d join app.telegram_accounts a on a.telegram_id = d.telegram_id
     where p.user_id = a.user_id and p.role <> 'admin';
end
$$;
revoke all on function app.set_admins(bigint[]) from public, anon, authenticated, service_role;
grant execute on function app.set_admins(bigint[]) to service_role;

-- What an application says, to an admin. No row: there is none. 42501.
create or replace function app.application(p_expert_id uuid)
returns table (
    expert_id uuid, name text, bio text, areas text[], rate_cents integer, currency text,
    meeting_url text, status text, note text
)
language plpgsql stable security definer set search_path = ''
as $$
begin
    perform app.need_admin();
    return query
    select e.id, app.name_of(p), e.bio, e.expertise_areas, e.hourly_rate_cents, e.currency,
           e.meeting_url, e.verification_status, e.verification_note
      from public.expert_profiles e
      join public.user_profiles p on p.id = e.user_profile_id
     where e.id = p_expert_id;
end
$$;

-- Applications that wait for an answer, the oldest first; `total` counts all of them. 42501.
create or replace function app.applications(p_limit integer, p_offset integer)
returns table (expert_id uuid, name text, areas text[], total integer)
language plpgsql stable security definer set search_path = ''
as $$
begin
    perform app.need_admin();
    return query
    select e.id, app.name_of(p), e.expertise_areas, count(*) over ()::integer
      from public.expert_profiles e
      join public.user_profiles p on p.id = e.user_profile_id
     where e.verification_status = 'pending'
     order by e.created_at, e.id
     limit p_limit offset p_offset;
end
$$;

-- Verify an expert who waits or was turned down; false where that is so already.
-- BK006 no such expert, 42501.
create or replace function app.verify_expert(p_expert_id uuid) returns boolean
language plpgsql volatile security definer set search_path = ''
as $$
declare
    v_status text;
begin
    perform app.need_admin();
    select e.verification_status into v_status
      from public.expert_profiles e where e.id = p_expert_id for no key update;
    if not found then
        perform app.refuse('BK006', 'no such expert', 'expert');
    end if;
    update public.expert_profiles e
       set verification_status = 'verified', verification_note = null
     where e.id = p_expert_id and v_status <> 'verified';
    return v_status <> 'verified';
end
$$;

-- Turn an application down and say why; false where it was turned down already.
-- BK006 no such expert, BK007 an expert who is verified, BK009 (reason), 42501.
create or replace function app.reject_expert(p_expert_id uuid, p_reason text) returns boolean
language plpgsql volatile security definer set search_path = ''
as $$
declare
    v_status text;
begin
    perform app.need_admin();
    if coalesce(char_length(btrim(p_reason)), 0) not between 1 and 500 then
        perform app.refuse('BK009', 'a reason has 1 to 500 characters', 'reason');
    end if;
    select e.verification_status into v_status
      from public.expert_profiles e where e.id = p_expert_id for no key update;
    if not found then
        perform app.refuse('BK006', 'no such expert', 'expert');
    elsif v_status = 'verified' then
        perform app.refuse('BK007', 'the expert is verified');
    end if;
    update public.expert_profiles e
       set verification_status = 'rejected', verification_note = btrim(p_reason)
     where e.id = p_expert_id and v_status = 'pending';
    return v_status = 'pending';
end
$$;
revoke all on function
    app.application(uuid), app.applications(integer, integer), app.verify_expert(uuid),
    app.reject_expert(uuid, text)
    from public, anon, authenticated, service_role;
grant execute on function
    app.application(uuid), app.applications(integer, integer), app.verify_expert(uuid),
    app.reject_expert(uuid, text)
    to authenticated, service_role;
