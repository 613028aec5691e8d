-- Ask for a settle of open Checkouts that nobody looked at for a while, since no webhook may have
-- told of them: p_fastest after they were made, backing off to ten times that. Returns how many.
-- 42501 for anybody but the bot's service.
create or replace function app.payments_ask_open(p_fastest interval, p_limit integer)
returns integer
language plpgsql volatile security definer set search_path = ''
as $$
declare
    v_asked integer;
begin
    perform app.assert_service();
    select count(*) into v_asked
      from (
               select a.booking_id
                 from app.payment_attempts a
                 join app.settles s on s.booking_id = a.booking_id
                where a.closed_at is null
                  and a.step = 'checkout'
                  and a.checkout_session_id is not null
                  and s.until <= clock_timestamp() - least(
                          p_fastest * 10,
                          greatest(p_fastest, (clock_timestamp() - a.created_at) / 10)
                      )
                  and not exists (
                          select from app.outbox o
                           where o.lane = a.booking_id::text
                             and o.sent_at is null
                             and o.dead_at is null
                      )
                order by s.until
                limit p_limit
           ) due
     cross join lateral app.ask_settle(due.booking_id);
    return v_asked;
end;
$$;

revoke all on function app.payments_ask_open(interval, integer) from public, anon, authenticated;
grant execute on function app.payments_ask_open(interval, integer) to service_role;

-- Ask for a settle of bookings of which money went back within 30 days and that nobody looked at for
-- p_every: a bank can send a refund back days later, and the events that tell of it can get lost.
-- Returns how many. 42501 for anybody but the bot's service.
create or replace function app.payments_ask_refunded(p_every interval, p_limit integer)
returns integer
language plpgsql volatile security definer set search_path = ''
as $$
declare
    v_asked integer;
begin
    perform app.assert_service();
    select count(*) into v_asked
      from (
               select s.booking_id
                 from app.settles s
                where s.until <= clock_timestamp() - p_every
                  and exists (
                          select from app.ledger_entries l
                           where l.booking_id = s.booking_id
                             and l.kind = 'refund'
                             and l.at > app.now() - interval '30 days'
                      )
                  and not exists (
                          select from app.outbox o
                           where o.lane = s.booking_id::text
                             and o.sent_at is null
                             and o.dead_at is null
                      )
                order by s.until
                limit p_limit
           ) due
     cross join lateral app.ask_settle(due.booking_id);
    return v_asked;
end;
$$;

revoke all on function app.payments_ask_refunded(interval, integer)
from public, anon, authenticated;
grant execute on function app.payments_ask_refunded(interval, integer) to service_role;
