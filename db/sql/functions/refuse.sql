-- Say no: raise one of our own SQLSTATEs (BK001 … BK012, listed in ../README.md).
-- p_detail names the field or the missing profile, for the caller's program.
create or replace function app.refuse(p_code text, p_message text, p_detail text default null)
returns void
language plpgsql
immutable
set search_path = ''
as $$
begin
    raise exception using errcode = p_code, message = p_message, detail = coalesce(p_detail, '');
end
$$;
revoke all on function app.refuse(text, text, text)
    from public, anon, authenticated, service_role;
