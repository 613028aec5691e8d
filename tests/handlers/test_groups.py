"""A slot with several learners on the expert's side: seen at once, ended for one or for all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from bot.domain.ids import BookingId, SlotId
from bot.telegram.mechanism import Mechanism
from db.session import Database
from handlers import callbacks_groups as all_of
from handlers import views_expert
from handlers.callbacks import Card
from handlers.notices import NOTICES
from tests.builders import Person, Slot, a_booking, a_learner, a_session, a_slot
from tests.handlers.facts import GROUP, STATES, a_card, speech
from tests.handlers.money import states, tell
from tests.handlers.phone import Phone, visible
from tests.handlers.test_crowds import person_of

Group = tuple[Phone, list[Phone], list[UUID], Slot]


@pytest.fixture
async def group(
    phones: Callable[..., Phone], bot: Mechanism, db: Database, owner: asyncpg.Connection
) -> Group:
    """Maria's group of four with Ann, Bo and Cal in it, all paid."""
    return await a_group(phones, bot, db, owner)


async def a_group(
    phones: Callable[..., Phone], bot: Mechanism, db: Database, owner: asyncpg.Connection,
    price: int = 45000,
) -> Group:  # fmt: skip
    maria = phones(2001, name="Maria")
    await maria.say("/start")
    slot = await a_slot(
        owner, await a_session(owner, await the_expert(owner), seats=4, title="Group", price=price)
    )
    people, bookings = [], []
    for number, name in enumerate(("Ann", "Bo", "Cal")):
        phone = phones(1071 + number, name=name)
        await phone.say("/start")
        await phone.tap("Copenhagen")
        booking = await a_booking(
            owner, await person_of(owner, phone), slot,
            state="pending/pending" if price else "pending/authorized",
        )  # fmt: skip
        paid = ("authorize", "accept", "capture") if price else ("accept",)
        await tell(db, bot, booking, *paid)
        people.append(phone)
        bookings.append(booking)
    return maria, people, bookings, slot


async def the_expert(owner: asyncpg.Connection) -> Person:
    row = await owner.fetchrow(
        "select p.user_id, p.id, e.id as expert from expert_profiles e"
        " join user_profiles p on p.id = e.user_profile_id where p.display_name like 'Maria%'"
    )
    return Person(row["user_id"], row["id"], None, row["expert"])


async def test_the_schedule_has_one_entry_for_a_slot_whoever_sits_in_it(group: Group) -> None:
    maria, *_ = group
    text = visible(await maria.say("/schedule"))
    assert text.count("Group") == 1
    assert "Ann, Bo and Cal, Group" in text
    shown = await maria.tap("1 Ann +2")
    assert "3 of 4 seats" in shown
    for label in ("Take Ann off", "Take Bo off", "Take Cal off", "Cancel for all 3"):
        assert label in maria.labels


async def test_one_learner_taken_off_gets_everything_back_and_the_others_still_come(
    group: Group, owner: asyncpg.Connection
) -> None:
    maria, (ann, bo, _), bookings, _ = group
    await maria.say("/schedule")
    await maria.tap("1 Ann +2")
    asked = await maria.tap("Take Ann off")
    assert "Take Ann off" in asked
    assert "Ann gets everything back: 450 kr." in asked.replace("\N{NO-BREAK SPACE}", " ")
    assert "Bo and Cal still come." in asked
    assert "Cancel the session" not in maria.labels
    await maria.tap("Take Ann off")
    assert [await states(owner, each) for each in bookings] == [
        "cancelled/captured", "confirmed/captured", "confirmed/captured",
    ]  # fmt: skip
    assert "took you off" in ann.text
    assert "had to cancel" not in " ".join(bo.texts)
    await maria.say("/schedule")
    assert "Bo and Cal, Group" in maria.text


async def test_a_group_is_cancelled_for_all_at_once_and_each_is_told_and_refunded_alone(
    group: Group, owner: asyncpg.Connection, settled: list[UUID]
) -> None:
    maria, people, bookings, slot = group
    late = await a_booking(
        owner, await a_learner(owner, name="Dee"), slot, state="pending/authorized"
    )
    await maria.say("/schedule")
    await maria.tap("1 Ann +2")
    asked = await maria.tap("Cancel for all 4")
    for name in ("Ann", "Bo", "Cal"):
        assert f"• {name} gets everything back: 450 kr." in asked.replace("\xa0", " ")
    assert "Dee waits for your answer" in asked
    settled.clear()
    assert "Cancelled" in await maria.tap("Cancel for all 4")
    assert [await states(owner, each) for each in [*bookings, late]] == [
        "cancelled/captured", "cancelled/captured", "cancelled/captured", "declined/authorized",
    ]  # fmt: skip
    assert sorted(settled) == sorted([*bookings, late])
    for phone in people:
        assert "had to cancel" in phone.text
    left = [each for each in maria.all_labels if each.startswith(("Take ", "Cancel"))]
    assert left == [], "the cards in the chat follow"
    assert "No sessions to come" in await maria.say("/schedule")


