"""An expert says how they are booked, and reads what it means for those who book."""

from __future__ import annotations

import asyncpg
import pytest

from bot.telegram.mechanism import Mechanism
from db.session import Database
from handlers.callbacks_teaching import SetRule
from tests.handlers.money import states, tell
from tests.handlers.phone import Phone
from tests.handlers.test_book import book

RULES = (
    "select instant_booking, cancellation_policy, minimum_notice_minutes, buffer_minutes"
    " from expert_profiles e join user_profiles p on p.id = e.user_profile_id"
    " where p.display_name like 'Jonas%'"
)


@pytest.fixture
async def jonas(jonas: Phone) -> Phone:
    await jonas.say("/expert")
    return jonas


async def test_bookings_are_taken_without_asking_once_that_was_chosen(
    jonas: Phone, ann: Phone, bot: Mechanism, db: Database, owner: asyncpg.Connection
) -> None:
    assert "You are asked first" in await jonas.tap("How I am booked")
    told = await jonas.tap("Book without asking me")
    assert "whoever pays is booked and charged at once" in told
    booking = await book(ann, owner)
    await tell(db, bot, booking, "authorize")
    assert await states(owner, booking) == "confirmed/authorized"
    await tell(db, bot, booking, "capture")
    assert "You are booked" in " ".join(ann.texts)
    await jonas.say("/expert")
    await jonas.tap("How I am booked")
    assert "You are asked first" in await jonas.tap("Ask me first")
    await tell(db, bot, await book(ann, owner), "authorize")
    assert "New request from Ann" in jonas.text


async def test_each_policy_says_what_it_returns_and_holds_for_bookings_to_be_made(
    jonas: Phone, ann: Phone, owner: asyncpg.Connection
) -> None:
    await book(ann, owner)
    told = await jonas.tap("How I am booked")
    assert "flexible: learners get all of it back until 12 h before the start, 50 %" in told
    for name, hours in (("moderate", 24), ("strict", 72)):
        label = f"Cancel free to {hours} h before"
        assert f"{name}: learners get all of it back until {hours} h" in await jonas.tap(label)
        assert f"✓ {label}" in jonas.labels
    await book(ann, owner)
    kept = await owner.fetch("select cancellation_policy from bookings order by created_at")
    assert [row[0] for row in kept] == ["flexible", "strict"]


async def test_notice_and_breaks_are_chosen_in_one_tap(
    jonas: Phone, owner: asyncpg.Connection
) -> None:
    await jonas.tap("How I am booked")
    assert "up to 12 h before the start" in await jonas.tap("🕑 12 h")
    assert "30 min are kept free" in await jonas.tap("⏸ 30 min")
    assert tuple(await owner.fetchrow(RULES)) == (False, "flexible", 720, 30)


@pytest.mark.parametrize(
    "choice", ["policy=none", "notice=43201", "buffer=999", "notice=x", "zone=1", "policy"]
)
async def test_a_forged_rule_changes_nothing(
    jonas: Phone, owner: asyncpg.Connection, choice: str
) -> None:
    assert "That button belongs to the past" in await jonas.press(SetRule(choice).pack())
    assert tuple(await owner.fetchrow(RULES)) == (False, "flexible", 120, 0)
