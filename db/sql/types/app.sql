-- What is ours lives in schema app. Anybody may look up names in it, for the bot's login asks for
-- the time in the same statement that takes its role; what the names hold is granted one by one.
create schema if not exists app;
revoke all on schema app from public;
grant usage on schema app to public;
