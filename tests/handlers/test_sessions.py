"""/newsession and /sessions: made, opened, changed, paused."""

from __future__ import annotations

import re
from uuid import UUID

import asyncpg

from bot.domain.ids import SessionId
from handlers.callbacks_teaching import EditSession, NewPrice, NewStep, OpenSession, SetSession
from tests.handlers.phone import Phone


async def make(phone: Phone, title: str = "Pair programming") -> None:
    await phone.say("/newsession")
    await phone.say(title)
    await phone.say("We write it together.")
    await phone.tap("45")
    await phone.tap("for 45 min")


async def newest(owner: asyncpg.Connection) -> asyncpg.Record:
    return await owner.fetchrow("select * from sessions order by created_at desc, id limit 1")


async def free_times(owner: asyncpg.Connection, session: UUID) -> int:
    count: int = await owner.fetchval(
        "select count(*) from bookable_slots where session_id = $1 and is_available", session
    )
    return count


async def test_four_answers_make_a_session_that_opens_with_a_tap(
    jonas: Phone, owner: asyncpg.Connection
) -> None:
    await owner.execute("update expert_profiles set hourly_rate_cents = 50000")
    assert "What is it called?" in await jonas.say("/newsession")
    assert "Describe it" in await jonas.say("Pair  programming")
    assert "How long is it" in await jonas.say("We write it together.")
    assert "What does it cost" in await jonas.tap("45")
    assert "At your hourly rate, 45 min come to 375 kr." in jonas.text
    assert "375 kr. for 45 min" in jonas.labels
    shown = await jonas.tap("375 kr. for 45 min")
    assert "Pair programming" in shown
    assert "45 min · 💳 375 kr. · 1 seat" in shown
    assert "Not open" in shown
    row = await newest(owner)
    assert (row["duration_minutes"], row["price_cents"], row["is_active"]) == (45, 37500, False)
    assert await free_times(owner, row["id"]) == 0
    assert "Open, with" in await jonas.tap("Open it")
    assert await free_times(owner, row["id"]) > 0, "its times are there at once"
    assert "Not open" in await jonas.tap("Pause it")
    assert await free_times(owner, row["id"]) == 0


async def test_answers_may_be_typed_and_what_cannot_be_used_is_asked_again(
    jonas: Phone, owner: asyncpg.Connection
) -> None:
    await jonas.say("/newsession")
    assert "80 is the most" in await jonas.say("x" * 90)
    await jonas.say("SQL & <joins>")
    await jonas.say("All of them.")
    assert "multiple of 15" in await jonas.say("50")
    assert "can't read a length" in await jonas.say("long")
    await jonas.say("1 h 30")
    told = (await jonas.say("2")).replace("\N{NO-BREAK SPACE}", " ")
    assert "less than a card can be charged: 2.50 kr. is the least" in told
    assert "Is it 450505, or 450.50?" in await jonas.say("450,505")
    told = (await jonas.say("5000000")).replace("\N{NO-BREAK SPACE}", " ")
    assert "999,999.99 kr. is the most" in told
    assert "What does it cost" in jonas.text
    assert "priced in one currency" in await jonas.say("45 usd")
    assert "1,250.50 kr." in await jonas.say("1.250,50 kr")
    assert "SQL & <joins>" in jonas.text
    row = await newest(owner)
    assert (row["duration_minutes"], row["price_cents"]) == (90, 125050)


async def test_back_and_cancel_lose_nothing_that_was_saved(
    jonas: Phone, owner: asyncpg.Connection
) -> None:
    before = await owner.fetchval("select count(*) from sessions")
    await jonas.say("/newsession")
    await jonas.say("A title")
    assert "What is it called?" in await jonas.tap("« Back")
    await jonas.say("Another title")
    await jonas.say("Words.")
    assert "Describe it" in await jonas.tap("« Back")
    assert "I no longer wait" in await jonas.say("/cancel")
    assert "Your sessions" in jonas.text
    assert await owner.fetchval("select count(*) from sessions") == before


async def test_everything_on_the_card_can_be_changed(
    jonas: Phone, owner: asyncpg.Connection
) -> None:
    await make(jonas)
    await jonas.tap("Level")
    assert "Level: intermediate" in await jonas.tap("Intermediate")
    await jonas.tap("Topics")
    assert "Topics: Rust, Wasm" in await jonas.say("Rust, WASM")
    await jonas.tap("Seats: 1")
    assert "6 seats" in await jonas.say("6")
    await jonas.tap("More…")
    for label, text, said in (
        ("Title", "Mob programming", "Mob programming"),
        ("Description", "All at one keyboard.", "All at one keyboard."),
        ("Length", "60", "60 min"),
        ("Price", "gratis", "free"),
        ("What one needs", "a laptop", "One needs: a laptop"),
        ("Materials", "example.org/mob", "Materials: https://example.org/mob"),
    ):
        await jonas.tap(label)
        assert said in await jonas.say(text)
        assert "Saved." in jonas.text
    await jonas.tap("Materials")
    assert "Materials:" not in await jonas.tap("No materials")
    row = await newest(owner)
    assert (row["level"], row["topic_tags"], row["max_participants"]) == (
        "INTERMEDIATE", ["rust", "wasm"], 6,
    )  # fmt: skip
    assert (row["title"], row["duration_minutes"], row["price_cents"]) == (
        "Mob programming", 60, 0,
    )  # fmt: skip
    assert (row["prerequisites"], row["materials_url"]) == ("a laptop", None)


