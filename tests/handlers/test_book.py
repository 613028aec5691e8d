"""From /book to a held seat, and everything that may come between."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import asyncpg
from sqlalchemy import event

from bot.telegram.mechanism import Mechanism
from db.session import Database
from handlers.callbacks import Book, Days, Summary, Times
from handlers.packing import pack_uuid
from tests.builders import move_clock
from tests.handlers.money import pay_link, states, tell, the_booking
from tests.handlers.phone import Phone
from tests.telegram.conftest import until

SUMMARY = "held on your card and charged only if Jonas accepts"


async def to_summary(phone: Phone) -> str:
    await phone.say("/start")
    if "London" in phone.labels:
        await phone.tap("Copenhagen")
    await phone.say("/book")
    await phone.tap("Python")
    await phone.tap("Jonas")
    return await phone.tap("Earliest")


async def book(phone: Phone, owner: asyncpg.Connection) -> UUID:
    """The first code review with Jonas: 250 kr. Returns the booking."""
    await to_summary(phone)
    await phone.tap("Book it")
    return await the_booking(owner)


async def test_five_taps_from_book_to_the_pay_link(
    ann: Phone, bot: Mechanism, owner: asyncpg.Connection, settled: list[UUID]
) -> None:
    await ann.say("/start")
    await ann.tap("Copenhagen")
    await ann.say("/book")
    taps = ["Python", "Jonas", "Earliest", "Book it"]
    for label in taps:
        text = await ann.tap(label)
    assert "Held for you. Preparing your payment link" in text
    booking = await the_booking(owner)
    assert settled == [booking]
    await pay_link(owner, booking)
    bot.nudge()
    await until(bot.idle)
    assert "Pay to send your request to Jonas" in ann.text
    assert ann.labels[0] == "Pay 250 kr."
    assert len(taps) + 1 <= 5


async def test_the_long_way_goes_by_day_and_time_and_back(ann: Phone) -> None:
    await ann.say("/start")
    await ann.tap("Copenhagen")
    await ann.say("/book")
    assert "Python · times for Copenhagen" in await ann.tap("Python")
    assert "Which day in" in await ann.tap("Jonas")
    day = next(label for label in ann.labels if label.isdigit())
    assert "Copenhagen time" in await ann.tap(day)
    assert "Which day in" in await ann.tap("Another day")
    await ann.tap(day)
    time = next(label for label in ann.labels if ":" in label)
    assert SUMMARY in await ann.tap(time)
    assert "Copenhagen time" in await ann.tap("Back")
    await ann.tap("Another day")
    assert "Python · times for" in await ann.tap("Back")
    assert "What would you like to learn?" in await ann.tap("Back")


async def test_a_blank_square_does_nothing(ann: Phone) -> None:
    await ann.say("/start")
    await ann.tap("Copenhagen")
    await ann.say("/book")
    await ann.tap("Code review")
    assert sorted(label[2:5] for label in ann.labels[:2]) == ["Cod", "Fir"], (
        "Jonas twice: the titles"
    )
    before = await ann.tap("First talk")
    assert await ann.tap("mo") == before
    assert len(ann.texts) == 2


async def test_a_time_that_is_made_anew_leads_to_what_is_free_of_that_topic(
    ann: Phone, owner: asyncpg.Connection
) -> None:
    await to_summary(ann)
    await ann.tap("Back")
    time = next(label for label in ann.labels if ":" in label)
    await owner.execute("delete from public.bookable_slots where session_id in (select id from"
                        " sessions where title = 'Code review')")  # fmt: skip
    told = await ann.tap(time)
    assert told.startswith("That time is not offered any more. Here is what is free now:")
    assert "Python" in told, "what one was looking for"


async def test_the_note_is_typed_shown_replaced_and_sent(
    ann: Phone, owner: asyncpg.Connection
) -> None:
    await to_summary(ann)
    assert "What should Jonas know?" in await ann.tap("Add a note")
    assert "📝 “Hello <b>”" in await ann.say("Hello <b>")
    assert "Your note now" in await ann.tap("Change the note")
    assert "📝 “I want to read CSV files.”" in await ann.say("I want to read CSV files.")
    await ann.tap("Back")
    await ann.tap("Another day")
    await ann.tap("Earliest")
    assert "📝 “I want to read CSV files.”" in ann.text
    await ann.tap("Book it")
    notes = await owner.fetchval("select learner_notes from public.bookings")
    assert notes == "I want to read CSV files."
    assert await owner.fetchval("select count(*) from app.conversations") == 0


async def test_a_note_can_be_dropped_is_not_endless_and_is_text(
    ann: Phone, owner: asyncpg.Connection
) -> None:
    await to_summary(ann)
    await ann.tap("Add a note")
    assert "That is 501 characters" in await ann.say("x" * 501)
    await ann.receive(photo(ann))
    assert "Please type the note as text" in ann.text
    await ann.say("short")
    assert "short" not in await ann.tap("Remove the note")
    await ann.tap("Book it")
    assert await owner.fetchval("select learner_notes from public.bookings") is None


def photo(phone: Phone) -> dict[str, object]:
    update = phone.api.message(phone.id, "")
    del update["message"]["text"]
    update["message"]["photo"] = [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]
    return update


async def test_a_note_for_jonas_is_not_sent_to_maria(ann: Phone, owner: asyncpg.Connection) -> None:
    await to_summary(ann)
    await ann.tap("Add a note")
    await ann.say("For Jonas")
    await ann.tap("Back")
    await ann.tap("Another day")
    await ann.tap("Back")
    await ann.tap("Back")
    await ann.tap("SQL")
    await ann.tap("Maria")
    assert "For Jonas" not in await ann.tap("Earliest")
    await ann.tap("Book it")
    assert await owner.fetchval("select learner_notes from public.bookings") is None


async def test_booking_twice_is_one_booking(ann: Phone, owner: asyncpg.Connection) -> None:
    await to_summary(ann)
    _, data = ann.find("Book it")
    await ann.tap("Book it")
    await ann.press(data)
    assert await owner.fetchval("select count(*) from public.bookings") == 1
    assert "Held for you" in ann.text


async def test_a_time_that_was_taken_shows_what_is_free_now(
    ann: Phone, phones: Callable[..., Phone], owner: asyncpg.Connection
) -> None:
    cy = phones(1003, name="Cy")
    await to_summary(ann)
    await book(cy, owner)
    assert "That time has been taken since. Here is what is free now:" in await ann.tap("Book it")
    assert any(":" in label for label in ann.labels)
    assert await owner.fetchval("select count(*) from public.bookings") == 1
    # The summary of a slot that is gone says so at once.
    taken = await owner.fetchval("select slot_id from public.bookings")
    assert "taken since" in await ann.press(Summary(taken, "python").pack())


async def test_a_time_that_has_passed_shows_the_next(ann: Phone, owner: asyncpg.Connection) -> None:
    await to_summary(ann)
    await move_clock(owner, days=5)
    text = await ann.tap("Book it")
    assert "too close or has passed" in text
    assert "Which day in" in text


async def test_the_same_hour_twice_points_to_the_other_booking(
    ann: Phone, owner: asyncpg.Connection
) -> None:
    await book(ann, owner)
    start = await owner.fetchval("select start_at from public.bookings")
    slot = await owner.fetchval(
        "select s.id from public.bookable_slots s join public.sessions e on e.id = s.session_id"
        " where e.title = 'Python Basics' and s.is_available order by s.start_time limit 1"
    )
    await owner.execute(
        "update public.bookable_slots set start_time = $2::timestamptz,"
        " end_time = $2::timestamptz + interval '1 hour' where id = $1",
        slot, start,
    )  # fmt: skip
    await ann.press(Book(slot, 45000, "python").pack())
    assert "You have another session at that time" in ann.text
    assert any("Jonas" in label for label in ann.labels)
    assert "Other times" in ann.labels


async def test_a_dearer_price_is_shown_before_it_is_agreed_to(
    ann: Phone, owner: asyncpg.Connection
) -> None:
    await to_summary(ann)
    await owner.execute(
        "update public.sessions set price_cents = 30000 where title = 'Code review'"
    )
    text = await ann.tap("Book it")
    assert "The price has changed since" in text
    assert "300 kr." in text
    assert await owner.fetchval("select count(*) from public.bookings") == 0
    assert "Held for you" in await ann.tap("Book it")


async def test_nobody_books_their_own_session(
    phones: Callable[..., Phone], owner: asyncpg.Connection
) -> None:
    jonas = phones(2002, language="da", name="Jonas")
    await jonas.say("/start")
    slot = await owner.fetchval(
        "select s.id from public.bookable_slots s join public.sessions e on e.id = s.session_id"
        " where e.title = 'Code review' and s.is_available order by s.start_time limit 1"
    )
    text = await jonas.press(Book(slot, 25000, "").pack())
    assert "din egen session" in text
    assert await owner.fetchval("select count(*) from public.bookings") == 0


async def test_a_free_session_asks_the_expert_at_once(
    ann: Phone, phones: Callable[..., Phone], owner: asyncpg.Connection
) -> None:
    jonas = phones(2002, language="da", name="Jonas")
    await jonas.say("/start")
    await ann.say("/start")
    await ann.tap("Copenhagen")
    await ann.say("/book")
    await ann.tap("Code review")
    await ann.tap("First talk")
    assert "Free of charge" in await ann.tap("Earliest")
    assert "Jonas has until" in await ann.tap("Book it")
    assert "Ny forespørgsel fra" in jonas.text
    await jonas.tap("Sig ja")
    assert await states(owner, await the_booking(owner)) == "confirmed/captured"
    assert "Jonas accepted" in " ".join(ann.texts)


async def test_a_session_or_slot_that_is_gone_leads_to_topics(ann: Phone) -> None:
    await ann.say("/start")
    await ann.tap("Copenhagen")
    nobody = UUID(int=1)
    for data in (
        Days(nobody, 0, "python").pack(),  # type: ignore[arg-type]
        f"1bh.{pack_uuid(nobody)}.20261124.0.python",
        Summary(nobody, "").pack(),  # type: ignore[arg-type]
        f"1bb.{pack_uuid(nobody)}.100.",
        "1bs.0.#AAAAAAAA",
        "1bs.0.cooking",
        "1bt.999999999",
        "1bs.999999999.python",
    ):
        await ann.press(data)
        assert ann.labels, data
    assert Times.CODE == "bh"


async def test_a_day_far_away_shows_the_month_instead(
    ann: Phone, owner: asyncpg.Connection
) -> None:
    await ann.say("/start")
    await ann.tap("Copenhagen")
    session = await owner.fetchval("select id from public.sessions where title = 'Code review'")
    assert "Which day in" in await ann.press(f"1bh.{pack_uuid(session)}.99991231.0.")
    assert "Which day in" in await ann.press(Days(session, 999, "").pack())


async def test_a_hold_that_runs_out_offers_the_same_time_again(
    ann: Phone, bot: Mechanism, db: Database, owner: asyncpg.Connection
) -> None:
    booking = await book(ann, owner)
    await tell(db, bot, booking, "expire")
    assert "ran out at" in ann.text
    assert ann.labels == ["Same time again", "Other times"]
    assert SUMMARY in await ann.tap("Same time again")


async def test_instant_booking_needs_no_answer(
    ann: Phone, bot: Mechanism, db: Database, owner: asyncpg.Connection
) -> None:
    await owner.execute("update public.expert_profiles set instant_booking = true")
    text = await to_summary(ann)
    assert "charged as soon as you pay: Jonas takes bookings without asking first" in text
    await ann.tap("Book it")
    booking = await the_booking(owner)
    await tell(db, bot, booking, "authorize", "capture")
    assert "You are booked with Jonas" in ann.text


async def test_seats_of_a_group_are_told(
    ann: Phone, phones: Callable[..., Phone], owner: asyncpg.Connection
) -> None:
    for phone, left in ((ann, "4 seats left"), (phones(1005, name="Eli"), "3 seats left")):
        await phone.say("/start")
        await phone.tap("Copenhagen")
        await phone.say("/book")
        await phone.tap("Machine learning")
        line = next(line for line in phone.text.splitlines() if "Study group" in line)
        n = left[0]
        assert f"👥 Earliest: {n} of 4 seats left" in await phone.tap(f"{line[0]} Study")
        assert f"👥 {left}" in await phone.tap("Earliest")
        taken = await phone.tap("« Back")
        assert ("👥 3 of 4 seats left: " in taken) == (n == "3"), "only where some are taken"
        await phone.tap("« Another day")
        await phone.tap("Earliest")
        await phone.tap("Book it")
    assert await owner.fetchval("select max(current_bookings) from public.bookable_slots") == 2


async def test_a_tap_is_few_round_trips(ann: Phone, db: Database) -> None:
    """Begin, claim, the handler's reads, back to the service, finish; sending is apart."""
    await ann.say("/start")
    await ann.tap("Copenhagen")
    await ann.say("/book")
    said: dict[object, list[str]] = {}
    handled: list[list[str]] = []

    def note(connection: object, _cursor: object, statement: str, *_: object) -> None:
        mine = said.setdefault(connection, [])
        if "inbox_claim" in statement:
            mine.clear()
        elif "inbox_finish" in statement:
            handled.append(list(mine))
        else:
            mine.append(statement)

    event.listen(db.engine.sync_engine, "before_cursor_execute", note)
    for label, reads in (("Python", 1), ("Jonas", 2), ("Earliest", 1)):
        handled.clear()
        await ann.tap(label)
        (statements,) = handled
        assert len(statements) == reads + 1, statements
    event.remove(db.engine.sync_engine, "before_cursor_execute", note)
