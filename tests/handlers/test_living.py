"""Words that fit nowhere while one is booking: what one had before one's eyes comes again below."""

from __future__ import annotations

import asyncpg
import pytest

from tests.handlers.money import pay_link, the_booking
from tests.handlers.phone import Phone
from tests.handlers.test_book import photo, to_summary
from tests.handlers.test_linking import location


@pytest.fixture
async def known(ann: Phone) -> Phone:
    """Ann, once she has said where she is."""
    await ann.say("/start")
    await ann.tap("Copenhagen")
    return ann


def with_buttons(phone: Phone) -> list[str]:
    """The messages that have buttons still, oldest first, but for the first screen."""
    shown = phone.api.chats[phone.id]
    return [
        shown[each].text
        for each in sorted(shown)[1:]
        if phone.api.rows.get((phone.id, each)) and "I book sessions" not in shown[each].text
    ]


async def test_at_the_summary_it_comes_again_with_what_was_typed_and_what_to_do(
    known: Phone,
) -> None:
    await to_summary(known)
    text = await known.say("I want to read <CSV> files.")
    assert text.startswith("You wrote: “I want to read <CSV> files.”")
    assert "To tell Jonas, tap Make it my note" in text
    assert "charged only if Jonas accepts" in text
    assert known.labels == ["Book it without that", "Make it my note", "« Back"]
    assert len(with_buttons(known)) == 1


async def test_what_was_typed_is_the_note_with_one_tap_and_reaches_the_expert(
    known: Phone, owner: asyncpg.Connection
) -> None:
    await to_summary(known)
    await known.say("hello?")
    await known.say("I know some SQL")
    assert "📝 “I know some SQL”" in await known.tap("Make it my note")
    assert known.labels[0] == "Book it"
    await known.tap("Book it")
    assert await owner.fetchval("select learner_notes from bookings") == "I know some SQL"


async def test_without_that_tap_nothing_typed_is_sent(
    known: Phone, owner: asyncpg.Connection
) -> None:
    await to_summary(known)
    await known.say("Is she any good?")
    await known.tap("Book it without that")
    assert await owner.fetchval("select learner_notes from bookings") is None


async def test_a_note_that_is_kept_stays_before_ones_eyes(known: Phone) -> None:
    await to_summary(known)
    await known.tap("Add a note")
    await known.say("I know some SQL")
    await known.tap("Change the note")
    await known.say("/cancel")
    text = await known.say("And some Python")
    assert "You wrote: “And some Python”" in text
    assert "📝 “I know some SQL”" in text
    assert "📝 “And some Python”" in await known.tap("Make it my note")


async def test_words_too_long_for_a_note_say_so_above_the_summary(known: Phone) -> None:
    await to_summary(known)
    assert (await known.say("x" * 501)).startswith("That is 501 characters")
    assert known.labels == ["Book it", "Add a note", "« Back"]


@pytest.mark.parametrize(
    ("taps", "shows"),
    [
        ([], "What would you like to learn?"),
        (["Python"], "Python · times for Copenhagen"),
        (["Python", "Jonas"], "Which day in"),
        (["Python", "Jonas", "day"], "Copenhagen time"),
    ],
)
async def test_each_screen_on_the_way_comes_again_and_only_the_newest_has_buttons(
    known: Phone, taps: list[str], shows: str
) -> None:
    await known.say("/book")
    for label in taps:
        day = next((each for each in known.labels if each.isdigit()), "")
        await known.tap(day if label == "day" else label)
    for said in ("hm", "what now?"):
        text = await known.say(said)
        assert text.startswith("I don't know what to do with that here. Please tap one")
        assert shows in text
        assert len(with_buttons(known)) == 1
    await known.receive(photo(known))
    assert known.text.startswith("I only read text.")
    assert shows in known.text
    assert len(with_buttons(known)) == 1


async def test_looking_again_takes_the_place_of_what_was_open_and_keeps_the_note(
    known: Phone,
) -> None:
    for _ in range(3):
        assert "What would you like to learn?" in await known.say("/book")
    assert len(with_buttons(known)) == 1
    await known.tap("Python")
    await known.tap("Jonas")
    await known.tap("Earliest")
    await known.tap("Add a note")
    await known.say("I know some SQL")
    await known.say("/book")
    assert len(with_buttons(known)) == 1
    await known.tap("Python")
    await known.tap("Jonas")
    assert "📝 “I know some SQL”" in await known.tap("Earliest")


async def test_the_question_for_a_note_and_its_answer_leave_no_buttons_behind(
    known: Phone,
) -> None:
    await to_summary(known)
    await known.tap("Add a note")
    await known.say("x" * 501)
    await known.say("I know some SQL")
    await known.say("And some Python")
    assert "📝 “And some Python”" in known.text
    assert len(with_buttons(known)) == 1


async def test_words_while_a_seat_is_held_bring_its_card_again(
    known: Phone, owner: asyncpg.Connection
) -> None:
    await to_summary(known)
    await known.tap("Book it")
    await pay_link(owner, await the_booking(owner))
    text = await known.say("how do I pay?")
    assert text.startswith("I don't know what to do with that here. You have a seat held")
    assert known.labels[0].startswith("Pay")
    assert len(with_buttons(known)) == 1


async def test_after_another_command_nothing_of_the_booking_comes_again(known: Phone) -> None:
    await to_summary(known)
    await known.say("/help")
    assert "Book it" not in known.labels
    await known.say("hello?")
    assert "Book it" not in known.labels


async def test_a_place_shared_on_the_way_is_no_word(known: Phone) -> None:
    await to_summary(known)
    assert "That is in New York time" in await known.receive(location(known, 40.71, -74.0))
