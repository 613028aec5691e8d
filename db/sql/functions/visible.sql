-- What policies ask about rows of other tables. Definer, for a policy that reads a table with
-- policies of its own would go in circles.
create or replace function app.expert_is_open(p_expert_id uuid) returns boolean
language sql stable security definer set search_path = ''
as $$
    select exists (
        select from public.expert_profiles e
         where e.id = p_expert_id and e.verification_status = 'verified' and e.is_available
    )
$$;

create or replace function app.session_is_open(p_session_id uuid) returns boolean
language sql stable security definer set search_path = ''
as $$
    select exists (
        select from public.sessions s
          join public.expert_profiles e on e.id = s.expert_id
         where s.id = p_session_id and s.is_active
           and e.verification_status = 'verified' and e.is_available
    )
$$;

create or replace function app.have_booked_session(p_session_id uuid) returns boolean
language sql stable security definer set search_path = ''
as $$
    select exists (
        select from public.bookings b
         where b.session_id = p_session_id and b.learner_id = app.my_learner_id()
    )
$$;

create or replace function app.have_booked_slot(p_slot_id uuid) returns boolean
language sql stable security definer set search_path = ''
as $$
    select exists (
        select from public.bookings b
         where b.slot_id = p_slot_id and b.learner_id = app.my_learner_id()
    )
$$;

revoke all on function
    app.expert_is_open(uuid), app.session_is_open(uuid), app.have_booked_session(uuid),
    app.have_booked_slot(uuid)
    from public, anon, authenticated, service_role;
grant execute on function
    app.expert_is_open(uuid), app.session_is_open(uuid), app.have_booked_session(uuid),
    app.have_booked_slot(uuid)
    to authenticated;
