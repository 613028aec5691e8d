-- Trigger: updated_at is the domain's time of the last change.
create or replace function app.touch() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    new.updated_at := app.now();
    return new;
end
$$;
revoke all on function app.touch() from public, anon, authenticated, service_role;
