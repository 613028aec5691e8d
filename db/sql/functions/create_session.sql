-- Seed function: offer a session. The caller is that expert, or the service.
-- 42501 for somebody else, BK008 (expert) without a profile, BK009 with the field in its detail
-- (title, duration, price, currency), BK010 below what Stripe charges, BK012 (sessions) too many.
create or replace function public.create_session(
    p_expert_user_id uuid,
    p_title text,
    p_description text,
    p_duration_minutes integer,
    p_price_cents integer,
    p_currency text default 'DKK'
) returns uuid
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
    v_expert record;
    v_session uuid;
    v_broken text;
begin
    perform app.assert_person(p_expert_user_id);
    select e.id, e.currency into v_expert
      from public.expert_profiles e
      join public.user_profiles p on p.id = e.user_profile_id
     where p.user_id = p_expert_user_id;
    if not found then
        perform app.refuse('BK008', 'no expert profile', 'expert');
    end if;
    if p_duration_minutes is null or p_price_cents is null then
        perform app.refuse('BK009', 'a session has a length and a price',
            case when p_price_cents is null then 'price' else 'duration' end);
    end if;
    if p_currency is distinct from v_expert.currency then
        perform app.refuse('BK009', 'a session is priced in its expert''s currency', 'currency');
    end if;
    insert into public.sessions (
        expert_id, title, description, short_description, duration_minutes, price_cents, currency
    ) values (
        v_expert.id, btrim(coalesce(p_title, '')), p_description,
        app.shorten(p_description, 500), p_duration_minutes, p_price_cents, p_currency
    )
    returning id into v_session;
    return v_session;
exception when check_violation then
    get stacked diagnostics v_broken = constraint_name;
    if v_broken = 'sessions_price_minimum' then
        perform app.refuse('BK010', 'the price is below the least that can be charged', 'price');
    end if;
    perform app.refuse('BK009', 'the session is not as a session must be',
        case
            when v_broken like 'sessions_title%' then 'title'
            when v_broken like 'sessions_duration%' then 'duration'
            when v_broken like 'sessions_price%' then 'price'
            else v_broken
        end);
end
$$;
revoke all on function public.create_session(uuid, text, text, integer, integer, text)
    from public, anon, authenticated, service_role;
grant execute on function public.create_session(uuid, text, text, integer, integer, text)
    to authenticated, service_role;

-- The first p_length characters at most, cut between words and marked where something was cut.
create or replace function app.shorten(p_text text, p_length integer) returns text
language sql
immutable
set search_path = ''
as $$
    select case
               when char_length(p_text) <= p_length then p_text
               else regexp_replace(left(p_text, p_length - 1), '\s+\S*$', '') || '…'
           end
$$;

-- The caller is this person, or acts for all. 42501.
create or replace function app.assert_person(p_user_id uuid) returns void
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
    if p_user_id is distinct from auth.uid() and not app.acts_for_all() then
        raise insufficient_privilege using message = 'you act for yourself only';
    end if;
    if p_user_id is null then
        raise insufficient_privilege using message = 'nobody is named';
    end if;
end
$$;
revoke all on function app.shorten(text, integer), app.assert_person(uuid)
    from public, anon, authenticated, service_role;
