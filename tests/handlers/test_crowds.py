"""Nobody, one, and two hundred: how lists and days read when there is little or much."""

from __future__ import annotations

from collections.abc import Callable

import asyncpg
import pytest

from bot.telegram.mechanism import Mechanism
from db.session import Database
from tests.builders import (
    Person,
    Slot,
    a_booking,
    a_learner,
    a_session,
    a_slot,
    an_expert,
)
from tests.crowds import many_experts, many_slots
from tests.handlers.facts import NAMES
from tests.handlers.money import tell, the_booking
from tests.handlers.phone import Phone


def numbered(phone: Phone) -> list[str]:
    return [label for label in phone.labels if label.split(" ")[0].isdigit()]


@pytest.fixture
async def known(ann: Phone, owner: asyncpg.Connection) -> Phone:
    """Ann in Copenhagen, where nobody offers anything but who the test makes."""
    await ann.say("/start")
    await ann.tap("Copenhagen")
    await owner.execute("update expert_profiles set is_available = false")
    return ann


async def pages(phone: Phone) -> list[str]:
    """The numbered buttons of every page from here, by "More"; then back to the first."""
    found = numbered(phone)
    count = 1
    while "More ›" in phone.labels:
        await phone.tap("More ›")
        count += 1
        assert len(numbered(phone)) <= 8
        found += numbered(phone)
    for _ in range(count - 1):
        await phone.tap("‹ Earlier")
    assert "‹ Earlier" not in phone.labels
    return found


async def test_with_no_expert_there_is_nothing_to_find_and_it_says_so(known: Phone) -> None:
    text = await known.say("/book")
    assert "Nothing is free" in text
    assert "Look again" in known.labels
    assert text == await known.tap("Look again")


async def test_one_expert_with_one_session_and_one_time(
    known: Phone, owner: asyncpg.Connection
) -> None:
    expert = await an_expert(owner, name="Solo")
    await a_slot(owner, await a_session(owner, expert))
    await known.say("/book")
    assert [label for label in known.labels if "·" in label] == ["Python · 1"]
    await known.tap("Python")
    assert numbered(known) == [known.labels[0]]
    await known.tap("1 Solo")
    assert sum(label.isdigit() for label in known.labels) == 1
    await known.tap("Earliest")
    assert "Held for you" in await known.tap("Book it")
    assert "Nothing is free" in await known.say("/book")


async def test_two_hundred_experts_are_paged_eight_at_a_time(
    known: Phone, owner: asyncpg.Connection
) -> None:
    await many_experts(owner, 200)
    await known.say("/book")
    await known.tap("Python · 200")
    found = await pages(known)
    assert [int(label.split(" ")[0]) for label in found] == list(range(1, 201))
    assert "Which day in" in await known.tap("8 ")


async def test_many_topics_are_paged_eight_at_a_time(
    known: Phone, owner: asyncpg.Connection
) -> None:
    expert = await an_expert(owner, name="Poly")
    for number in range(20):
        session = await a_session(owner, expert, tags=(f"topic {number}",))
        await many_slots(owner, session, 1, day=2 + number)
    await known.say("/book")
    found: set[str] = set()
    for page in range(3):
        topics = [label for label in known.labels if label.startswith("Topic ")]
        assert len(topics) == (8, 8, 4)[page]
        found |= set(topics)
        if page < 2:
            await known.tap("More ›")
    assert len(found) == 20
    await known.tap("‹ Earlier")


async def test_many_bookings_are_paged_eight_at_a_time_in_both_lists(
    known: Phone, owner: asyncpg.Connection
) -> None:
    learner = await person_of(owner, known)
    session = await a_session(owner, await an_expert(owner))
    slots = await many_slots(owner, session, 17, day=3)
    for slot in slots:
        await a_booking(owner, learner, slot, state="confirmed/captured")
    await known.say("/bookings")
    assert len(await pages(known)) == 17
    assert "Confirmed" in await known.tap("8 ")
    await owner.execute("update bookings set status = 'completed'")
    await known.say("/bookings")
    assert "no bookings to come" in known.text
    await known.tap("Past and cancelled")
    assert len(await pages(known)) == 17


async def person_of(owner: asyncpg.Connection, phone: Phone) -> Person:
    row = await owner.fetchrow(
        "select p.user_id, p.id, l.id as learner from app.telegram_accounts a"
        " join user_profiles p using (user_id) join learner_profiles l on l.user_profile_id = p.id"
        " where a.telegram_id = $1",
        phone.id,
    )
    return Person(row["user_id"], row["id"], row["learner"])


