-- Remember which message in a chat is a booking's living card. What that message was the card of
-- before, it no longer is: without a booking it shows something else now, and a later notice must
-- neither draw over it nor make it a thing of the past.
create or replace function app.keep_card(p_booking_id uuid, p_telegram_id bigint, p_message_id bigint)
returns void
language plpgsql volatile security definer set search_path = ''
as $$
begin
    delete from app.cards c
     where c.telegram_id = p_telegram_id
       and c.message_id = p_message_id
       and c.booking_id is distinct from p_booking_id;
    if p_booking_id is not null and p_message_id is not null then
        insert into app.cards as c (booking_id, telegram_id, message_id)
        values (p_booking_id, p_telegram_id, p_message_id)
        on conflict (booking_id, telegram_id) do update
        set message_id = excluded.message_id
        where c.message_id <> excluded.message_id;
    end if;
end;
$$;

revoke all on function app.keep_card(uuid, bigint, bigint) from public, anon, authenticated;

-- Who a notice in this lane is for, and their card of the booking: what its rendering needs.
-- No row: the chat is of nobody we know. 42501 for anybody but the bot's service.
create or replace function app.addressee(p_telegram_id bigint, p_booking_id uuid)
returns table (
    user_id uuid,
    language text,
    zone text,
    name text,
    expert_id uuid,
    is_admin boolean,
    blocked_at timestamptz,
    message_id bigint
)
language plpgsql stable security definer set search_path = ''
as $$
begin
    perform app.assert_service();
    return query
    select a.user_id, a.language, p.timezone, p.display_name, e.id,
           p.role = 'admin', a.blocked_at, c.message_id
      from app.telegram_accounts a
      join public.user_profiles p on p.user_id = a.user_id
      left join public.expert_profiles e on e.user_profile_id = p.id
      left join app.cards c on c.telegram_id = a.telegram_id and c.booking_id = p_booking_id
     where a.telegram_id = p_telegram_id;
end;
$$;

revoke all on function app.addressee(bigint, uuid) from public, anon, authenticated;
grant execute on function app.addressee(bigint, uuid) to service_role;
