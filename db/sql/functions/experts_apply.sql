-- An expert's profile with changes to it, each looked at:
-- {"bio", "areas", "rate_cents", "currency", "meeting_url" (null: a room for each session),
-- "is_available", "instant_booking", "cancellation_policy" (of bookings to be made),
-- "notice_minutes", "buffer_minutes"}. BK009 with the field (bio, areas, rate, currency, meeting,
-- available, instant, policy, notice, buffer), BK010 (rate).
create or replace function app.changed_expert(
    p_expert public.expert_profiles, p_changes jsonb
) returns public.expert_profiles
language plpgsql
stable
set search_path = ''
as $$
begin
    if p_changes ? 'bio' then
        p_expert.bio := btrim(p_changes ->> 'bio');
        if coalesce(char_length(p_expert.bio), 0) not between 1 and 600 then
            perform app.refuse('BK009', 'a bio has 1 to 600 characters', 'bio');
        end if;
    end if;
    if p_changes ? 'areas' then
        p_expert.expertise_areas := app.read_topics(p_changes -> 'areas', 'areas');
        if p_expert.expertise_areas = '{}' then
            perform app.refuse('BK009', 'an expert knows something', 'areas');
        end if;
    end if;
    if p_changes ? 'currency' then
        p_expert.currency := p_changes ->> 'currency';
        if coalesce(p_expert.currency not in ('DKK', 'USD', 'EUR'), true) then
            perform app.refuse('BK009', 'not a currency to be paid in', 'currency');
        end if;
    end if;
    if p_changes ? 'rate_cents' then
        p_expert.hourly_rate_cents := app.read_integer(p_changes, 'rate_cents', 'rate');
        if coalesce(p_expert.hourly_rate_cents not between 0 and 99999999, true) then
            perform app.refuse('BK009', 'a rate is an amount', 'rate');
        elsif p_expert.hourly_rate_cents between 1 and app.least_charge(p_expert.currency) - 1 then
            perform app.refuse('BK010', 'the rate is below the least that can be charged', 'rate');
        end if;
    end if;
    if p_changes ? 'meeting_url' then
        p_expert.meeting_url := app.read_address(p_changes ->> 'meeting_url', 'meeting');
    end if;
    if p_changes ? 'is_available' then
        p_expert.is_available := app.read_boolean(p_changes, 'is_available', 'available');
    end if;
    return app.changed_rules(p_expert, p_changes);
end
$$;

-- The rules that an expert's bookings are made by, changed like the rest.
create or replace function app.changed_rules(
    p_expert public.expert_profiles, p_changes jsonb
) returns public.expert_profiles
language plpgsql
stable
set search_path = ''
as $$
begin
    if p_changes ? 'instant_booking' then
        p_expert.instant_booking := app.read_boolean(p_changes, 'instant_booking', 'instant');
    end if;
    if p_changes ? 'cancellation_policy' then
        p_expert.cancellation_policy := p_changes ->> 'cancellation_policy';
        perform from app.cancellation_policies c where c.policy = p_expert.cancellation_policy;
        if not found then
            perform app.refuse('BK009', 'no such policy', 'policy');
        end if;
    end if;
    if p_changes ? 'notice_minutes' then
        p_expert.minimum_notice_minutes := app.read_integer(p_changes, 'notice_minutes', 'notice');
        if coalesce(p_expert.minimum_notice_minutes not between 0 and 43200, true) then
            perform app.refuse('BK009', 'a notice is 30 days at most', 'notice');
        end if;
    end if;
    if p_changes ? 'buffer_minutes' then
        p_expert.buffer_minutes := app.read_integer(p_changes, 'buffer_minutes', 'buffer');
        if coalesce(p_expert.buffer_minutes not between 0 and 240, true) then
            perform app.refuse('BK009', 'a buffer is four hours at most', 'buffer');
        end if;
    end if;
    return p_expert;
end
$$;

-- The least that Stripe charges in a currency, minor units; as the constraint of sessions says.
create or replace function app.least_charge(p_currency text) returns integer
language sql immutable set search_path = ''
as $$
    select case p_currency when 'DKK' then 250 else 50 end
$$;

revoke all on function
    app.changed_expert(public.expert_profiles, jsonb),
    app.changed_rules(public.expert_profiles, jsonb), app.least_charge(text)
    from public, anon, authenticated, service_role;
grant execute on function app.least_charge(text) to authenticated, service_role;

-- Whether an expert's currency stays: bookings are under way in it, or were paid in it, and what an
-- expert earned is one sum. Asked as the expert it sees their bookings, which is all it needs.
create or replace function app.currency_stays(p_expert_id uuid) returns boolean
language sql stable set search_path = ''
as $$
    select exists (
        select from public.bookings b
         where b.expert_id = p_expert_id
           and (b.status in ('pending', 'confirmed', 'completed') or b.amount_captured > 0)
    )
