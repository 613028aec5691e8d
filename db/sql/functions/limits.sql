-- What one person may have at a time. Far more than anybody needs; without it one account could
-- fill an expert's week, or a table, by itself.
--   pending   bookings that wait for a payment or an answer     day    bookings made in 24 hours
--   sessions  offered by one expert, open or not                windows  of one expert's week
--   backlog   updates not handled yet and replies not sent yet, of one chat
create or replace function app.most(p_what text) returns integer
language sql
immutable
set search_path = ''
as $$
    select case p_what
               when 'pending' then 10
               when 'day' then 50
               when 'sessions' then 50
               when 'windows' then 168
               when 'backlog' then 100
           end
$$;

-- A learner may book once more. The caller has locked the learner. BK012 (pending, day).
create or replace function app.check_few(p_learner_id uuid) returns void
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
    v_pending bigint;
    v_today bigint;
begin
    select count(*) filter (where b.status = 'pending'),
           count(*) filter (where b.created_at > now() - interval '1 day')
      into v_pending, v_today
      from public.bookings b
     where b.learner_id = p_learner_id;
    if v_pending >= app.most('pending') then
        perform app.refuse('BK012', 'that many bookings wait already', 'pending');
    elsif v_today >= app.most('day') then
        perform app.refuse('BK012', 'that many bookings were made within a day', 'day');
    end if;
end
$$;

-- Triggers: an expert offers so many sessions, and writes so many windows by plain SQL (what the
-- function app.set_availability is given it counts itself). The service is not held to it: it
-- imports what a platform has. BK012 (sessions, windows).
create or replace function app.sessions_few() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    if auth.uid() is not null and (
        select count(*) from public.sessions s where s.expert_id = new.expert_id
    ) >= app.most('sessions') then
        perform app.refuse('BK012', 'an expert offers that many sessions already', 'sessions');
    end if;
    return new;
end
$$;

create or replace function app.windows_few() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    if (
        select count(*) from public.availability_windows w where w.expert_id = new.expert_id
    ) >= app.most('windows') then
        perform app.refuse('BK012', 'a week has that many windows already', 'windows');
    end if;
    return new;
end
$$;

-- How many more updates of a chat are taken in: what goes beyond is left out, and said to be.
-- Counted no further than the limit, so that a flood costs no more than a word.
create or replace function app.inbox_room(p_lane bigint) returns bigint
language sql
stable
security definer
set search_path = ''
as $$
    select greatest(0, app.most('backlog') - (
               select count(*) from (
                   select from app.telegram_updates u
                    where u.telegram_id = p_lane and u.handled_at is null and u.dead_at is null
                    limit app.most('backlog')
               ) as unread
           ) - (
               select count(*) from (
                   select from app.outbox o
                    where o.lane = p_lane::text and o.urgent
                      and o.sent_at is null and o.dead_at is null
                    limit app.most('backlog')
               ) as unsent
           ))
$$;
revoke all on function
    app.most(text), app.check_few(uuid), app.sessions_few(), app.windows_few(),
    app.inbox_room(bigint)
    from public, anon, authenticated, service_role;
