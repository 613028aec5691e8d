-- Whom the settings name as admins: the bot's own business.
alter table app.admins enable row level security;
revoke all on app.admins from public, anon, authenticated, service_role;
grant select on app.admins to service_role;
drop policy if exists service on app.admins;
create policy service on app.admins to service_role using (true) with check (true);
