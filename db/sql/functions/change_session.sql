-- Change some of a session of the caller's: {"title", "description", "duration_minutes",
-- "price_cents", "level", "topics", "seats", "prerequisites", "materials_url", "is_active"}; null
-- empties what may be empty. Its slots follow at once; what is booked stays as it was booked.
-- BK006 (session), BK008 (expert), BK009 with the field, BK010 (price).
create or replace function app.change_session(p_session_id uuid, p_changes jsonb) returns void
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
    v_expert uuid := app.need_expert();
    v_old public.sessions;
    v_new public.sessions;
begin
    perform from public.expert_profiles e where e.id = v_expert for no key update;
    select s.* into v_old
      from public.sessions s where s.id = p_session_id and s.expert_id = v_expert;
    if not found then
        perform app.refuse('BK006', 'no such session of yours', 'session');
    end if;
    v_new := app.changed_session(v_old, p_changes);
    update public.sessions s
       set title = v_new.title,
           description = v_new.description,
           short_description = v_new.short_description,
           duration_minutes = v_new.duration_minutes,
           price_cents = v_new.price_cents,
           level = v_new.level,
           topic_tags = v_new.topic_tags,
           max_participants = v_new.max_participants,
           prerequisites = v_new.prerequisites,
           materials_url = v_new.materials_url,
           is_active = v_new.is_active
     where s.id = p_session_id;
    if (v_old.duration_minutes, v_old.max_participants, v_old.is_active)
        is distinct from (v_new.duration_minutes, v_new.max_participants, v_new.is_active)
    then
        perform app.make_slots(v_expert);
    end if;
end
$$;

-- A session with changes to it. BK009 with the field (title, description, duration, price, level,
-- topics, seats, prerequisites, materials, active), BK010 (price).
create or replace function app.changed_session(p_session public.sessions, p_changes jsonb)
returns public.sessions
language plpgsql
immutable
set search_path = ''
as $$
declare
    v_new public.sessions := p_session;
begin
    v_new.title := case when p_changes ? 'title' then btrim(p_changes ->> 'title')
                        else v_new.title end;
    v_new.duration_minutes := case when p_changes ? 'duration_minutes'
        then app.read_integer(p_changes, 'duration_minutes', 'duration') else v_new.duration_minutes end;
    v_new.price_cents := case when p_changes ? 'price_cents'
        then app.read_integer(p_changes, 'price_cents', 'price') else v_new.price_cents end;
    v_new.level := case when p_changes ? 'level' then p_changes ->> 'level' else v_new.level end;
    v_new.max_participants := case when p_changes ? 'seats'
        then app.read_integer(p_changes, 'seats', 'seats') else v_new.max_participants end;
    v_new.prerequisites := case when p_changes ? 'prerequisites'
        then nullif(btrim(p_changes ->> 'prerequisites'), '') else v_new.prerequisites end;
    v_new.is_active := case when p_changes ? 'is_active'
        then app.read_boolean(p_changes, 'is_active', 'active') else v_new.is_active end;
    if p_changes ? 'description' then
        v_new.description := nullif(btrim(p_changes ->> 'description'), '');
        v_new.short_description := app.shorten(v_new.description, 500);
    end if;
    if p_changes ? 'topics' then
        v_new.topic_tags := app.read_topics(p_changes -> 'topics', 'topics');
    end if;
    if p_changes ? 'materials_url' then
        v_new.materials_url := app.read_address(p_changes ->> 'materials_url', 'materials');
    end if;
    perform app.refuse('BK009', 'the session is not as a session must be', wrong.field)
       from (values
                ('title', char_length(v_new.title) between 1 and 200),
                ('description', coalesce(char_length(v_new.description), 0) <= 3000
                                or v_new.description = p_session.description),
                ('duration', v_new.duration_minutes between 15 and 720
                             and v_new.duration_minutes % 15 = 0),
                ('price', v_new.price_cents between 0 and 99999999),
                ('level', coalesce(v_new.level in ('BEGINNER', 'INTERMEDIATE', 'ADVANCED'), true)),
                ('seats', v_new.max_participants between 1 and 1000),
                ('prerequisites', coalesce(char_length(v_new.prerequisites), 0) <= 500
                                  or v_new.prerequisites = p_session.prerequisites)
            ) wrong (field, is_right)
      where wrong.is_right is distinct from true;
    if v_new.price_cents between 1 and app.least_charge(v_new.currency) - 1 then
        perform app.refuse('BK010', 'the price is below the least that can be charged', 'price');
    end if;
    return v_new;
end
$$;
revoke all on function
    app.change_session(uuid, jsonb), app.changed_session(public.sessions, jsonb)
    from public, anon, authenticated, service_role;
grant execute on function app.change_session(uuid, jsonb) to authenticated;
