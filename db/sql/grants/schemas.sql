-- Supabase grants these itself; elsewhere schema public may be closed.
grant usage on schema public to anon, authenticated, service_role;
