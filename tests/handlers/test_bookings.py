"""What is booked: the list, the cards, and every way out of one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import asyncpg
import pytest

from bot.domain.ids import BookingId
from bot.telegram.mechanism import Mechanism
from db.session import Database
from handlers.callbacks import AskCancel, Cancel, Card, LetGo, Withdraw, WithdrawNow
from tests.builders import Person, act, move_clock, notices
from tests.handlers.money import pay_link, receipts, states, tell, the_booking
from tests.handlers.phone import Phone
from tests.handlers.test_book import book, to_summary
from tests.telegram.botapi import refusal
from tests.telegram.conftest import until


async def test_nothing_booked_says_so_and_leads_to_booking(ann: Phone) -> None:
    await ann.say("/start")
    await ann.tap("Copenhagen")
    assert "You have no bookings to come" in await ann.say("/bookings")
    assert "Nothing here yet" in await ann.tap("Past and cancelled")
    assert "You have no bookings to come" in await ann.tap("To come")
    assert "What would you like to learn?" in await ann.tap("Find a session")


async def test_a_held_seat_is_let_go_and_moves_to_the_earlier_ones(
    ann: Phone, owner: asyncpg.Connection
) -> None:
    booking = await book(ann, owner)
    await pay_link(owner, booking)
    assert "waiting for your payment" in await ann.say("/bookings")
    text = await ann.tap("1 Jonas")
    assert "Pay to send your request" in text
    assert "You let it go. Nothing was charged." in await ann.tap("Let it go")
    assert ann.labels == ["Same time again", "Other times", "My bookings"]
    assert await states(owner, booking) == "cancelled/cancelled"
    assert "no bookings to come" in await ann.say("/bookings")
    await ann.tap("Past and cancelled")
    assert "let go" in ann.text


async def test_a_booking_opened_from_the_list_has_its_buttons_there_and_no_longer_above(
    ann: Phone, owner: asyncpg.Connection
) -> None:
    booking = await book(ann, owner)
    await pay_link(owner, booking)
    former, _ = ann.find("Let it go")
    await ann.say("/bookings")
    await ann.tap("1 Jonas")
    assert "Let it go" in ann.labels
    assert ann.api.rows[ann.id, former] == []
    said = ann.api.chats[ann.id][former].text.split("\n")
    assert said[-1] == "ℹ️ You opened it in another message.", "true, whatever comes of it"
    assert "Jonas P." in said[0]
    assert said[1].startswith("🕑 ")
    assert len(said) == 3, "no time that runs out"
    await ann.say("/bookings")
    await ann.tap("1 Jonas")
    assert [label for label in ann.all_labels if label == "Let it go"] == ["Let it go"]
    await ann.tap("Let it go")
    assert "You let it go" in ann.text


async def test_what_cancel_shows_of_a_held_seat_takes_over_from_the_card_above(
    ann: Phone, owner: asyncpg.Connection
) -> None:
    booking = await book(ann, owner)
    await pay_link(owner, booking)
    former, _ = ann.find("Let it go")
    assert "Held for you" in await ann.say("/cancel")
    said = ann.api.chats[ann.id][former].text
    assert said.endswith("ℹ️ You opened it in another message.")
    assert "Held for you" not in said


async def on_the_web(
    owner: asyncpg.Connection, bot: Mechanism, phone: Phone, function: str, booking: UUID
) -> None:
    """The person behind this phone calls a function of the database by plain SQL."""
    who = await owner.fetchval(
        "select user_id from app.telegram_accounts where telegram_id = $1", phone.id
    )
    await act(owner, Person(who, who), function, booking)
    bot.nudge()
    await until(bot.idle, what="idle")


async def test_what_is_let_go_on_the_web_is_no_longer_offered_in_the_chat(
    ann: Phone, bot: Mechanism, owner: asyncpg.Connection
) -> None:
    booking = await book(ann, owner)
    shown = len(ann.texts)
    await on_the_web(owner, bot, ann, "cancel_booking", booking)
    assert "You let it go. Nothing was charged." in ann.text
    assert len(ann.texts) == shown, "the card is redrawn; nothing new is said"
    assert "Let it go" not in ann.all_labels


async def test_what_is_declined_on_the_web_has_no_buttons_in_the_chat(
    ann: Phone, bot: Mechanism, db: Database, phones: Callable[..., Phone],
    owner: asyncpg.Connection,
) -> None:  # fmt: skip
    jonas = phones(2002, language="da", name="Jonas")
    booking = await book(ann, owner)
    await tell(db, bot, booking, "authorize")
    assert "Sig ja" in jonas.labels
    await on_the_web(owner, bot, jonas, "decline_booking", booking)
    assert "Du sagde nej" in jonas.text
    assert "Sig ja" not in jonas.all_labels


async def test_a_time_that_is_over_is_not_offered_again(
    ann: Phone, bot: Mechanism, db: Database, owner: asyncpg.Connection
) -> None:
    booking = await book(ann, owner)
    await move_clock(owner, days=40)
    await tell(db, bot, booking, "expire")
    assert "ran out" in ann.text
    assert ann.labels == ["Other times"]


async def test_a_declined_card_keeps_the_seat(
    ann: Phone, bot: Mechanism, db: Database, owner: asyncpg.Connection
) -> None:
    booking = await book(ann, owner)
    await pay_link(owner, booking)
    await owner.execute(
        'update app.outbox set payload = payload || \'{"notice": "card_declined"}\''
        " where kind = 'notice' and sent_at is null"
    )
    await tell(db, bot, booking)
    assert "The bank declined the card. The seat is still yours until" in ann.text
    assert ann.labels == ["Try again", "Let it go"]


async def confirmed(
    ann: Phone, bot: Mechanism, db: Database, owner: asyncpg.Connection
) -> BookingId:
    booking = BookingId(await book(ann, owner))
    await tell(db, bot, booking, "authorize", "accept")
    await tell(db, bot, booking, "capture")
    return booking


async def test_the_confirmation_says_where_and_brings_the_file(
    ann: Phone, bot: Mechanism, db: Database, owner: asyncpg.Connection
) -> None:
    await confirmed(ann, bot, db, owner)
    told = next(text for text in ann.texts if "Jonas accepted: Code review" in text)
    assert '250 kr. charged · Meet here: <a href="https://meet.jit.si/tutorline-' in told
    assert '">meet.jit.si</a> · calendar file attached' in told
    documents = [each.document for each in ann.api.chats[ann.id].values() if each.document]
    assert len(documents) == 1
    assert documents[0].startswith("tutorline.ics text/calendar")
    link = told.split('href="')[1].split('"')[0]
    unfolded = documents[0].replace("\r\n ", "")
    assert f"LOCATION:{link}" in unfolded, "the calendar knows where to meet, too"
    assert f"Meet here: {link}" in unfolded
    await ann.say("/bookings")
    assert f'Meet here: <a href="{link}">' in await ann.tap("1 Jonas")


@pytest.mark.parametrize(
    ("before", "said", "back"),
    [
        (timedelta(hours=30), "You get 250 kr. back (all of it", 25000),
        (timedelta(hours=3), "You get 125 kr. back (half", 12500),
    ],
)
async def test_the_refund_is_shown_before_it_is_done(
    ann: Phone, bot: Mechanism, db: Database, owner: asyncpg.Connection,
    before: timedelta, said: str, back: int,
) -> None:  # fmt: skip
    booking = await confirmed(ann, bot, db, owner)
    await starts_in(owner, booking, before)
    assert said in await ann.tap("Cancel…")
    assert "Confirmed" in await ann.tap("Keep the session")
    await ann.tap("Cancel…")
    assert "goes back to your card" in await ann.tap("Cancel the session")
    row = await owner.fetchrow("select status, refund_due from public.bookings")
    assert tuple(row) == ("cancelled", back)
    assert ("learner_cancelled", "expert") in await notices(owner, booking)


async def starts_in(owner: asyncpg.Connection, booking: UUID, before: timedelta) -> None:
    """Move the clock to so long before the start."""
    left = await owner.fetchval(
        "select start_at - app.now() from public.bookings where id = $1", booking
    )
    await move_clock(owner, seconds=(left - before).total_seconds())


async def test_less_than_was_shown_is_never_returned_silently(
    ann: Phone, bot: Mechanism, db: Database, owner: asyncpg.Connection
) -> None:
    booking = await confirmed(ann, bot, db, owner)
    await starts_in(owner, booking, timedelta(hours=30))
    await ann.tap("Cancel…")
    await move_clock(owner, hours=20)
    text = await ann.tap("Cancel the session")
    assert "The terms have changed since" in text
    assert "You get 125 kr. back" in text
    assert await owner.fetchval("select status from public.bookings") == "confirmed"
    assert "goes back to your card" in await ann.tap("Cancel the session")


async def test_what_has_started_is_not_cancelled(
    ann: Phone, bot: Mechanism, db: Database, owner: asyncpg.Connection
) -> None:
    booking = await confirmed(ann, bot, db, owner)
    await starts_in(owner, booking, timedelta(hours=2))
    await ann.tap("Cancel…")
    _, cancel = ann.find("Cancel the session")
    await move_clock(owner, hours=2, minutes=1)
    assert "settled before you tapped" in await ann.press(cancel)
    assert "Cancel…" not in ann.labels
    assert "can't be cancelled any more" in await ann.press(AskCancel(booking).pack())


async def test_the_expert_cancels_and_everything_comes_back(
    ann: Phone, phones: Callable[..., Phone], bot: Mechanism, db: Database,
    owner: asyncpg.Connection,
) -> None:  # fmt: skip
    jonas = phones(2002, language="da", name="Jonas")
    booking = await confirmed(ann, bot, db, owner)
    await jonas.say("/schedule")
    await jonas.tap("1 Ann")
    assert "Ann får det hele tilbage: 250 kr." in await jonas.tap("Aflys")
    await jonas.tap("Aflys sessionen")
    assert "Jonas had to cancel" in ann.text
    assert "250 kr." in ann.text
    assert "All times" in ann.labels
    await tell(db, bot, booking, "refund")
    await receipts(owner, bot, booking)
    assert "was returned to your card" in ann.text


async def test_let_go_of_what_was_confirmed_meanwhile_costs_nothing_unasked(
    ann: Phone, bot: Mechanism, db: Database, owner: asyncpg.Connection
) -> None:
    booking = await confirmed(ann, bot, db, owner)
    for press in (LetGo(booking), Withdraw(booking), WithdrawNow(booking)):
        assert "settled before you tapped" in await ann.press(press.pack())
        assert "Confirmed" in " ".join(ann.texts)
    assert await owner.fetchval("select status from public.bookings") == "confirmed"


async def test_somebody_elses_booking_is_not_there(
    ann: Phone, phones: Callable[..., Phone], owner: asyncpg.Connection
) -> None:
    booking = BookingId(await book(ann, owner))
    eve = phones(1666, name="Eve")
    await eve.say("/start")
    await eve.tap("Copenhagen")
    for press in (
        Card(booking), AskCancel(booking), Cancel(booking, 0), LetGo(booking), Withdraw(booking),
        WithdrawNow(booking),
    ):  # fmt: skip
        assert "I can't find that any more" in await eve.press(press.pack())
    assert await states(owner, booking) == "pending/pending"


async def test_completed_thanks_and_offers_the_next(
    ann: Phone, bot: Mechanism, db: Database, owner: asyncpg.Connection
) -> None:
    booking = await confirmed(ann, bot, db, owner)
    await starts_in(owner, booking, timedelta(hours=-1))
    await tell(db, bot, booking, "complete")
    assert "That was Code review with Jonas" in ann.text
    assert "Code review with Jonas P." in await ann.tap("Book again")


async def test_a_card_that_a_newer_message_took_over_from_is_a_thing_of_the_past(
    ann: Phone, bot: Mechanism, db: Database, owner: asyncpg.Connection
) -> None:
    booking = await book(ann, owner)
    await pay_link(owner, booking)
    bot.nudge()
    await until(bot.idle, what="idle")
    held = len(ann.texts) - 1
    assert "Pay to send your request" in ann.texts[held]
    await tell(db, bot, booking, "authorize")
    what, when, outcome = ann.texts[held].split("\n")
    assert what.endswith("with Jonas P.")
    assert when.startswith("🕑 ")
    assert outcome == "💳 250 kr. was put on hold on your card."
    assert "Jonas has until" in ann.text
    asked = len(ann.texts) - 1
    await tell(db, bot, booking, "accept")
    await tell(db, bot, booking, "capture")
    came = "✅ Accepted. How it stands now is in a newer message below."
    assert ann.texts[asked].split("\n") == [what, when, came]
    assert "Withdraw" not in ann.all_labels


async def test_what_is_read_in_a_former_card_is_left_alone(
    ann: Phone, bot: Mechanism, db: Database, owner: asyncpg.Connection
) -> None:
    booking = await book(ann, owner)
    await pay_link(owner, booking)
    bot.nudge()
    await until(bot.idle, what="idle")
    listed = await ann.tap("My bookings")
    assert "waiting for your payment" in listed
    await tell(db, bot, booking, "authorize")
    assert "Jonas has until" in ann.text
    assert ann.texts[-2] == listed
    assert "1 Jonas" in "".join(ann.all_labels), "its buttons still work"


async def test_an_old_card_that_is_gone_is_not_said_again(
    ann: Phone, bot: Mechanism, db: Database, owner: asyncpg.Connection
) -> None:
    booking = await book(ann, owner)
    before = len(ann.texts)
    ann.api.script("editMessageText", refusal(400, "Bad Request: message to edit not found"))
    await tell(db, bot, booking, "expire")
    assert "ran out" in ann.text
    assert len(ann.texts) == before + 1


async def test_the_same_time_again_keeps_the_note(
    ann: Phone, bot: Mechanism, db: Database, owner: asyncpg.Connection
) -> None:
    await to_summary(ann)
    await ann.tap("Add a note")
    await ann.say("I know some SQL")
    await ann.tap("Book it")
    await tell(db, bot, await the_booking(owner), "expire")
    assert "“I know some SQL”" in await ann.tap("Same time again")
    await ann.tap("Book it")
    notes = "select learner_notes from bookings order by created_at"
    assert [row[0] for row in await owner.fetch(notes)] == ["I know some SQL"] * 2
    # A bank that refuses the charge: the same time is offered, with the note.
    await tell(db, bot, await the_booking(owner), "authorize", "accept", "capture_fail")
    assert "Another card may work." in ann.text
    assert "“I know some SQL”" in await ann.tap("Same time again")
    assert "SQL" not in await ann.tap("Remove the note")
    await ann.tap("Book it")
    assert (await owner.fetch(notes))[-1][0] is None


async def test_a_time_that_is_not_offered_any_more_is_not_offered_again(
    ann: Phone, bot: Mechanism, db: Database, owner: asyncpg.Connection
) -> None:
    booking = await book(ann, owner)
    await tell(db, bot, booking, "authorize", "accept")
    await owner.execute("update bookable_slots set closed = 'window' where current_bookings > 0")
    await tell(db, bot, booking, "capture_fail")
    assert "Another card may work." in ann.text
    assert "Same time again" not in ann.labels
