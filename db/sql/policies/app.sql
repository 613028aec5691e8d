-- What is the bot's own: closed to everybody else. The service reads all of it and writes through
-- functions alone, which refuse whoever is not the bot: a web front end's service key is not.

alter table app.zones enable row level security;
revoke all on app.zones from public, anon, authenticated, service_role;
grant select on app.zones to service_role;
drop policy if exists service on app.zones;
create policy service on app.zones to service_role using (true) with check (true);
grant select on app.zones to authenticated;
drop policy if exists everybody on app.zones;
create policy everybody on app.zones for select to authenticated using (true);

alter table app.clock enable row level security;
revoke all on app.clock from public, anon, authenticated, service_role;
grant select on app.clock to service_role;
drop policy if exists service on app.clock;
create policy service on app.clock to service_role using (true) with check (true);

alter table app.cancellation_policies enable row level security;
revoke all on app.cancellation_policies from public, anon, authenticated, service_role;
grant select on app.cancellation_policies to service_role;
drop policy if exists service on app.cancellation_policies;
create policy service on app.cancellation_policies to service_role using (true) with check (true);
grant select on app.cancellation_policies to authenticated;
drop policy if exists everybody on app.cancellation_policies;
create policy everybody on app.cancellation_policies for select to authenticated using (true);

alter table app.reminder_offsets enable row level security;
revoke all on app.reminder_offsets from public, anon, authenticated, service_role;
grant select on app.reminder_offsets to service_role;
drop policy if exists service on app.reminder_offsets;
create policy service on app.reminder_offsets to service_role using (true) with check (true);

alter table app.transitions enable row level security;
revoke all on app.transitions from public, anon, authenticated, service_role;
grant select on app.transitions to service_role;
drop policy if exists service on app.transitions;
create policy service on app.transitions to service_role using (true) with check (true);

alter table app.telegram_accounts enable row level security;
revoke all on app.telegram_accounts from public, anon, authenticated, service_role;
grant select on app.telegram_accounts to service_role;
drop policy if exists service on app.telegram_accounts;
create policy service on app.telegram_accounts to service_role using (true) with check (true);

alter table app.link_tokens enable row level security;
revoke all on app.link_tokens from public, anon, authenticated, service_role;
grant select on app.link_tokens to service_role;
drop policy if exists service on app.link_tokens;
create policy service on app.link_tokens to service_role using (true) with check (true);

alter table app.telegram_updates enable row level security;
revoke all on app.telegram_updates from public, anon, authenticated, service_role;
grant select on app.telegram_updates to service_role;
drop policy if exists service on app.telegram_updates;
create policy service on app.telegram_updates to service_role using (true) with check (true);

alter table app.stripe_events enable row level security;
revoke all on app.stripe_events from public, anon, authenticated, service_role;
grant select on app.stripe_events to service_role;
drop policy if exists service on app.stripe_events;
create policy service on app.stripe_events to service_role using (true) with check (true);

alter table app.outbox enable row level security;
revoke all on app.outbox from public, anon, authenticated, service_role;
grant select on app.outbox to service_role;
drop policy if exists service on app.outbox;
create policy service on app.outbox to service_role using (true) with check (true);

alter table app.conversations enable row level security;
revoke all on app.conversations from public, anon, authenticated, service_role;
grant select on app.conversations to service_role;
drop policy if exists service on app.conversations;
create policy service on app.conversations to service_role using (true) with check (true);

alter table app.cards enable row level security;
revoke all on app.cards from public, anon, authenticated, service_role;
grant select on app.cards to service_role;
drop policy if exists service on app.cards;
create policy service on app.cards to service_role using (true) with check (true);

alter table app.reminders enable row level security;
revoke all on app.reminders from public, anon, authenticated, service_role;
grant select on app.reminders to service_role;
drop policy if exists service on app.reminders;
create policy service on app.reminders to service_role using (true) with check (true);

alter table app.payment_attempts enable row level security;
revoke all on app.payment_attempts from public, anon, authenticated, service_role;
grant select on app.payment_attempts to service_role;
drop policy if exists service on app.payment_attempts;
create policy service on app.payment_attempts to service_role using (true) with check (true);

alter table app.settles enable row level security;
revoke all on app.settles from public, anon, authenticated, service_role;
grant select on app.settles to service_role;
drop policy if exists service on app.settles;
create policy service on app.settles to service_role using (true) with check (true);

alter table app.booking_events enable row level security;
revoke all on app.booking_events from public, anon, authenticated, service_role;
grant select on app.booking_events to service_role;
drop policy if exists service on app.booking_events;
create policy service on app.booking_events to service_role using (true) with check (true);

alter table app.leases enable row level security;
revoke all on app.leases from public, anon, authenticated, service_role;
grant select on app.leases to service_role;
drop policy if exists service on app.leases;
create policy service on app.leases to service_role using (true) with check (true);

alter table app.workers enable row level security;
revoke all on app.workers from public, anon, authenticated, service_role;
grant select on app.workers to service_role;
drop policy if exists service on app.workers;
create policy service on app.workers to service_role using (true) with check (true);

alter table app.slot_work enable row level security;
revoke all on app.slot_work from public, anon, authenticated, service_role;
grant select on app.slot_work to service_role;
drop policy if exists service on app.slot_work;
create policy service on app.slot_work to service_role using (true) with check (true);

alter table app.platform enable row level security;
revoke all on app.platform from public, anon, authenticated, service_role;
grant select on app.platform to service_role;
drop policy if exists service on app.platform;
create policy service on app.platform to service_role using (true) with check (true);

alter table app.ledger_entries enable row level security;
revoke all on app.ledger_entries from public, anon, authenticated, service_role;
grant select on app.ledger_entries to service_role;
drop policy if exists service on app.ledger_entries;
create policy service on app.ledger_entries to service_role using (true) with check (true);

alter table app.disputes enable row level security;
revoke all on app.disputes from public, anon, authenticated, service_role;
grant select on app.disputes to service_role;
drop policy if exists service on app.disputes;
create policy service on app.disputes to service_role using (true) with check (true);

alter table app.refund_quotes enable row level security;
revoke all on app.refund_quotes from public, anon, authenticated, service_role;
grant select on app.refund_quotes to service_role;
drop policy if exists service on app.refund_quotes;
create policy service on app.refund_quotes to service_role using (true) with check (true);

alter table app.alembic_version enable row level security;
revoke all on app.alembic_version from public, anon, authenticated, service_role;

alter table app.receipts enable row level security;
revoke all on app.receipts from public, anon, authenticated, service_role;
grant select on app.receipts to service_role;
drop policy if exists service on app.receipts;
create policy service on app.receipts to service_role using (true) with check (true);

alter table app.booking_fees enable row level security;
revoke all on app.booking_fees from public, anon, authenticated, service_role;
grant select on app.booking_fees to service_role;
drop policy if exists service on app.booking_fees;
create policy service on app.booking_fees to service_role using (true) with check (true);

alter table app.rooms enable row level security;
revoke all on app.rooms from public, anon, authenticated, service_role;
grant select on app.rooms to service_role;
drop policy if exists service on app.rooms;
create policy service on app.rooms to service_role using (true) with check (true);
