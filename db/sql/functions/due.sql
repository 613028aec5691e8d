-- Bookings whose time has come, oldest first: 'expire' (the hold ran out unpaid), 'unanswered' (the
-- expert's deadline passed), 'complete' (the end of a paid session passed). Locks nothing: app.transition is the compare and swap. 42501, BK009 (kind).
create or replace function app.due_bookings(p_kind text, p_limit integer) returns setof uuid
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
    perform app.assert_service();
    if p_kind not in ('expire', 'unanswered', 'complete') then
        perform app.refuse('BK009', 'unknown kind of due booking', 'kind');
    end if;
    return query
    select d.id
      from (
            select b.id, b.hold_expires_at as at
              from public.bookings b
             where p_kind = 'expire'
               and b.status = 'pending' and b.payment_status = 'pending'
               and b.hold_expires_at <= app.now()
            union all
            select b.id, b.respond_by
              from public.bookings b
             where p_kind = 'unanswered'
               and b.status = 'pending' and b.payment_status = 'authorized'
               and b.respond_by <= app.now()
            union all
            select b.id, b.end_at
              from public.bookings b
             where p_kind = 'complete'
               and b.status = 'confirmed' and b.payment_status in ('captured', 'refunded')
               and b.end_at <= app.now()
           ) d
     order by d.at
     limit p_limit;
end
$$;

-- What of the bot's own falls due next, and when: a hold, a deadline, a reminder, a completion.
-- No row where nothing is ahead. 42501.
create or replace function app.next_due() returns table (at timestamptz, what text)
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
    perform app.assert_service();
    return query
    select d.at, d.what
      from (
            (select b.hold_expires_at as at, 'hold' as what
               from public.bookings b
              where b.status = 'pending' and b.payment_status = 'pending'
              order by b.hold_expires_at limit 1)
            union all
            (select b.respond_by, 'deadline'
               from public.bookings b
              where b.status = 'pending' and b.payment_status = 'authorized'
              order by b.respond_by limit 1)
            union all
            (select r.due_at, r.kind
               from app.reminders r where r.sent_at is null order by r.due_at limit 1)
            union all
            (select b.end_at, 'completion'
               from public.bookings b
              where b.status = 'confirmed' and b.payment_status in ('captured', 'refunded')
              order by b.end_at limit 1)
           ) d
     order by d.at, d.what
     limit 1;
end
$$;

-- Set the domain's time (never back) and return it; the sandbox's clock alone asks for it. 42501.
create or replace function app.move_clock(p_to timestamptz) returns timestamptz
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
    perform app.assert_service();
    update app.clock c
       set "offset" = greatest(c."offset", p_to - pg_catalog.now())
     where c.one;
    return app.now();
end
$$;
revoke all on function
    app.due_bookings(text, integer), app.next_due(), app.move_clock(timestamptz)
    from public, anon, authenticated, service_role;
grant execute on function
    app.due_bookings(text, integer), app.next_due(), app.move_clock(timestamptz)
    to service_role;
