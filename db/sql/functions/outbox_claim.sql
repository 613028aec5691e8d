-- A row of the outbox as its sender needs it.
-- Lease the oldest open rows of lanes that nobody is sending in: replies to taps first, then what
-- nobody waits for with a thumb on the screen, as far as the shared 30 a second allow.
-- One row a lane: the head, and only when its time has come; a delay blocks its lane.
-- Other settle rows of a lane so claimed are done with it: one settle looks at the present state.
-- 42501 for anybody but the bot's service.
create or replace function app.outbox_claim(p_worker text, p_limit integer, p_lease interval)
returns table (
    id bigint, lane text, kind text, payload jsonb, urgent boolean, attempts integer
)
language plpgsql volatile security definer set search_path = ''
as $$
declare
    v_ids bigint[];
    v_waiting integer;
    v_granted integer;
begin
    perform app.assert_service();
    v_ids := array(select h.id from app.outbox_heads(true, p_limit) as h (id));
    if cardinality(v_ids) < p_limit then
        select count(*) into v_waiting
          from (select from app.outbox_heads(false, p_limit - cardinality(v_ids))) as h;
        if v_waiting > 0 then
            v_granted := app.take_tokens('notices', v_waiting, 30);
            v_ids := v_ids || array(
                select h.id from app.outbox_heads(false, v_granted) as h (id)
            );
        end if;
    end if;
    return query select c.* from app.outbox_lease(v_ids, p_worker, p_lease) as c;
end;
$$;

revoke all on function app.outbox_claim(text, integer, interval) from public, anon, authenticated;
grant execute on function app.outbox_claim(text, integer, interval) to service_role;

-- Lock up to p_limit heads of lanes whose time has come: those somebody waits for, or the others.
create or replace function app.outbox_heads(p_pressing boolean, p_limit integer)
returns setof bigint
language sql volatile security definer set search_path = ''
as $$
    select o.id
      from app.outbox o
     where o.sent_at is null
       and o.dead_at is null
       and (o.urgent or o.kind = 'settle') = p_pressing
       and (o.not_before is null or o.not_before <= clock_timestamp())
       and (o.claimed_until is null or o.claimed_until < clock_timestamp())
       and not exists (
               select from app.outbox before
                where before.lane = o.lane
                  and before.id < o.id
                  and before.sent_at is null
                  and before.dead_at is null
           )
     order by o.id
     limit p_limit
       for update skip locked;
$$;

revoke all on function app.outbox_heads(boolean, integer) from public, anon, authenticated;

-- Lease rows that this transaction has locked, and fold settles of the same booking into one.
create or replace function app.outbox_lease(p_ids bigint[], p_worker text, p_lease interval)
returns table (
    id bigint, lane text, kind text, payload jsonb, urgent boolean, attempts integer
)
language plpgsql volatile security definer set search_path = ''
as $$
begin
    update app.outbox o
       set sent_at = clock_timestamp(), result = '{"overtaken": true}'
      from app.outbox head
     where head.id = any (p_ids)
       and head.kind = 'settle'
       and o.lane = head.lane
       and o.kind = 'settle'
       and o.id > head.id
       and o.sent_at is null
       and o.dead_at is null
       and (o.claimed_until is null or o.claimed_until < clock_timestamp());
    return query
    update app.outbox o
       set claimed_by = p_worker, claimed_until = clock_timestamp() + p_lease
     where o.id = any (p_ids)
    returning o.id, o.lane, o.kind, o.payload, o.urgent, o.attempts;
end;
$$;

revoke all on function app.outbox_lease(bigint[], text, interval)
from public, anon, authenticated;
