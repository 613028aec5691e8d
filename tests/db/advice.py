"""The usual advice on a Postgres that an API serves, as queries: each names what goes against it.

After Supabase's database linter (github.com/supabase/splinter, its numbers in brackets), over
schemas public and app. It knows of one API schema and of RLS as the only guard; here a column's
name is told with its table's, and a foreign key counts as indexed where an index finds the rows by
the id alone. A rule has a violation to plant, so that a test can see it found.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.servers import SUPABASE


@dataclass(frozen=True)
class Rule:
    """A query whose rows name what goes against a rule; what plants such a thing, and its name
    then; and what the platform's schema or our own decisions make right all the same, with why."""

    query: str
    plant: str
    found: str
    excused: dict[str, str] = field(default_factory=dict)


BASE = """
with ours as (
    select oid from pg_namespace where nspname in ('public', 'app')
), tables as (
    select c.oid::regclass::text as name, c.*
      from pg_class c where c.relnamespace in (table ours) and c.relkind in ('r', 'p')
), policies as (
    select c.oid::regclass::text || '.' || p.polname as name, p.*,
           concat_ws(' ', pg_get_expr(p.polqual, p.polrelid),
                     pg_get_expr(p.polwithcheck, p.polrelid)) as says
      from pg_policy p join pg_class c on c.oid = p.polrelid
     where c.relnamespace in (table ours)
), functions as (
    select p.oid::regprocedure::text as name, p.*
      from pg_proc p
     where p.pronamespace in (table ours)
       and not exists (select from pg_depend d where d.objid = p.oid and d.deptype in ('e', 'i'))
)
"""
"""What every query may name."""

_SCRATCH = "create table public.scratch (id uuid primary key, other uuid, email text);"
_GUARDED = _SCRATCH + (
    "alter table public.scratch enable row level security;"
    "create policy own on public.scratch to authenticated using (id = (select auth.uid()));"
)
_FEW_RULES = "of the few rows of rules that nobody deletes"

