-- Tell a person something that is not about a booking: a row in the outbox, worded when it is
-- delivered. Nobody without a Telegram account is told, nor one who is acting in the chat this
-- moment (unless p_own: what somebody asks of all admins they may have to answer themselves).
create or replace function app.tell(
    p_user_id uuid, p_audience text, p_notice text, p_more jsonb, p_own boolean
) returns void
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
    v_telegram_id bigint;
begin
    select a.telegram_id into v_telegram_id
      from app.telegram_accounts a where a.user_id = p_user_id;
    if not found
        or (not p_own and current_setting('app.via', true) = 'chat' and p_user_id = auth.uid())
    then
        return;
    end if;
    perform app.outbox_enqueue(
        v_telegram_id::text,
        'notice',
        jsonb_build_object('notice', p_notice, 'audience', p_audience, 'how', 'new') || p_more,
        false, null, null
    );
end
$$;

create or replace function app.tell_admins(p_notice text, p_more jsonb) returns void
language sql
volatile
security definer
set search_path = ''
as $$
    select app.tell(p.user_id, 'admin', p_notice, p_more, true)
      from public.user_profiles p where p.role = 'admin' order by p.created_at, p.id
$$;
revoke all on function
    app.tell(uuid, text, text, jsonb, boolean), app.tell_admins(text, jsonb)
    from public, anon, authenticated, service_role;

-- Trigger: an application, new or once more, is for the admins to look at; the answer, however it
-- was written, is told to the applicant, and to the admins who have it before them. With the profile comes the role.
create or replace function app.experts_follow() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_user_id uuid;
begin
    if tg_op = 'INSERT' then
        update public.user_profiles p set role = 'expert'
         where p.id = new.user_profile_id and p.role = 'learner';
    end if;
    if new.verification_status = 'pending' then
        perform app.tell_admins('application', jsonb_build_object('expert', new.id));
    elsif tg_op = 'UPDATE' then
        select p.user_id into v_user_id
          from public.user_profiles p where p.id = new.user_profile_id;
        perform app.tell(
            v_user_id, 'applicant',
            case
                when old.verification_status = 'verified' and new.verification_status = 'rejected'
                    then 'withdrawn'
                else new.verification_status
            end,
            jsonb_build_object('expert', new.id), false
        );
    end if;
    if tg_op = 'UPDATE' then
        perform app.application_answered(new.id);
    end if;
    return null;
end
$$;

-- Trigger: who becomes an admin, or no longer is one, is told; with the words comes their menu.
create or replace function app.roles_follow() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    perform app.tell(
        new.user_id, 'person',
        case when new.role = 'admin' then 'appointed' else 'dismissed' end, '{}', false
    );
    return null;
end
$$;
revoke all on function app.experts_follow(), app.roles_follow()
    from public, anon, authenticated, service_role;
