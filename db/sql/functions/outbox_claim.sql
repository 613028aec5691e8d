-- Lease the oldest open rows of lanes that nobody is sending in, up to p_limit: replies to taps
-- first, then at most p_settles settles, then the rest as far as the shared 30 a second allow.
-- One row a lane: the head, and only when its time has come; a delay blocks its lane.
-- Other settle rows of a lane so claimed are done with it: one settle looks at the present state.
-- 42501 for anybody but the bot's service.
create or replace function app.outbox_claim(
    p_worker text, p_limit integer, p_settles integer, p_lease interval
)
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
    v_ids := array(select h.id from app.outbox_heads('urgent', p_limit) as h (id));
    v_ids := v_ids || array(
        select h.id
          from app.outbox_heads('settle', least(p_settles, p_limit - cardinality(v_ids))) as h (id)
    );
    select count(*) into v_waiting
      from (select from app.outbox_heads('other', p_limit - cardinality(v_ids))) as h;
    if v_waiting > 0 then
        v_granted := app.take_tokens('notices', v_waiting, 30);
        v_ids := v_ids || array(select h.id from app.outbox_heads('other', v_granted) as h (id));
    end if;
    return query select c.* from app.outbox_lease(v_ids, p_worker, p_lease) as c;
end;
$$;

revoke all on function app.outbox_claim(text, integer, integer, interval)
from public, anon, authenticated;
grant execute on function app.outbox_claim(text, integer, integer, interval) to service_role;

-- Lock up to p_limit heads of lanes whose time has come: 'urgent' ones, 'settle's, or 'other's.
create or replace function app.outbox_heads(p_what text, p_limit integer)
returns setof bigint
language sql volatile security definer set search_path = ''
as $$
    select o.id
      from app.outbox o
     where o.sent_at is null
       and o.dead_at is null
       and case when o.urgent then 'urgent' when o.kind = 'settle' then 'settle' else 'other' end
           = p_what
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

revoke all on function app.outbox_heads(text, integer) from public, anon, authenticated;

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
    -- A settle makes several calls and may wait for each: three times the time.
    update app.outbox o
       set claimed_by = p_worker,
           claimed_until = clock_timestamp()
               + p_lease * case when o.kind = 'settle' then 3 else 1 end
     where o.id = any (p_ids)
    returning o.id, o.lane, o.kind, o.payload, o.urgent, o.attempts;
end;
$$;

revoke all on function app.outbox_lease(bigint[], text, interval)
from public, anon, authenticated;
