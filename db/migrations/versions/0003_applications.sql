-- Applications: why an expert was turned down, and whom the settings name as admins.
alter table public.expert_profiles add column verification_note text
    constraint expert_profiles_note_length check (char_length(verification_note) <= 1000);

-- Telegram ids, as the settings of the process that started last name them.
create table app.admins (
    telegram_id bigint primary key
);

-- They tell one thing more now, which `create or replace` cannot change; migrating makes them anew.
drop function if exists app.inbox_claim(bigint);
drop function if exists app.addressee(bigint, uuid);
