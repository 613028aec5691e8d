-- Put something to be said or done into the outbox. A pending edit of the same message is
-- overtaken: only the latest is sent (a delay that Telegram asked for passes on to it).
-- With p_worker the row is leased to that process where its lane is empty, so that it can send
-- right after its commit. A message that becomes a booking's card by an edit takes the buttons of
-- the one that was it, which says `past` from then on where the payload has it (as the outbox does
-- for a new message): a booking has one living card.
-- Internal: called by the service's functions and by triggers' owners.
create or replace function app.outbox_enqueue(
    p_lane text,
    p_kind text,
    p_payload jsonb,
    p_urgent boolean,
    p_worker text,
    p_lease interval
)
returns table (id bigint, leased boolean)
language plpgsql volatile security definer set search_path = ''
as $$
declare
    v_message text := p_payload -> 'params' ->> 'message_id';
    v_not_before timestamptz;
    v_former bigint;
    v_leased boolean;
    v_id bigint;
begin
    if p_payload ->> 'method' = 'editMessageText' then
        with overtaken as (
            update app.outbox o
               set sent_at = clock_timestamp(), result = '{"overtaken": true}'
             where o.lane = p_lane
               and o.sent_at is null
               and o.dead_at is null
               and (o.claimed_until is null or o.claimed_until < clock_timestamp())
               and o.kind = 'call'
               and o.payload ->> 'method' = 'editMessageText'
               and o.payload -> 'params' ->> 'message_id' = v_message
            returning o.not_before
        )
        select max(k.not_before) into v_not_before from overtaken k;
        select c.message_id into v_former
          from app.cards c
         where c.booking_id = (p_payload ->> 'card')::uuid
           and c.telegram_id = p_lane::bigint
           and c.message_id <> v_message::bigint;
        perform app.keep_card(
            (p_payload ->> 'card')::uuid, p_lane::bigint, v_message::bigint
        );
    end if;
    v_leased := p_worker is not null
        and (v_not_before is null or v_not_before <= clock_timestamp())
        and not exists (
            select from app.outbox o
             where o.lane = p_lane and o.sent_at is null and o.dead_at is null
        );
    insert into app.outbox (lane, kind, payload, urgent, not_before, claimed_by, claimed_until)
    values (
        p_lane,
        p_kind,
        p_payload,
        p_urgent,
        coalesce(v_not_before, clock_timestamp()),
        case when v_leased then p_worker end,
        case when v_leased then clock_timestamp() + p_lease end
    )
    returning outbox.id into v_id;
    if v_former is not null then
        perform app.outbox_enqueue(
            p_lane,
            'call',
            app.retire_call(p_lane, v_former, p_payload ->> 'past'),
            p_urgent, null, null
        );
    end if;
    return query select v_id, v_leased;
end;
$$;

revoke all on function app.outbox_enqueue(text, text, jsonb, boolean, text, interval)
from public, anon, authenticated;

-- The call that makes a card a thing of the past: other words, or the same ones, without buttons.
-- Internal.
create or replace function app.retire_call(p_lane text, p_message bigint, p_past text)
returns jsonb
language sql immutable set search_path = ''
as $$
    select jsonb_build_object(
               'method', case
                   when p_past is null then 'editMessageReplyMarkup'
                   else 'editMessageText'
               end,
               'params', jsonb_build_object(
                   'chat_id', p_lane::bigint,
                   'message_id', p_message,
                   'reply_markup', '{"inline_keyboard": []}'::jsonb
               ) || case
                   when p_past is null then '{}'::jsonb
                   else jsonb_build_object(
                       'text', p_past,
                       'parse_mode', 'HTML',
                       'link_preview_options', '{"is_disabled": true}'::jsonb
                   )
               end,
               'optional', true
           )
$$;

revoke all on function app.retire_call(text, bigint, text)
from public, anon, authenticated, service_role;
