-- Whether the caller is the bot itself: the service role, set by the bot's own login.
create or replace function app.is_bot() returns boolean
language sql
stable
set search_path = ''
as $$
    select coalesce(current_setting('role', true) = 'service_role', false)
       and pg_has_role(session_user, 'tutorline_bot', 'member')
$$;
revoke all on function app.is_bot() from public, anon, authenticated, service_role;

-- Called first by every function that only the bot may use. 42501 where another calls.
create or replace function app.assert_service() returns void
language plpgsql
stable
set search_path = ''
as $$
begin
    if app.is_bot() is distinct from true then
        raise insufficient_privilege using message = 'only the bot may do this';
    end if;
end
$$;
revoke all on function app.assert_service() from public, anon, authenticated, service_role;

-- Whether the caller may act for anybody: the service role, or the owner at work by hand.
-- Only for definer functions, where current_user is the owner.
create or replace function app.acts_for_all() returns boolean
language sql
stable
set search_path = ''
as $$
    select current_setting('role', true) = 'service_role'
        or (coalesce(current_setting('role', true), 'none') = 'none'
            and pg_has_role(session_user, current_user, 'member'))
$$;
revoke all on function app.acts_for_all() from public, anon, authenticated, service_role;