async def test_the_list_is_paged_and_leads_to_each(jonas: Phone, owner: asyncpg.Connection) -> None:
    await owner.execute(
        "insert into sessions (expert_id, title, duration_minutes, price_cents)"
        " select e.id, 'Extra ' || n, 60, 45000 from generate_series(1, 9) n, expert_profiles e"
        " join user_profiles p on p.id = e.user_profile_id where p.display_name = 'Jonas P.'"
    )
    assert "Your sessions" in await jonas.say("/sessions")
    assert len([label for label in jonas.labels if label[0].isdigit()]) == 8
    await jonas.tap("More ›")
    assert any(label.startswith("9 ") for label in jonas.labels)
    assert "min · 💳" in await jonas.tap("9 ")


async def test_somebody_elses_session_is_not_found_and_forged_values_are_refused(
    jonas: Phone, maria: Phone, ann: Phone, owner: asyncpg.Connection
) -> None:
    await make(jonas)
    session = SessionId((await newest(owner))["id"])
    await maria.say("/start")
    for press in (OpenSession(session, 1), SetSession(session, "price=0"),
                  EditSession(session, "title")):  # fmt: skip
        assert "can't find that" in await maria.press(press.pack())
    await ann.say("/start")
    assert "That is for experts" in await ann.press(OpenSession(session, 1).pack())
    for forged in (SetSession(session, "title=-"), SetSession(session, "price=x"),
                   EditSession(session, "expert_id")):  # fmt: skip
        assert "belongs to the past" in await jonas.press(forged.pack())
    assert (await newest(owner))["price_cents"] != 0


async def test_a_button_of_a_question_that_is_over_says_so_and_changes_nothing(
    jonas: Phone, owner: asyncpg.Connection
) -> None:
    await jonas.say("/newsession")
    await jonas.say("Pair programming")
    await jonas.say("We write it together.")
    await jonas.tap("45")
    old = jonas.find("for 45 min")
    await jonas.say("400")
    assert "« Back" not in jonas.all_labels, "the question that was answered has no buttons"
    session = await newest(owner)
    for press in (NewPrice(5).pack(), old[1], NewStep("title").pack()):
        told = await jonas.press(press)
        assert told.startswith("That question was answered before, or given up.")
        assert "Pair programming" in told
    assert (await newest(owner)) == session
    await jonas.say("/sessions")
    assert not any("Nothing was made" in text for text in jonas.texts)


async def test_who_is_not_verified_any_more_is_not_told_that_one_can_book(
    jonas: Phone, owner: asyncpg.Connection
) -> None:
    assert "times to book" in await jonas.say("/sessions")
    for status, said in (
        ("pending", "Until you are verified"),
        ("rejected", "You are not verified"),
    ):
        await owner.execute("update expert_profiles set verification_status = $1", status)
        told = await jonas.say("/sessions")
        assert said in told
        assert "to book" not in told
        assert "open." not in await jonas.say("/expert")


async def test_a_picture_is_no_answer(jonas: Phone) -> None:
    await jonas.say("/newsession")
    update = jonas.api.message(jonas.id, "", first_name="Jonas", language_code="en")
    update["message"].pop("text", None)
    assert "I only read words" in await jonas.receive(update)
    assert "What is it called?" in jonas.text


async def test_while_all_is_paused_no_session_says_that_it_can_be_booked(jonas: Phone) -> None:
    assert "to book" in await jonas.say("/sessions")
    await jonas.say("/expert")
    await jonas.tap("Pause all sessions")
    told = await jonas.say("/sessions")
    assert "to book" not in told
    assert "· paused" in told


async def test_the_week_that_is_saved_adds_as_many_times_as_sessions_then_count(
    jonas: Phone, owner: asyncpg.Connection
) -> None:
    await owner.execute("update sessions set is_active = title = 'Code review'")
    await jonas.say("/availability clear")
    await jonas.tap("Save")
    await jonas.say("/availability mon-sun 0-24")
    saved = re.search(r"([\d,]+) bookable times were added", await jonas.tap("Save"))
    assert saved
    listed = await jonas.say("/sessions")
    assert f"{saved[1]} times to book" in listed, "neither counts what is too soon to be booked"
    assert "counts it once" not in listed
    assert f"with {saved[1]} times to book" in await jonas.tap("1 ")
    await make(jonas)
    await jonas.tap("Open it")
    assert "A time at which several of them can start counts for each; /availability counts it" in (
        await jonas.say("/sessions")
    )
