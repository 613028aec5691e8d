"""Whatever fits nowhere has an answer that leads on."""

from __future__ import annotations

from typing import Any

import asyncpg
import pytest

from tests.handlers.conftest import ADMIN
from tests.handlers.money import pay_link, the_booking
from tests.handlers.phone import Phone
from tests.handlers.test_book import photo, to_summary


@pytest.fixture
async def known(ann: Phone) -> Phone:
    """Ann, once she has said where she is."""
    await ann.say("/start")
    await ann.tap("Copenhagen")
    return ann


async def test_odd_text_a_picture_and_an_unknown_command(known: Phone) -> None:
    assert "don't know what to do with that" in await known.say("hello?")
    assert "Find a session" in known.labels
    await known.receive(photo(known))
    assert "I only read text" in known.text
    assert "I don't know the command /frobnicate" in await known.say("/frobnicate now")


async def test_a_forged_button_leads_on(known: Phone) -> None:
    for data in ("x", "1zz.1", "9bt.0", "1mc.AAAA", "1bt.0.0", "1"):
        assert "belongs to the past" in await known.press(data)
    assert "Find a session" in known.labels


async def test_an_edited_message_is_asked_for_again(known: Phone) -> None:
    update: dict[str, Any] = known.api.message(known.id, "mon-fry")
    update["edited_message"] = {**update.pop("message"), "edit_date": 1_700_000_001}
    assert "I don't act on corrections" in await known.receive(update)


async def test_in_a_group_only_the_way_to_the_private_chat_is_said(known: Phone) -> None:
    for text, answers in (("hello", 0), ("/book", 1)):
        update = known.api.message(known.id, text)
        update["message"]["chat"] = {"id": -100500, "type": "group", "title": "Class"}
        await known.receive(update)
        assert len(known.api.chats[-100500]) == answers
    (shown,) = known.api.chats[-100500].values()
    assert "I only talk in private" in shown.text
    assert shown.buttons == ["Open a private chat"]


async def test_cancel_with_nothing_going_on(known: Phone) -> None:
    assert "I was not waiting for anything" in await known.say("/cancel")


async def test_another_flow_ends_the_first_aloud(known: Phone, owner: asyncpg.Connection) -> None:
    await to_summary(known)
    await known.tap("Add a note")
    before = len(known.texts)
    await known.say("/bookings")
    assert "I no longer wait for your note." in known.texts[before]
    assert "You have no bookings to come." in known.text
    assert await owner.fetchval("select count(*) from app.conversations") == 0
    assert "don't know what to do with that" in await known.say("my note")


async def test_a_flow_that_awaits_text_ends_the_one_before_aloud(known: Phone) -> None:
    await to_summary(known)
    await known.tap("Add a note")
    _, zone = known.find("Back")
    del zone
    await known.press("1za")
    assert any("I no longer wait for your note." in text for text in known.texts)
    assert any("Which city's time" in text for text in known.texts)
    assert "From now on times are for Lisbon" in await known.say("Lisbon")


async def test_cancel_while_changing_a_note_keeps_the_one_there_was(known: Phone) -> None:
    await to_summary(known)
    await known.tap("Add a note")
    await known.say("I know some SQL")
    await known.tap("Change the note")
    told = await known.say("/cancel")
    assert "I no longer wait for your note." in told
    assert "“I know some SQL”" in told
    assert "I was not waiting for anything" in await known.say("/cancel")


async def test_cancel_of_a_note_shows_the_summary_without_it(known: Phone) -> None:
    await to_summary(known)
    await known.tap("Add a note")
    assert "I no longer wait for your note." in await known.say("/cancel")
    assert "Book it" in known.labels


async def test_cancel_of_a_note_for_a_slot_that_is_gone_still_ends_it(
    known: Phone, owner: asyncpg.Connection
) -> None:
    await to_summary(known)
    await known.tap("Add a note")
    await owner.execute("delete from public.bookable_slots")
    assert "I can't find that any more" in await known.say("/cancel")
    assert await owner.fetchval("select count(*) from app.conversations") == 0


async def test_back_from_the_note_ends_it_quietly(known: Phone) -> None:
    await to_summary(known)
    await known.tap("Add a note")
    before = len(known.texts)
    await known.tap("Back")
    assert len(known.texts) == before
    assert "You wrote: “too late”" in await known.say("too late")


async def test_admin_sees_how_the_bot_is_doing_and_others_do_not(known: Phone, phones: Any) -> None:
    assert "That is for admins" in await known.say("/admin")
    ada = phones(ADMIN, name="Ada")
    text = await ada.say("/admin")
    assert "Nothing that came in was given up on" in text
    assert "Nothing is waiting in line" in text


async def test_cancel_while_a_seat_is_held_unpaid_offers_to_pay_or_let_it_go(
    known: Phone, owner: asyncpg.Connection
) -> None:
    await to_summary(known)
    assert "nothing is booked" in await known.say("/cancel")
    await known.press(known.find("Book it")[1])
    booking = await the_booking(owner)
    await pay_link(owner, booking)
    told = await known.say("/cancel")
    assert "You have a seat held, and have not paid for it yet:" in told
    assert "Held for you until" in told
    assert any(label.startswith("Pay") for label in known.labels)
    assert "You let it go" in await known.tap("Let it go")
    assert "nothing is booked" in await known.say("/cancel")


async def test_cancel_before_the_zone_is_known_says_that_nothing_is_booked(ann: Phone) -> None:
    await ann.say("/start")
    assert "nothing is booked" in await ann.say("/cancel")
    assert "Copenhagen" in ann.labels


async def test_a_topic_typed_by_name_is_opened(known: Phone) -> None:
    await known.say("/book")
    assert "how many sessions have free times" in known.text
    assert "Python · times for Copenhagen" in await known.say(" python ")
    assert "I don't know what to do with that" in await known.say("underwater chess")