async def test_forty_times_a_day_are_asked_for_by_part_of_day_and_none_is_said(
    known: Phone, owner: asyncpg.Connection
) -> None:
    session = await a_session(owner, await an_expert(owner, name="Busy"), minutes=15)
    await many_slots(owner, session, 40, day=3)
    await known.say("/book")
    await known.tap("Python")
    await known.tap("1 Busy")
    (day,) = [label for label in known.labels if label.isdigit()]
    await known.tap(day)
    named = ("Morning", "Afternoon", "Evening")
    parts = [label for label in known.labels if label.startswith(named)]
    assert parts, known.labels
    times = 0
    for part in parts:
        await known.tap(part)
        times += sum(":" in label for label in known.labels)
        await known.tap("Part of day")
    assert times == 40
    await known.tap(parts[0])
    _, data = known.find(":")
    await owner.execute("update bookable_slots set is_available = false")
    await known.press(data)
    assert "taken since" in known.text


async def test_a_day_that_has_filled_up_meanwhile_says_so_and_leads_on(
    known: Phone, owner: asyncpg.Connection
) -> None:
    session = await a_session(owner, await an_expert(owner, name="Busy"))
    slots = await many_slots(owner, session, 2, day=3)
    await many_slots(owner, session, 1, day=4)
    await known.say("/book")
    await known.tap("Python")
    await known.tap("1 Busy")
    day = next(label for label in known.labels if label.isdigit())
    message, data = known.find(day)
    await owner.execute(
        "update bookable_slots set is_available = false where id = any ($1)",
        [slot.id for slot in slots],
    )
    await known.receive(known.api.tap(known.id, data, message))
    assert "Nothing is free on" in known.text
    assert "Which day in" in known.text
    assert day not in known.labels
    assert await known.tap("Earliest")
    assert "Book it" in known.labels


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
async def test_any_name_goes_all_the_way_on_both_phones(
    phones: Callable[..., Phone], bot: Mechanism, db: Database, owner: asyncpg.Connection,
    name: str,
) -> None:  # fmt: skip
    learner, jonas = phones(1050, name=name), phones(2002, name="Jonas")
    await jonas.say("/start")
    await owner.execute(
        "update user_profiles set display_name = $1 where display_name = 'Jonas P.'", name
    )
    await learner.say("/start")
    await learner.tap("Copenhagen")
    await learner.say("/book")
    await learner.tap("Code review")
    await learner.tap("First talk")
    assert name in await learner.tap("Earliest")
    await learner.tap("Book it")
    assert name in jonas.text
    await jonas.tap("Sig ja")
    await jonas.say("/schedule")
    assert name in jonas.text
    await learner.say("/bookings")
    assert name in learner.text
    await tell(db, bot, await the_booking(owner), "complete")
    assert await owner.fetchval("select count(*) from app.outbox where dead_at is not null") == 0
    assert await owner.fetchval("select count(*) from bookings where status = 'completed'") == 1


async def test_each_learner_of_a_group_pays_and_cancels_on_their_own(
    ann: Phone, phones: Callable[..., Phone], bot: Mechanism, db: Database,
    owner: asyncpg.Connection,
) -> None:  # fmt: skip
    await owner.execute("update expert_profiles set is_available = false")
    session = await a_session(owner, await an_expert(owner, name="Gro"), seats=2, title="Group")
    await a_slot(owner, session)
    people = [ann, phones(1061, name="Bea"), phones(1062, name="Cal")]
    bookings = []
    for phone, left in zip(people[:2], ("2 seats left", "1 seat left"), strict=True):
        await to_group(phone)
        assert f"👥 {left}" in phone.text
        await phone.tap("Book it")
        bookings.append(await the_booking(owner))
    cal = people[2]
    await cal.say("/start")
    await cal.tap("Copenhagen")
    assert "Nothing is free" in await cal.say("/book"), "a full slot disappears"
    for booking in bookings:
        await tell(db, bot, booking, "authorize", "accept", "capture")
    states = "select status || '/' || payment_status from bookings order by created_at"
    assert [row[0] for row in await owner.fetch(states)] == ["confirmed/captured"] * 2
    await ann.tap("Cancel…")
    assert "goes back to your card" in await ann.tap("Cancel my seat")
    statuses = "select status from bookings order by created_at"
    assert [row[0] for row in await owner.fetch(statuses)] == ["cancelled", "confirmed"]
    assert "had to cancel" not in " ".join(people[1].texts)
    await to_group(cal)
    assert "👥 1 seat left" in cal.text, "and comes back with the seat"
    # Somebody is quicker: the summary that is open is told so.
    await a_booking(owner, await a_learner(owner), await only_slot(owner))
    assert "taken since" in await cal.tap("Book it")


async def only_slot(owner: asyncpg.Connection) -> Slot:
    row = await owner.fetchrow(
        "select s.id, session_id, start_time, end_time from bookable_slots s"
        " join sessions e on e.id = s.session_id where e.title = 'Group'"
    )
    return Slot(*row)


async def to_group(phone: Phone) -> None:
    await phone.say("/start")
    if "London" in phone.labels:
        await phone.tap("Copenhagen")
    await phone.say("/book")
    await phone.tap("Python")
    await phone.tap("1 Gro")
    assert "A group of up to 2." in phone.text
    await phone.tap("Earliest")
