-- Only where the database has no auth schema of its own (Supabase brings one).
create schema auth;
grant usage on schema auth to anon, authenticated, service_role
