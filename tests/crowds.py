"""Many of a kind at once, each by one statement; as tests/builders.py."""

from __future__ import annotations

from uuid import UUID

import asyncpg

from tests.builders import Slot


async def many_experts(owner: asyncpg.Connection, count: int) -> None:
    """So many verified experts, each with one open Python session that is free once, set-based."""
    await owner.execute(
        "with person as ("
        " insert into auth.users (id) select gen_random_uuid() from generate_series(1, $1)"
        " returning id"
        "), profile as ("
        " insert into public.user_profiles (user_id, role, display_name, timezone)"
        " select p.id, 'expert', 'Expert ' || row_number() over (), 'UTC' from person p"
        " returning id"
        "), expert as ("
        " insert into public.expert_profiles (user_profile_id, verification_status, currency)"
        " select p.id, 'verified', 'DKK' from profile p returning id"
        ") insert into public.sessions (expert_id, title, duration_minutes, price_cents,"
        " topic_tags) select e.id, 'Python with ' || left(e.id::text, 4), 60, 45000, '{python}'"
        " from expert e",
        count,
    )
    await owner.execute(
        "insert into public.bookable_slots (session_id, start_time, end_time, max_bookings)"
        " select s.id, t.at, t.at + interval '1 hour', 1 from public.sessions s,"
        " lateral (select date_trunc('hour', app.now()) + interval '3 days' as at) t"
        " where s.title like 'Python with %'"
    )


async def many_slots(
    owner: asyncpg.Connection, session_id: UUID, count: int, *, day: int
) -> list[Slot]:
    """So many free slots one after the other, from six in the morning (UTC) `day` days ahead."""
    rows = await owner.fetch(
        "insert into public.bookable_slots (session_id, start_time, end_time, max_bookings)"
        " select s.id, d.at + w.long * n, d.at + w.long * (n + 1), s.max_participants"
        " from public.sessions s,"
        " lateral (select make_interval(mins => s.duration_minutes) as long) w,"
        " lateral (select (date_trunc('day', app.now() at time zone 'UTC')"
        " + make_interval(days => $3, hours => 6)) at time zone 'UTC' as at) d,"
        " generate_series(0, $2 - 1) n where s.id = $1 returning id, start_time, end_time",
        session_id, count, day,
    )  # fmt: skip
    return [Slot(row["id"], session_id, row["start_time"], row["end_time"]) for row in rows]
