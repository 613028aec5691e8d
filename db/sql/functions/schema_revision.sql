-- The revision that the tables are at, and which rules (a digest of these files; migrating leaves it
-- as the schema's comment), for a process to see whether they are its own. 42501 for anybody but the
-- bot's service.
create or replace function app.schema_revision() returns table (revision text, rules text)
language plpgsql stable security definer set search_path = ''
as $$
begin
    perform app.assert_service();
    return query
    select v.version_num::text, obj_description('app'::regnamespace, 'pg_namespace')
      from app.alembic_version v;
end
$$;

revoke all on function app.schema_revision() from public, anon, authenticated, service_role;
grant execute on function app.schema_revision() to service_role;
