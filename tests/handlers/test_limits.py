"""Who has reached a limit is told so, with what to do next, and goes on."""

from __future__ import annotations

import asyncpg

from tests.builders import a_booking, a_session, an_expert
from tests.crowds import many_slots
from tests.handlers.phone import Phone
from tests.handlers.test_book import to_summary
from tests.handlers.test_crowds import person_of


async def test_the_eleventh_request_is_answered_with_what_to_do(
    ann: Phone, owner: asyncpg.Connection
) -> None:
    await ann.say("/start")
    await ann.tap("Copenhagen")
    learner = await person_of(owner, ann)
    session = await a_session(owner, await an_expert(owner))
    for slot in await many_slots(owner, session, 10, day=20):
        await a_booking(owner, learner, slot, state="pending/authorized")
    await to_summary(ann)
    assert "You have 10 bookings that wait for a payment or an answer" in await ann.tap("Book it")
    assert ann.labels
    await owner.execute("update bookings set status = 'declined' where payment_status <> 'x'")
    await to_summary(ann)
    assert "Held for you" in await ann.tap("Book it")


async def test_the_fifty_first_session_is_not_made_and_its_questions_are_over(
    maria: Phone, owner: asyncpg.Connection
) -> None:
    await maria.say("/start")
    await owner.execute(
        "insert into sessions (expert_id, title, duration_minutes, price_cents, currency)"
        " select e.id, 'One of many', 60, 45000, e.currency from expert_profiles e"
        " join user_profiles p on p.id = e.user_profile_id"
        " join app.telegram_accounts a on a.user_id = p.user_id,"
        " generate_series(1, 50) where a.telegram_id = $1",
        maria.id,
    )
    await maria.say("/newsession")
    for answer in ("Rust, gently", "We write some of it.", "60", "450"):
        await maria.say(answer)
    assert "You offer 50 sessions, and I keep no more" in maria.text
    assert await owner.fetchval("select count(*) from app.conversations") == 0
