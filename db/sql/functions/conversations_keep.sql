-- Set the one conversation that awaits a person's text, or ({}) that none does.
create or replace function app.keep_conversation(p_telegram_id bigint, p_conversation jsonb)
returns void
language plpgsql volatile security definer set search_path = ''
as $$
begin
    delete from app.conversations c
     where c.telegram_id = p_telegram_id
       and c.name is distinct from p_conversation ->> 'name';
    if p_conversation ? 'name' then
        insert into app.conversations as c (telegram_id, name, state, data, updated_at)
        values (
            p_telegram_id,
            p_conversation ->> 'name',
            p_conversation ->> 'state',
            p_conversation -> 'data',
            clock_timestamp()
        )
        on conflict (telegram_id, name) do update
        set state = excluded.state, data = excluded.data, updated_at = excluded.updated_at;
    end if;
end;
$$;

revoke all on function app.keep_conversation(bigint, jsonb) from public, anon, authenticated;
