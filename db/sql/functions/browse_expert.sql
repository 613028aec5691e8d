-- An expert's open sessions with something free, by their next free time, for whoever came by the
-- expert's link; `total` counts them. No row where the expert is closed.
create or replace function app.browse_expert(
    p_expert_id uuid, p_limit integer, p_offset integer
)
returns table (
    session_id uuid, expert_id uuid, expert_name text, rating decimal, total_sessions integer,
    title text, duration_minutes integer, price_cents integer, currency text, level text,
    next_start timestamptz, total integer
)
language sql stable security definer set search_path = ''
as $$
    select c.session_id, c.expert_id, c.expert_name, c.rating, c.total_sessions,
           c.title, c.duration_minutes, c.price_cents, c.currency, c.level,
           c.next_start, (count(*) over ())::integer
      from public.sessions s
      cross join lateral app.session_facts(s.id) c
     where s.expert_id = p_expert_id and c.is_open and c.next_start is not null
     order by c.next_start, c.session_id
     limit p_limit offset p_offset
$$;
revoke all on function app.browse_expert(uuid, integer, integer)
    from public, anon, authenticated, service_role;
grant execute on function app.browse_expert(uuid, integer, integer)
    to authenticated, service_role;