async def test_who_joins_after_the_question_is_not_cancelled_unasked(
    group: Group, owner: asyncpg.Connection
) -> None:
    maria, _, bookings, slot = group
    await a_booking(owner, await a_learner(owner), slot, state="confirmed/captured")
    told = await maria.press(all_of.CancelAll(SlotId(slot.id), 3).pack())
    assert "Somebody has joined since" in told
    assert "Cancel for all 4" in maria.labels
    assert await states(owner, bookings[0]) == "confirmed/captured"


async def test_a_free_group_is_cancelled_without_a_word_of_money(
    phones: Callable[..., Phone], bot: Mechanism, db: Database, owner: asyncpg.Connection
) -> None:
    maria, _, bookings, slot = await a_group(phones, bot, db, owner, price=0)
    await maria.press(all_of.AskCancelAll(SlotId(slot.id)).pack())
    assert "back" not in maria.text
    assert "returned" not in await maria.tap("Cancel for all 3")
    assert [await states(owner, each) for each in bookings] == ["cancelled/captured"] * 3


async def test_only_the_slots_own_expert_sees_or_ends_it(
    group: Group, phones: Callable[..., Phone], owner: asyncpg.Connection
) -> None:
    *_, bookings, slot = group
    jonas = phones(2002, name="Jonas")
    await jonas.say("/start")
    await jonas.press(all_of.Group(SlotId(slot.id), 0).pack())
    assert "Ann" not in jonas.text
    await jonas.press(all_of.CancelAll(SlotId(slot.id), 9).pack())
    assert await states(owner, bookings[0]) == "confirmed/captured"


def told(notice: str, **facts: Any) -> str:
    screen = NOTICES["expert", notice](speech(), a_card(**facts, side="expert"), [])
    assert screen is not None
    return visible(screen.text)


@pytest.mark.parametrize(
    ("notice", "state"),
    [
        ("learner_cancelled", "cancelled, all back"),
        ("capture_failed", "failed"),
        ("request_ran_out", "unanswered"),
    ],
)
def test_what_is_free_again_is_said_as_it_is(notice: str, state: str) -> None:
    facts = {**STATES[state], "taken": 0}
    assert "The time is free again." in told(notice, **facts)
    assert "free again" not in told(notice, **facts, reopens=False)
    others = told(notice, **{**facts, **GROUP})
    assert "One seat is free again; Bo and Cal still come." in others
    assert "The session is cancelled" not in others
    shut = told(notice, **{**facts, **GROUP}, reopens=False)
    assert "Bo and Cal still come." in shut
    assert "free again" not in shut
    one = told(notice, **{**facts, **GROUP, "others": ["Ann"]})
    assert "Ann still comes." in one
    unsure = told(notice, **{**facts, **GROUP, "others": []})
    assert "One seat is free again." in unsure


def test_a_request_for_a_group_says_so_and_who_else_comes() -> None:
    def asked(**more: Any) -> str:
        return visible(views_expert.request(speech(), a_card(**STATES["asked"], **more)).text)

    assert "group" not in asked()
    nobody = {**GROUP, "others": []}
    assert "A group of up to 6; nobody else is in it yet." in asked(**nobody)
    assert "1 other has asked, nobody is sure to come yet." in asked(**nobody, others_asked=1)
    assert "A group of up to 6; Bo and Cal come too." in asked(**GROUP)
    assert "Bo and Cal come too, and 2 others have asked." in asked(**GROUP, others_asked=2)


async def test_requests_for_one_time_see_each_other_and_are_no_crowd_of_sure_ones(
    phones: Callable[..., Phone], owner: asyncpg.Connection
) -> None:
    maria = phones(2001, name="Maria")
    await maria.say("/start")
    slot = await a_slot(owner, await a_session(owner, await the_expert(owner), seats=4))
    for name, state in (("Ann", "confirmed/captured"), ("Bo", ""), ("Cal", "")):
        learner = await a_learner(owner, name=name)
        booking = await a_booking(owner, learner, slot, state=state or "pending/authorized")
    await maria.say("/schedule")
    await maria.tap("1 Ann")
    await maria.tap("1 Ann")
    assert "Group: 1 sure, 2 asked" in maria.labels
    shown = await maria.tap("Group: 1 sure")
    assert shown.count("waits for your answer") == 2
    await maria.press(Card(BookingId(booking)).pack())
    assert "Ann comes too, and 1 other has asked." in maria.text


def test_a_request_says_whose_time_it_is_where_the_two_differ() -> None:
    there = views_expert.request(speech(zone="America/New_York"), a_card(**STATES["asked"]))
    assert "10:00–11:00 your time" in visible(there.text)
    here = views_expert.request(speech(), a_card(**STATES["asked"]))
    assert "your time" not in here.text
