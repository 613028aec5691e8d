-- Only where the database has no auth.users of its own: the people, whichever way they came.
create table auth.users (
    id uuid primary key default gen_random_uuid(),
    email text unique,
    created_at timestamptz not null default now()
);
alter table auth.users enable row level security
