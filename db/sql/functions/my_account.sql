-- The language the bot speaks to the caller ('en', 'da'). BK009 (language).
create or replace function app.set_language(p_language text) returns void
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
    update app.telegram_accounts a set language = p_language where a.user_id = auth.uid();
exception when check_violation then
    perform app.refuse('BK009', 'a language nobody speaks here', 'language');
end
$$;

-- The zone the caller's times are shown in. BK009 (zone) for a name that is no zone's.
create or replace function app.set_zone(p_zone text) returns void
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
    perform app.read_zone(p_zone);
    update public.user_profiles p set timezone = p_zone where p.user_id = auth.uid();
end
$$;

-- What one side of a booking tells the other; both see both. BK006, BK009 (notes).
create or replace function app.write_notes(p_booking_id uuid, p_notes text) returns void
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
    v_side text := app.my_side(p_booking_id);
begin
    if v_side is null then
        perform app.refuse('BK006', 'no such booking of yours', 'booking');
    end if;
    if char_length(p_notes) > 2000 then
        perform app.refuse('BK009', 'notes have at most 2000 characters', 'notes');
    end if;
    update public.bookings b
       set learner_notes = case when v_side = 'learner' then p_notes else b.learner_notes end,
           expert_notes = case when v_side = 'expert' then p_notes else b.expert_notes end
     where b.id = p_booking_id;
end
$$;
revoke all on function
    app.set_language(text), app.set_zone(text), app.write_notes(uuid, text)
    from public, anon, authenticated, service_role;
grant execute on function
    app.set_language(text), app.set_zone(text), app.write_notes(uuid, text) to authenticated;
