-- The domain's time: the transaction's, shifted by the clock's offset (0 but in the sandbox).
-- Leases, retries and pruning use clock_timestamp() instead.
create or replace function app.now() returns timestamptz
language sql
stable
security definer
set search_path = ''
as $$
    select pg_catalog.now() + c."offset" from app.clock c
$$;

grant execute on function app.now() to public;
