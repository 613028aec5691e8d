-- Experts who are verified, by name; `total` counts all of them. 42501.
create or replace function app.verified_experts(p_limit integer, p_offset integer)
returns table (expert_id uuid, name text, areas text[], total integer)
language plpgsql stable security definer set search_path = ''
as $$
begin
    perform app.need_admin();
    return query
    select e.id, app.name_of(p), e.expertise_areas, count(*) over ()::integer
      from public.expert_profiles e
      join public.user_profiles p on p.id = e.user_profile_id
     where e.verification_status = 'verified'
     order by app.name_of(p), e.id
     limit p_limit offset p_offset;
end
$$;

-- What goes on when an expert is no longer verified: confirmed bookings to come, and those that
-- wait for payment or an answer. 42501.
create or replace function app.bookings_to_come(p_expert_id uuid)
returns table (confirmed integer, waiting integer)
language plpgsql stable security definer set search_path = ''
as $$
begin
    perform app.need_admin();
    return query
    select (count(*) filter (where b.status = 'confirmed'))::integer,
           (count(*) filter (where b.status = 'pending'))::integer
      from public.bookings b
     where b.expert_id = p_expert_id and b.end_at > app.now();
end
$$;

-- Take a verification back and say why: what is booked stays, nothing new can be booked, and the
-- expert may apply again. False where they are not verified. BK006 no such expert, BK009 (reason),
-- 42501.
create or replace function app.withdraw_verification(p_expert_id uuid, p_reason text)
returns boolean
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
    end if;
    update public.expert_profiles e
       set verification_status = 'rejected', verification_note = btrim(p_reason)
     where e.id = p_expert_id and v_status = 'verified';
    return v_status = 'verified';
end
$$;
revoke all on function
    app.verified_experts(integer, integer), app.bookings_to_come(uuid),
    app.withdraw_verification(uuid, text)
    from public, anon, authenticated, service_role;
grant execute on function
    app.verified_experts(integer, integer), app.bookings_to_come(uuid),
    app.withdraw_verification(uuid, text)
    to authenticated, service_role;