RULES = {
    "a foreign key that no index serves (0001)": Rule(
        """
        select f.conrelid::regclass || '.' || f.conname as name
          from pg_constraint f
         where f.contype = 'f' and f.connamespace in (table ours)
           and not exists (
               select from pg_index i
                where i.indrelid = f.conrelid and i.indisvalid and i.indpred is null
                  -- The index begins with all its columns, or with one that names the row alone.
                  and (f.conkey <@ (i.indkey::int2[])[0:cardinality(f.conkey) - 1]
                       or exists (
                           select from unnest(f.conkey, f.confkey) k (here, there), pg_index u
                            where k.here = i.indkey[0] and u.indrelid = f.confrelid
                              and u.indisunique and u.indnkeyatts = 1 and u.indkey[0] = k.there
                       ))
           )
        """,
        "alter table public.sessions add column friend uuid references public.sessions (id)",
        "sessions.sessions_friend_fkey",
        {
            "user_profiles.user_profiles_zone_known": _FEW_RULES,
            "availability_windows.availability_windows_zone_known": _FEW_RULES,
            "expert_profiles.expert_profiles_policy_known": _FEW_RULES,
            "bookings.bookings_policy_known": _FEW_RULES,
            "app.reminders.reminders_kind_fkey": _FEW_RULES,
        },
    ),
    "row level security is off (0007, 0013)": Rule(
        """
        select t.name from tables t where not t.relrowsecurity
        """,
        _SCRATCH,
        "scratch",
    ),
    "row level security with no policy (0008)": Rule(
        """
        select t.name from tables t
         where t.relrowsecurity and not exists (select from policies p where p.polrelid = t.oid)
        """,
        _SCRATCH + "alter table public.scratch enable row level security",
        "scratch",
        {"app.alembic_version": "the migrations' own: nobody but the owner reads it"},
    ),
    "a policy asks who is there once a row (0003)": Rule(
        """
        select p.name from policies p
         where regexp_replace(p.says, '\\( SELECT (auth|app)\\.\\w+\\(\\)[^()]*\\)', '', 'g')
               ~ '(auth\\.\\w+|app\\.my_\\w+|current_setting)\\('
        """,
        _SCRATCH + "create policy own on public.scratch using (id = auth.uid())",
        "scratch.own",
    ),
    "several permissive policies for one role and action (0006)": Rule(
        """
        select p.polrelid::regclass || ' ' || r.rolname || ' ' || a.cmd as name
          from policies p
          join pg_roles r on r.oid = any (p.polroles) or p.polroles = '{0}'
         cross join unnest(case p.polcmd when '*' then array['r', 'a', 'w', 'd']
                                         else array[p.polcmd::text] end) a (cmd)
         where p.polpermissive and r.rolname !~ '^pg_'
         group by p.polrelid, r.rolname, a.cmd having count(*) > 1
        """,
        _GUARDED + "create policy more on public.scratch for select to authenticated using (true)",
        "scratch authenticated r",
    ),
    "a function looks names up where its caller says (0011)": Rule(
        """
        select f.name from functions f
         where not 'search_path=""' = any (coalesce(f.proconfig, '{}'))
        """,
        "create function public.scratch() returns int language sql as 'select 1'",
        "scratch()",
    ),
    "a view with its owner's rights (0010)": Rule(
        """
        select oid::regclass::text as name from pg_class
         where relnamespace in (table ours) and relkind in ('v', 'm')
           and not 'security_invoker=true' = any (coalesce(reloptions, '{}'))
        """,
        "create view public.scratch as select * from public.bookings",
        "scratch",
    ),
    "two indexes alike (0009)": Rule(
        """
        select min(i.indexrelid::regclass::text) as name
          from pg_index i join pg_class c on c.oid = i.indrelid
         where c.relnamespace in (table ours)
         group by i.indrelid, i.indkey, i.indclass::oid[], i.indcollation::oid[],
                  i.indoption::int2[], pg_get_expr(i.indexprs, i.indrelid),
                  pg_get_expr(i.indpred, i.indrelid)
        having count(*) > 1
        """,
        "create index aaa on public.bookings (slot_id)",
        "aaa",
    ),
    "a function that strangers may call (0028)": Rule(
        """
        select f.name from functions f
         where has_function_privilege('anon', f.oid, 'execute')
        """,
        "create function public.scratch() returns int language sql set search_path = ''"
        " as 'select 1'",
        "scratch()",
        {
            "app.now()": "it tells the time, which the login asks in the statement that takes its"
            " role"
        },
    ),
    "something personal that strangers may read (0023)": Rule(
        """
        select distinct a.attrelid::regclass || '.' || a.attname as name
          from pg_attribute a join pg_class c on c.oid = a.attrelid
         where c.relnamespace in (table ours) and c.relkind in ('r', 'v', 'm', 'p') and a.attnum > 0
           and not a.attisdropped
           and a.attname ~ 'mail|phone|token|secret|password|telegram_id|iban|address|name|notes'
           and has_column_privilege('anon', a.attrelid, a.attnum, 'select')
        """,
        _GUARDED + "grant select on public.scratch to anon",
        "scratch.email",
    ),
    "a policy lets anybody write anything (0024)": Rule(
        """
        select p.name from policies p
         where p.polpermissive and p.polcmd <> 'r'
           and not p.polroles <@ array['service_role'::regrole::oid]
           and ('true' in (pg_get_expr(p.polqual, p.polrelid),
                           pg_get_expr(p.polwithcheck, p.polrelid)))
        """,
        _GUARDED + "create policy more on public.scratch for insert to authenticated"
        " with check (true)",
        "scratch.more",
    ),
    "a table without a primary key (0004)": Rule(
        """
        select t.name from tables t
         where not exists (select from pg_index i where i.indrelid = t.oid and i.indisprimary)
        """,
        "create table public.scratch (id uuid)",
        "scratch",
    ),
    "a policy believes what people say of themselves (0015)": Rule(
        "select p.name from policies p where p.says ~ 'user_metadata'",
        _SCRATCH + "create policy own on public.scratch using ((select current_setting("
        "'request.jwt.claims')::jsonb -> 'user_metadata' ->> 'admin')::boolean)",
        "scratch.own",
    ),
    "a policy reads another table, which may go in circles": Rule(
        "select p.name from policies p where p.says ~* '\\mfrom\\M'",
        _SCRATCH
        + "create policy own on public.scratch using (exists (select from public.bookings))",
        "scratch.own",
    ),
    "a role of ours that no policy holds": Rule(
        """
        select rolname::text as name from pg_roles
         where rolbypassrls and rolname ~ '^(anon|authenticated|service_role|tutorline)'
        """,
        "create role tutorline_scratch bypassrls",
        "tutorline_scratch",
        {"service_role": "Supabase's own"} if SUPABASE else {},
    ),
}
