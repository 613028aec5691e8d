-- Tags as people look for them: trimmed, lower case, each once, in the order given.
create or replace function app.tidy_tags(p_tags text[]) returns text[]
language sql
immutable
set search_path = ''
as $$
    select coalesce(array_agg(t.tag order by t.first), '{}')
      from (
            select lower(btrim(u.tag)) as tag, min(u.position) as first
              from unnest(p_tags) with ordinality as u (tag, position)
             where btrim(u.tag) <> ''
             group by 1
           ) t
$$;
revoke all on function app.tidy_tags(text[]) from public, anon, authenticated, service_role;

-- Trigger: a session's tags are tidied, and its currency is its expert's where none is given.
create or replace function app.sessions_fill() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    new.topic_tags := app.tidy_tags(new.topic_tags);
    if new.currency is null then
        select e.currency into new.currency
          from public.expert_profiles e where e.id = new.expert_id;
    end if;
    return new;
end
$$;
revoke all on function app.sessions_fill() from public, anon, authenticated, service_role;

-- Trigger: an expert's and a learner's tags are tidied the same way.
create or replace function app.experts_tidy() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    new.expertise_areas := app.tidy_tags(new.expertise_areas);
    return new;
end
$$;
create or replace function app.learners_tidy() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    new.learning_goals := coalesce(new.learning_goals, '{}');
    new.interests := app.tidy_tags(new.interests);
    return new;
end
$$;
revoke all on function app.experts_tidy(), app.learners_tidy()
    from public, anon, authenticated, service_role;

-- Trigger: a window without a zone is in its expert's.
create or replace function app.windows_fill() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    if new.timezone is null then
        select coalesce(p.timezone, 'UTC') into new.timezone
          from public.expert_profiles e
          join public.user_profiles p on p.id = e.user_profile_id
         where e.id = new.expert_id;
    end if;
    return new;
end
$$;
revoke all on function app.windows_fill() from public, anon, authenticated, service_role;
