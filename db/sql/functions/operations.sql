-- What an admin does about what was given up on. All for the bot's service alone (42501), which
-- has looked whether an admin asks.

-- Take an update ('update'), an event of Stripe's ('event', by its number) or an outgoing message
-- ('message') that was given up on up again from the start (p_retry), or let it rest for good.
-- False where it is none that was given up on.
create or replace function app.operate_letter(p_source text, p_id bigint, p_retry boolean)
returns boolean
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
    perform app.assert_service();
    if p_source = 'update' then
        update app.telegram_updates u
           set dead_at = null,
               attempts = 0,
               not_before = null,
               handled_at = case when p_retry then null else clock_timestamp() end
         where u.update_id = p_id and u.dead_at is not null;
    elsif p_source = 'event' then
        update app.stripe_events e
           set dead_at = null,
               attempts = 0,
               not_before = null,
               handled_at = case when p_retry then null else clock_timestamp() end
         where e.number = p_id and e.dead_at is not null;
    else
        update app.outbox o
           set dead_at = null,
               attempts = 0,
               not_before = null,
               sent_at = case when p_retry then null else clock_timestamp() end,
               result = case when p_retry then o.result else '{"dismissed": true}' end
         where o.id = p_id and o.dead_at is not null and o.kind <> 'settle';
    end if;
    return found;
end
$$;
revoke all on function app.operate_letter(text, bigint, boolean)
    from public, anon, authenticated, service_role;
grant execute on function app.operate_letter(text, bigint, boolean) to service_role;

-- Have a booking's money looked at now: what waits for its retry is due at once, and where nothing
-- waits it is asked for. BK006 for a booking that there is not.
create or replace function app.operate_settle(p_booking_id uuid) returns void
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
    perform app.assert_service();
    if not exists (select from public.bookings b where b.id = p_booking_id) then
        perform app.refuse('BK006', 'no such booking', 'booking');
    end if;
    update app.outbox o
       set not_before = null, dead_at = null, attempts = 0
     where o.lane = p_booking_id::text and o.kind = 'settle' and o.sent_at is null
       and (o.claimed_until is null or o.claimed_until < clock_timestamp());
    if not found then
        perform app.ask_settle(p_booking_id);
    end if;
end
$$;
revoke all on function app.operate_settle(uuid)
    from public, anon, authenticated, service_role;
grant execute on function app.operate_settle(uuid) to service_role;
