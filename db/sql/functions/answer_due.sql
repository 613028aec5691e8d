-- When an expert's answer is due that is asked at p_from: by min(48 h, start - notice, card hold -
-- 1 day), but they get at least half an hour, though never past the start.
create or replace function app.answer_due(
    p_from timestamptz, p_start timestamptz, p_notice_minutes integer,
    p_capture_before timestamptz default null
) returns timestamptz
language sql stable set search_path = ''
as $$
    select greatest(
        least(
            p_from + interval '48 hours',
            p_start - make_interval(mins => p_notice_minutes),
            p_capture_before - interval '1 day'
        ),
        least(p_from + interval '30 minutes', p_start)
    )
$$;
revoke all on function app.answer_due(timestamptz, timestamptz, integer, timestamptz)
    from public, anon, authenticated, service_role;

-- The same for a slot that is not booked yet: `answer_by` if it were paid this moment, and whether
-- that moves on with the payment (`answer_moves`), as it does where only the 48 hours or the half
-- hour bound it. No row where nobody is asked: the expert takes bookings as they come, or none.
create or replace function app.slot_answer(p_slot_id uuid)
returns table (answer_by timestamptz, answer_moves boolean)
language sql stable security definer set search_path = ''
as $$
    select due.at_once, due.at_once <> due.at_last
      from public.bookable_slots sl
      join public.expert_profiles e on e.id = sl.expert_id
      cross join lateral (
          select app.answer_due(app.now(), sl.start_time, e.minimum_notice_minutes) as at_once,
                 -- A seat that is held unpaid is held for so long.
                 app.answer_due(
                     app.now() + interval '31 minutes', sl.start_time, e.minimum_notice_minutes
                 ) as at_last
      ) due
     where sl.id = p_slot_id and e.verification_status = 'verified' and not e.instant_booking
$$;
revoke all on function app.slot_answer(uuid) from public, anon, authenticated, service_role;
grant execute on function app.slot_answer(uuid) to authenticated, service_role;
