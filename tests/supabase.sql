-- What a Supabase project has before anything of ours, as far as it can matter: roles, an auth
-- schema of another owner, an owner for us who is no superuser, and grants to everybody by default.
-- Run by a superuser in an empty database; the roles are made once for the server.
do $$
begin
    create role anon nologin noinherit;
    create role authenticated nologin noinherit;
    create role service_role nologin noinherit bypassrls;
    create role supabase_auth_admin nologin noinherit createrole;
    create role supabase_owner login createrole createdb bypassrls password 'supabase_owner';
    -- A server of the tests may have the bot's login already; there it would be made by the owner.
    if exists (select from pg_roles where rolname = 'tutorline') then
        grant tutorline to supabase_owner with admin option;
    end if;
    grant anon, authenticated, service_role to supabase_owner with admin option;
exception when duplicate_object then
    null;
end
$$;

create schema auth authorization supabase_auth_admin;
set role supabase_auth_admin;
create table auth.users (
    instance_id uuid,
    id uuid not null primary key,
    aud varchar(255),
    role varchar(255),
    email varchar(255),
    encrypted_password varchar(255),
    email_confirmed_at timestamptz,
    invited_at timestamptz,
    confirmation_token varchar(255),
    last_sign_in_at timestamptz,
    raw_app_meta_data jsonb,
    raw_user_meta_data jsonb,
    is_super_admin boolean,
    created_at timestamptz,
    updated_at timestamptz,
    phone text unique,
    is_sso_user boolean not null default false,
    deleted_at timestamptz,
    is_anonymous boolean not null default false
);
create unique index users_email_partial_key on auth.users (email) where is_sso_user = false;
alter table auth.users enable row level security;
create function auth.uid() returns uuid
language sql stable
as $$
    select coalesce(
        nullif(current_setting('request.jwt.claim.sub', true), ''),
        (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub')
    )::uuid
$$;
create function auth.role() returns text
language sql stable
as $$
    select coalesce(
        nullif(current_setting('request.jwt.claim.role', true), ''),
        (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'role')
    )
$$;
reset role;
grant usage on schema auth to anon, authenticated, service_role, supabase_owner;
grant all on auth.users to supabase_owner;

create schema extensions;
grant usage on schema extensions to anon, authenticated, service_role, supabase_owner;
grant usage, create on schema public to supabase_owner;
grant usage on schema public to anon, authenticated, service_role;
alter default privileges for role supabase_owner in schema public
    grant all on tables to anon, authenticated, service_role;
alter default privileges for role supabase_owner in schema public
    grant all on functions to anon, authenticated, service_role;
alter default privileges for role supabase_owner in schema public
    grant all on sequences to anon, authenticated, service_role;