$$;

-- Be paid in another currency. A price is an amount in a currency and cannot be carried over:
-- sessions that have one are paused until their expert has said it anew. One statement, because a
-- session's currency is its expert's at the end of each. BK009 (currency) where it stays.
create or replace function app.move_currency(p_expert_id uuid, p_currency text) returns void
language plpgsql volatile security definer set search_path = ''
as $$
begin
    if app.currency_stays(p_expert_id) then
        perform app.refuse('BK009', 'bookings were made in the currency', 'currency');
    end if;
    with sessions as (
        update public.sessions s
           set currency = p_currency,
               price_cents = case
                                 when s.price_cents = 0 then 0
                                 else greatest(s.price_cents, app.least_charge(p_currency))
                             end,
               is_active = s.is_active and s.price_cents = 0
         where s.expert_id = p_expert_id
    )
    update public.expert_profiles e set currency = p_currency where e.id = p_expert_id;
end
$$;
revoke all on function app.currency_stays(uuid), app.move_currency(uuid, text)
    from public, anon, authenticated, service_role;
grant execute on function app.currency_stays(uuid) to authenticated, service_role;

-- Ask to offer sessions, with all of {"bio", "areas", "rate_cents", "currency", "meeting_url"};
-- after a rejection, ask again; its reason stays beside the new application, for the admins.
-- While an application waits it is brought up to date, and nobody is
-- told twice. Answers whether the admins were told.
-- BK007 is an expert already, BK008 (learner) nobody, BK009 and BK010 as above.
create or replace function app.apply_as_expert(p_facts jsonb) returns boolean
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
    v_person uuid := app.my_profile_id();
    v_old public.expert_profiles;
    v_new public.expert_profiles;
begin
    if v_person is null then
        perform app.refuse('BK008', 'you have no profile', 'learner');
    elsif coalesce(not p_facts ?& array['bio', 'areas', 'rate_cents', 'currency'], true) then
        perform app.refuse('BK009', 'an application is all of it', 'bio');
    end if;
    select e.* into v_old
      from public.expert_profiles e where e.user_profile_id = v_person for no key update;
    if v_old.verification_status = 'verified' then
        perform app.refuse('BK007', 'you are an expert already');
    end if;
    v_new := app.changed_expert(v_old, p_facts - 'is_available');
    if v_new.currency <> v_old.currency then
        perform app.move_currency(v_old.id, v_new.currency);
    end if;
    insert into public.expert_profiles as e (
        user_profile_id, bio, expertise_areas, hourly_rate_cents, currency, meeting_url
    )
    values (
        v_person, v_new.bio, v_new.expertise_areas, v_new.hourly_rate_cents, v_new.currency,
        v_new.meeting_url
    )
    on conflict (user_profile_id) do update
    set bio = excluded.bio,
        expertise_areas = excluded.expertise_areas,
        hourly_rate_cents = excluded.hourly_rate_cents,
        currency = excluded.currency,
        meeting_url = excluded.meeting_url,
        verification_status = 'pending'
    where e.verification_status <> 'verified';
    return v_old.verification_status is distinct from 'pending';
end
$$;

-- Change some of the caller's own profile. BK008 (expert), BK009 and BK010 as above.
create or replace function app.change_expert(p_changes jsonb) returns void
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
    v_expert uuid := app.need_expert();
    v_old public.expert_profiles;
    v_new public.expert_profiles;
begin
    select e.* into v_old
      from public.expert_profiles e where e.id = v_expert for no key update;
    v_new := app.changed_expert(v_old, p_changes);
    if v_new.currency <> v_old.currency then
        perform app.move_currency(v_expert, v_new.currency);
    end if;
    update public.expert_profiles e
       set bio = v_new.bio,
           expertise_areas = v_new.expertise_areas,
           hourly_rate_cents = v_new.hourly_rate_cents,
           currency = v_new.currency,
           meeting_url = v_new.meeting_url,
           is_available = v_new.is_available,
           instant_booking = v_new.instant_booking,
           cancellation_policy = v_new.cancellation_policy,
           minimum_notice_minutes = v_new.minimum_notice_minutes,
           buffer_minutes = v_new.buffer_minutes
     where e.id = v_expert;
end
$$;
revoke all on function app.apply_as_expert(jsonb), app.change_expert(jsonb)
    from public, anon, authenticated, service_role;
grant execute on function app.apply_as_expert(jsonb), app.change_expert(jsonb) to authenticated;
