"""When an expert is free, typed: preview first, saved by a tap."""

from __future__ import annotations

from datetime import timedelta

import asyncpg
import pytest

from handlers.callbacks import SaveWindows
from tests.builders import a_booking, a_learner, a_slot
from tests.handlers.facts import speech
from tests.handlers.phone import Phone


async def windows(owner: asyncpg.Connection) -> set[tuple[int, str, str, str]]:
    rows = await owner.fetch(
        "select w.day_of_week, left(w.start_time::text, 5), left(w.end_time::text, 5), w.timezone"
        " from public.availability_windows w"
        " join public.expert_profiles e on e.id = w.expert_id"
        " join public.user_profiles p on p.id = e.user_profile_id"
        " join app.telegram_accounts a using (user_id)"
        " where a.telegram_id = 2001 and w.is_active"
    )
    return {tuple(row) for row in rows}


SEEDED = {(day, "09:00", "17:00", "America/New_York") for day in range(1, 6)}
SATURDAY = (6, "10:00", "14:00", "America/New_York")


async def test_it_is_read_back_before_it_is_saved(maria: Phone, owner: asyncpg.Connection) -> None:
    text = await maria.say("/availability mon-fri 9-17, sat 10-14")
    assert "I read this as, in New York time:\nMon–Fri 9:00–17:00\nSat 10:00–14:00" in text
    assert "bookable times over the next 28 days" in text
    assert "No booking is affected." in text
    assert await windows(owner) == SEEDED
    assert "✅ Saved." in await maria.tap("Save")
    assert await windows(owner) == SEEDED | {SATURDAY}


async def test_it_may_stand_on_lines_of_its_own(maria: Phone) -> None:
    text = await maria.say("/availability\nmon-fri 9-17\nsat 10-14")
    assert "Mon–Fri 9:00–17:00\nSat 10:00–14:00" in text


async def test_without_a_text_it_shows_what_is_saved_and_how(maria: Phone) -> None:
    text = await maria.say("/availability")
    assert "You are free, in New York time:\nMon–Fri 9:00–17:00" in text
    assert "/availability mon-fri 9-17, sat 10-14" in text


@pytest.mark.parametrize("opened", ["/availability", "When I am free"])
async def test_it_may_be_typed_right_after_what_is_saved(
    maria: Phone, owner: asyncpg.Connection, opened: str
) -> None:
    await maria.say("/start")
    assert "You are free" in await (maria.say if opened[0] == "/" else maria.tap)(opened)
    assert "I read this as, in New York time:\nSat 10:00–14:00" in await maria.say("sat 10-14")
    await maria.tap("Save")
    assert await windows(owner) == {SATURDAY}


async def test_looking_at_what_is_saved_asks_for_nothing(maria: Phone) -> None:
    await maria.say("/availability")
    await maria.say("/schedule")
    assert not [text for text in maria.texts if "no longer wait" in text]
    await maria.say("/availability")
    await maria.tap("Change my times")
    await maria.say("/schedule")
    assert [text for text in maria.texts if "no longer wait" in text]


async def test_it_may_be_typed_after_the_question_until_it_is_understood(
    maria: Phone, owner: asyncpg.Connection
) -> None:
    await maria.say("/availability")
    assert "When are you free, in New York time?" in await maria.tap("Change my times")
    text = await maria.say("mon-fri 9-17, satt 10-14")
    assert "mon-fri 9-17, satt 10-14\n              ^^^^\n" in text
    assert "Did you mean sat?" in text
    assert "I read this as" in await maria.say("mon-fri 9-17, sat 10-14")
    assert "When are you free" in await maria.tap("Change")
    assert "I read this as, in New York time:\nSun 8:00–9:00" in await maria.say("sun 8-9")
    assert "Nothing was changed." in await maria.tap("Cancel")
    assert await windows(owner) == SEEDED


async def test_in_another_zone_by_now_it_is_shown_again(
    maria: Phone, owner: asyncpg.Connection
) -> None:
    await maria.say("/availability sat 10-14")
    _, save = maria.find("Save")
    await maria.say("/start")
    await maria.tap("Change time zone")
    await maria.tap("London")
    assert "Your time zone has changed" in await maria.press(save)
    assert await windows(owner) == SEEDED
    await maria.tap("Save")
    assert await windows(owner) == {(6, "10:00", "14:00", "Europe/London")}


