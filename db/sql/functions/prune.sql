-- What is forgotten by its age, p_limit rows of a kind at a time, by whichever process ticks: a row
-- that somebody else has in hand is left for the next time. Each says how many rows went, so that
-- the caller can go on while there are some. All of them 22023 where p_keep is shorter than what
-- still needs the rows, and 42501 for anybody but the bot's service.
-- docs/retention.md says of every table whether it is here.

-- Refuse to keep less than p_least. Internal.
create or replace function app.need_age(p_keep interval, p_least interval) returns void
language plpgsql immutable set search_path = ''
as $$
begin
    if p_keep is null or p_keep < p_least then
        raise exception 'it is kept for % at least', p_least using errcode = '22023';
    end if;
end
$$;
revoke all on function app.need_age(interval, interval)
    from public, anon, authenticated, service_role;

-- What was handled, sent, or said for some minutes longer than p_keep ago: updates, Stripe's events,
-- messages, reminders, promised refunds, leases of processes that are gone. Telegram keeps updates
-- for a day: forgotten sooner, one could be handled again. An event of Stripe's that comes again
-- after that asks for one settle more, which finds it done. Dead letters wait for an admin.
create or replace function app.prune_handled(p_keep interval, p_limit integer) returns integer
language plpgsql volatile security definer set search_path = ''
as $$
declare
    v_until constant timestamptz := clock_timestamp() - p_keep;
    v_until_there constant timestamptz := app.now() - p_keep;
    v_gone integer;
begin
    perform app.assert_service();
    perform app.need_age(p_keep, interval '2 days');
    with updates as (
        delete from app.telegram_updates where update_id in (
            select u.update_id from app.telegram_updates u
             where u.handled_at < v_until limit p_limit for update skip locked
        ) returning 1
    ), events as (
        delete from app.stripe_events where event_id in (
            select e.event_id from app.stripe_events e
             where e.handled_at < v_until limit p_limit for update skip locked
        ) returning 1
    ), messages as (
        delete from app.outbox where id in (
            select o.id from app.outbox o
             where o.sent_at < v_until limit p_limit for update skip locked
        ) returning 1
    ), reminded as (
        delete from app.reminders where (booking_id, kind, audience) in (
            select r.booking_id, r.kind, r.audience from app.reminders r
             where r.sent_at < v_until_there limit p_limit for update skip locked
        ) returning 1
    ), quotes as (
        delete from app.refund_quotes where booking_id in (
            select q.booking_id from app.refund_quotes q
             where q.quoted_at < v_until_there limit p_limit for update skip locked
        ) returning 1
    ), elections as (
        delete from app.leases where name in (
            select l.name from app.leases l
             where l.until < v_until limit p_limit for update skip locked
        ) returning 1
    )
    select (select count(*) from updates) + (select count(*) from events)
         + (select count(*) from messages) + (select count(*) from reminded)
         + (select count(*) from quotes) + (select count(*) from elections)
      into v_gone;
    return v_gone;
end
$$;

-- What a chat would go on from: a question that nobody has answered for p_keep, the message that is
-- the card of a booking that was over by then, a link's token. A button under such a card still
-- answers; what is told of the booking after that comes as a message of its own.
create or replace function app.prune_chats(p_keep interval, p_limit integer) returns integer
language plpgsql volatile security definer set search_path = ''
as $$
declare
    v_gone integer;
begin
    perform app.assert_service();
    perform app.need_age(p_keep, interval '1 day');
    with asked as (
        delete from app.conversations where (telegram_id, name) in (
            select c.telegram_id, c.name from app.conversations c
             where c.updated_at < clock_timestamp() - p_keep
             limit p_limit for update skip locked
        ) returning 1
    ), shown as (
        delete from app.cards where (booking_id, telegram_id) in (
            select c.booking_id, c.telegram_id
              from app.cards c
              join public.bookings b on b.id = c.booking_id
             where b.status not in ('pending', 'confirmed') and b.end_at < app.now() - p_keep
             limit p_limit for update of c skip locked
        ) returning 1
    ), links as (
        delete from app.link_tokens where token_hash in (
            select t.token_hash from app.link_tokens t
             where t.expires_at < app.now() - p_keep limit p_limit for update skip locked
        ) returning 1
    )
    select (select count(*) from asked) + (select count(*) from shown)
         + (select count(*) from links)
      into v_gone;
    return v_gone;
end
$$;

-- Times that passed longer than p_keep ago and that no booking names, whoever made them.
-- Never waits for a lock, so that it needs not the expert's first.
create or replace function app.prune_slots(p_keep interval, p_limit integer) returns integer
language plpgsql volatile security definer set search_path = ''
as $$
declare
    v_gone integer;
begin
    perform app.assert_service();
    perform app.need_age(p_keep, interval '1 day');
    delete from public.bookable_slots where id in (
        select s.id
          from public.bookable_slots s
         where s.current_bookings = 0
           and s.start_time < app.now() - p_keep
           and not exists (select from public.bookings b where b.slot_id = s.id)
         limit p_limit for update skip locked
    );
    get diagnostics v_gone = row_count;
    return v_gone;
end
$$;

-- The history of bookings that are over, with no money left to go back, once all of it is older
-- than p_keep; looked for among the p_limit oldest entries. The bookings and their ledger stay.
-- A card's owner can dispute a charge for months, and whoever answers the bank needs the history.
create or replace function app.prune_audit(p_keep interval, p_limit integer) returns integer
language plpgsql volatile security definer set search_path = ''
as $$
declare
    v_until constant timestamptz := clock_timestamp() - p_keep;
    v_gone integer;
begin
    perform app.assert_service();
    perform app.need_age(p_keep, interval '180 days');
    -- What app.booking_events_guard looks at, until the end of this transaction at the latest.
    perform set_config('app.pruning', 'on', true);
    delete from app.booking_events where booking_id in (
        select b.id
          from (
                select distinct oldest.booking_id
                  from (
                        select e.booking_id, e.recorded_at
                          from app.booking_events e order by e.id limit p_limit
                       ) oldest
                 where oldest.recorded_at < v_until
               ) o
          join public.bookings b on b.id = o.booking_id
         where b.status not in ('pending', 'confirmed')
           and app.owed(b) = 0
           and not exists (
               select from app.booking_events e
                where e.booking_id = b.id and e.recorded_at >= v_until
           )
    );
    get diagnostics v_gone = row_count;
    perform set_config('app.pruning', '', true);
    return v_gone;
end
$$;

revoke all on function
    app.prune_handled(interval, integer), app.prune_chats(interval, integer),
    app.prune_slots(interval, integer), app.prune_audit(interval, integer)
    from public, anon, authenticated, service_role;
grant execute on function
    app.prune_handled(interval, integer), app.prune_chats(interval, integer),
    app.prune_slots(interval, integer), app.prune_audit(interval, integer)
    to service_role;
