-- Close a row that this process holds the lease of, and lease the next of its lane if its time
-- has come. Nothing happens when the lease was lost: whoever has it now says how it ends.
--   p_error null            it is sent; p_result is what Telegram answered, p_card the booking
--                           whose living message p_message now is, p_follow calls that come after;
--                           of a call that is `followed` the conversation keeps p_message as `at`
--   p_error and p_retry     tried again after p_retry; the lane waits
--   p_error, p_retry null   dead; the lane goes on
-- p_blocked: the person has blocked the bot. Money that does not settle is told to whom it keeps
-- waiting, and then to admins. 42501 for anybody but the bot's service.
create or replace function app.outbox_close(
    p_id bigint,
    p_worker text,
    p_lease interval,
    p_error text default null,
    p_retry interval default null,
    p_blocked boolean default false,
    p_result jsonb default null,
    p_card uuid default null,
    p_message bigint default null,
    p_follow jsonb default '[]'
)
returns table (
    id bigint, lane text, kind text, payload jsonb, urgent boolean, attempts integer
)
language plpgsql volatile security definer set search_path = ''
as $$
declare
    v_row app.outbox;
    v_next app.outbox;
begin
    perform app.assert_service();
    update app.outbox o
       set sent_at = case when p_error is null then clock_timestamp() end,
           dead_at = case when p_error is not null and p_retry is null then clock_timestamp() end,
           attempts = o.attempts + case when p_error is null then 0 else 1 end,
           last_error = coalesce(p_error, o.last_error),
           not_before = coalesce(clock_timestamp() + p_retry, o.not_before),
           result = coalesce(p_result, o.result),
           claimed_by = null,
           claimed_until = null
     where o.id = p_id and o.claimed_by = p_worker and o.sent_at is null and o.dead_at is null
    returning o.* into v_row;
    if not found then
        return;
    end if;
    if p_blocked then
        update app.telegram_accounts a
           set blocked_at = coalesce(a.blocked_at, clock_timestamp())
         where a.telegram_id::text = v_row.lane;
    end if;
    if p_card is not null then
        perform app.keep_card(p_card, v_row.lane::bigint, p_message);
    end if;
    if p_error is null and v_row.payload ? 'followed' then
        update app.conversations c
           set data = c.data || jsonb_build_object('at', p_message)
         where c.telegram_id = v_row.lane::bigint and c.data ? 'open';
    end if;
    perform app.outbox_enqueue(v_row.lane, 'call', call.value, v_row.urgent, null, null)
       from jsonb_array_elements(p_follow) as call;
    perform app.tell_waiting(v_row);
    perform app.tell_stuck(v_row);
    if p_retry is not null then
        return;
    end if;

    select o.* into v_next
      from app.outbox o
     where o.id = (
               select h.id from app.outbox h
                where h.lane = v_row.lane and h.sent_at is null and h.dead_at is null
                order by h.id
                limit 1
           )
       and o.sent_at is null
       and o.dead_at is null
       and (o.not_before is null or o.not_before <= clock_timestamp())
       and (o.claimed_until is null or o.claimed_until < clock_timestamp())
       for update skip locked;
    if found and (
        v_next.urgent
        or v_next.kind = 'settle'
        or app.take_tokens('notices', 1, 30) = 1
    ) then
        return query select c.* from app.outbox_lease(array[v_next.id], p_worker, p_lease) as c;
    end if;
end;
$$;

revoke all on function app.outbox_close(
    bigint, text, interval, text, interval, boolean, jsonb, uuid, bigint, jsonb
) from public, anon, authenticated;
grant execute on function app.outbox_close(
    bigint, text, interval, text, interval, boolean, jsonb, uuid, bigint, jsonb
) to service_role;

-- A settle that failed for the fifth time is for a person to look at: admins are told, once until
-- it succeeds (`result` notes it; asking again does not undo that). Refunds that the bank keeps
-- sending back are told of at once, as the learner hears then that an admin will see to it. An
-- outage ends by itself: what has no incident ('#…') in its error is told of after forty tries, half
-- an hour. Internal.
create or replace function app.tell_stuck(p_row app.outbox) returns void
language plpgsql volatile security definer set search_path = ''
as $$
begin
    if p_row.kind <> 'settle' or p_row.sent_at is not null or p_row.result is not null
        or p_row.attempts < (
            case
                when p_row.last_error like '#% RefundsFailed' then 1
                when p_row.last_error like '#%' then 5
                else 40
            end
        )
    then
        return;
    end if;
    update app.outbox o set result = '{"told": true}' where o.id = p_row.id;
    perform app.tell_admins(
        'money_stuck', jsonb_build_object('record', p_row.payload ->> 'booking')
    );
end;
$$;

revoke all on function app.tell_stuck(app.outbox) from public, anon, authenticated, service_role;

-- Stripe did not answer three times in a row: who waits for a pay link or for a charge hears that
-- it goes on by itself, on the booking's card. Internal.
create or replace function app.tell_waiting(p_row app.outbox) returns void
language sql volatile security definer set search_path = ''
as $$
    select app.notify(b, 'stripe_away', side.name, 'edit')
      from public.bookings b
     cross join (values ('learner'), ('expert')) as side (name)
     where p_row.kind = 'settle'
       and p_row.attempts = 3
       and p_row.sent_at is null
       and p_row.last_error = 'Unavailable'
       and b.id = (p_row.payload ->> 'booking')::uuid
       and (
               (b.status, b.payment_status) = ('confirmed', 'authorized')
               or (b.status, b.payment_status, side.name) = ('pending', 'pending', 'learner')
           )
$$;

revoke all on function app.tell_waiting(app.outbox) from public, anon, authenticated, service_role;