async def test_clear_means_never(maria: Phone, owner: asyncpg.Connection) -> None:
    assert "you are never free" in await maria.say("/availability clear")
    assert "Saved. You are never free now, so nobody can book you" in await maria.tap("Save")
    assert await windows(owner) == set()


async def test_bookings_that_would_lie_outside_are_shown_before_it_is_saved(
    ann: Phone, maria: Phone, owner: asyncpg.Connection
) -> None:
    await ann.say("/start")
    await ann.tap("Copenhagen")
    await ann.say("/book")
    for label in ("SQL", "Maria", "Earliest", "Book it"):
        await ann.tap(label)
    start = await owner.fetchval("select start_at from public.bookings")
    text = await maria.say("/availability clear")
    assert "1 booking lies outside these times. It stays as it is:\n• " in text
    (line,) = [line for line in text.splitlines() if line.startswith("•")]
    assert speech("en", "America/New_York").time(start) in line
    assert line.endswith(" · Ann, SQL that stays fast")
    assert "more" not in text
    assert await windows(owner) == SEEDED
    await maria.tap("Save")
    assert await owner.fetchval("select status from public.bookings") == "pending"


@pytest.mark.parametrize(
    ("language", "text", "more"),
    [("en", "/availability clear", "and 2 more"), ("da", "/availability ryd", "og 2 til")],
)
async def test_of_many_bookings_outside_the_first_are_named_and_the_rest_counted(
    maria: Phone, owner: asyncpg.Connection, language: str, text: str, more: str
) -> None:
    await maria.say("/start")
    await owner.execute("update app.telegram_accounts set language = $1", language)
    session = await owner.fetchval("select id from sessions where title = 'Python Basics'")
    for number in range(7):
        learner = await a_learner(owner, name=f"<b>{number}</b>")
        slot = await a_slot(owner, session, starts_in=timedelta(days=3 + number))
        await a_booking(owner, learner, slot, state="confirmed/captured")
    shown = await maria.say(text)
    lines = [line for line in shown.splitlines() if line.startswith("•")]
    assert [line.partition(" · ")[2] for line in lines] == [
        f"<b>{number}</b>, Python Basics" for number in range(5)
    ]
    assert more in shown


async def test_a_learner_is_told_that_it_is_for_experts(ann: Phone) -> None:
    await ann.say("/start")
    await ann.tap("Copenhagen")
    assert "That is for experts" in await ann.say("/availability mon 9-17")


async def test_a_forged_week_is_refused(maria: Phone, owner: asyncpg.Connection) -> None:
    await maria.say("/start")
    assert "belongs to the past" in await maria.press(SaveWindows("////").pack())
    assert await windows(owner) == SEEDED


async def test_cancel_says_that_nothing_changed(maria: Phone) -> None:
    await maria.say("/availability")
    await maria.tap("Change my times")
    assert "Nothing was changed. You are free, in New York time:" in await maria.say("/cancel")
    assert "don't know what to do with that" in await maria.say("mon 9-17")


async def test_a_corrected_line_after_a_preview_is_taken_as_the_new_times(
    maria: Phone, owner: asyncpg.Connection
) -> None:
    await maria.say("/availability mon-fri 9-17")
    assert "I read this as, in New York time:\nSat 10:00–14:00" in await maria.say("sat 10-14")
    await maria.tap("Save")
    assert await windows(owner) == {SATURDAY}
    assert "don't know what to do with that" in await maria.say("sun 9-17"), "saved is done"


async def test_the_command_again_after_a_mistake_is_no_farewell(maria: Phone) -> None:
    await maria.say("/availability satt 10-14")
    assert "Please write it once more" in maria.text
    await maria.say("/availability sat 10-14")
    assert "Sat 10:00–14:00" in maria.text
    assert not [text for text in maria.texts if "no longer wait" in text]


async def test_saving_an_older_preview_shows_the_newest_instead(
    maria: Phone, owner: asyncpg.Connection
) -> None:
    before = await windows(owner)
    await maria.say("/availability sat 10-14")
    _, older = maria.find("Save")
    await maria.say("/availability sun 9-12")
    told = await maria.press(older)
    assert "You have written newer times since. These are the newest:" in told
    assert "Sun 9:00–12:00" in told
    assert await windows(owner) == before
    await maria.tap("Save")
    assert {day for day, *_ in await windows(owner)} == {0}
