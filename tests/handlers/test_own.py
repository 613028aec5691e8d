"""An expert who opens their own link sees what others see, and that it is their own."""

from __future__ import annotations

import asyncpg
import pytest

from bot.domain.ids import SlotId
from handlers import callbacks as on
from handlers.arriving import expert_link
from handlers.packing import pack_uuid
from tests.handlers.phone import Phone


@pytest.fixture
async def own(maria: Phone, owner: asyncpg.Connection) -> asyncpg.Record:
    """Maria in her chat; her ids, and a free slot of hers."""
    await maria.say("/start")
    row: asyncpg.Record = await owner.fetchrow(
        "select e.id as expert, s.id as session, sl.id as slot, sl.start_time"
        " from expert_profiles e join sessions s on s.expert_id = e.id"
        " join bookable_slots sl on sl.session_id = s.id"
        " where s.title = 'Python Basics' and sl.is_available order by sl.start_time desc limit 1"
    )
    return row


async def test_ones_own_session_is_a_preview_without_a_way_to_book_it(
    maria: Phone, own: asyncpg.Record
) -> None:
    text = await maria.say(f"/start session_{pack_uuid(own['session'])}")
    assert "This is your own session; others see it like this:" in text
    assert "Python Basics" in text
    assert not any("Earliest" in label or label.isdigit() for label in maria.labels)
    assert "Python Basics" in await maria.tap("Change it")


async def test_ones_own_link_is_a_preview_of_all_that_one_offers(
    maria: Phone, own: asyncpg.Record
) -> None:
    start = expert_link("x", own["expert"]).partition("=")[2]
    text = await maria.say(f"/start {start}")
    assert "These are your own sessions; others see them like this:" in text
    assert "Python Basics" in text
    assert "My sessions" in maria.labels


async def test_an_old_button_of_ones_own_session_does_not_say_that_its_time_was_taken(
    maria: Phone, own: asyncpg.Record
) -> None:
    for press in (
        on.Summary(SlotId(own["slot"]), ""),
        on.Days(own["session"], -1, ""),
        on.Times(own["session"], own["start_time"].date(), 0, ""),
    ):
        text = await maria.press(press.pack())
        assert "This is your own session" in text
        assert "taken since" not in text
    text = await maria.press(on.Book(SlotId(own["slot"]), 45000, "").pack())
    assert "That is your own session" in text


async def test_while_paused_ones_own_link_says_so_and_where_to_go_on(
    maria: Phone, own: asyncpg.Record, owner: asyncpg.Connection
) -> None:
    await owner.execute("update sessions set is_active = false")
    text = await maria.say(f"/start session_{pack_uuid(own['session'])}")
    assert "your own session" in text
    assert "nobody can book it" in text
    await owner.execute("update expert_profiles set is_available = false")
    start = expert_link("x", own["expert"]).partition("=")[2]
    assert "You take no bookings at the moment" in await maria.say(f"/start {start}")
    assert "My expert profile" in maria.labels
