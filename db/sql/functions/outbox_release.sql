-- Give back every lease of a process that stops in good order, so that what it did not get to
-- need not wait for the lease to run out. 42501 for anybody but the bot's service.
create or replace function app.outbox_release(p_worker text)
returns void
language plpgsql volatile security definer set search_path = ''
as $$
begin
    perform app.assert_service();
    update app.outbox o
       set claimed_by = null, claimed_until = null
     where o.claimed_by = p_worker and o.sent_at is null and o.dead_at is null;
end;
$$;

revoke all on function app.outbox_release(text) from public, anon, authenticated;
grant execute on function app.outbox_release(text) to service_role;

-- Renew the lease of a row that this process has not begun to send; false where it has it no more.
-- 42501 for anybody but the bot's service.
create or replace function app.outbox_keep(p_id bigint, p_worker text, p_lease interval)
returns boolean
language plpgsql volatile security definer set search_path = ''
as $$
begin
    perform app.assert_service();
    update app.outbox o
       set claimed_until = clock_timestamp() + p_lease
     where o.id = p_id and o.claimed_by = p_worker and o.sent_at is null and o.dead_at is null;
    return found;
end;
$$;

revoke all on function app.outbox_keep(bigint, text, interval) from public, anon, authenticated;
grant execute on function app.outbox_keep(bigint, text, interval) to service_role;
