"""A request is declined: what it means is said first, and a word may go with it."""

from __future__ import annotations

import asyncpg

from bot.domain.ids import BookingId
from bot.telegram.mechanism import Mechanism
from db.session import Database
from handlers import views_bookings, views_decline, views_expert
from handlers.callbacks import DeclineNow
from tests.handlers.facts import ASKED, STATES, a_card, speech
from tests.handlers.money import states, tell
from tests.handlers.phone import Phone
from tests.handlers.test_requests import asked
from tests.handlers.test_views_said import said

WORD = "Any day after <Monday> suits me."


async def test_what_it_means_is_said_first_and_going_back_leaves_the_request(
    ann: Phone, jonas: Phone, bot: Mechanism, db: Database, owner: asyncpg.Connection
) -> None:
    booking = await asked(ann, bot, db, owner)
    told = await jonas.tap("Decline…")
    assert "Decline Ann's request for" in told
    assert "The hold of 250 kr. on the card is released; nothing is charged." in told
    assert "Others can book the time then." in told
    assert jonas.labels == ["Decline", "Add a word to Ann", "« Back"]
    assert "New request from Ann" in await jonas.tap("« Back")
    assert await states(owner, booking) == "pending/authorized"


async def test_a_word_goes_to_the_learner_with_the_notice_as_it_was_typed(
    ann: Phone, jonas: Phone, bot: Mechanism, db: Database, owner: asyncpg.Connection
) -> None:
    booking = await asked(ann, bot, db, owner)
    await jonas.tap("Decline…")
    assert "They read it as you write it" in await jonas.tap("Add a word to Ann")
    assert "Ann will read:\n“No, sorry”" in await jonas.say("No, sorry")
    await jonas.tap("Change the note")
    assert f"Ann will read:\n“{WORD}”" in await jonas.say(WORD)
    assert await states(owner, booking) == "pending/authorized", "typing declines nothing"
    assert f"You declined. Ann was told, and the money is released.\nYou wrote: “{WORD}”" in (
        await jonas.tap("Decline")
    )
    assert f"Nothing was charged; the hold on your card is released.\n“{WORD}”" in ann.text
    kept = await owner.fetchval("select cancellation_reason from bookings where id = $1", booking)
    assert kept == WORD
    await ann.say("/bookings")
    await ann.tap("Past and cancelled")
    assert f"“{WORD}”" in await ann.tap("1 Jonas"), "and stays on the card"
    assert "Accept" not in jonas.all_labels


async def test_without_a_word_the_learner_reads_none(
    ann: Phone, jonas: Phone, bot: Mechanism, db: Database, owner: asyncpg.Connection
) -> None:
    booking = await asked(ann, bot, db, owner)
    await jonas.tap("Decline…")
    await jonas.tap("Add a word to Ann")
    await jonas.say(WORD)
    await jonas.tap("« Back")
    assert "You declined" in await jonas.tap("Decline")
    assert WORD not in " ".join(ann.texts), "who goes back takes the word back"
    assert await states(owner, booking) == "declined/authorized"
    first = "select count(*) from booking_events where booking_id = $1 and event = 'decline'"
    await jonas.press(DeclineNow(BookingId(booking), 0).pack())
    assert await owner.fetchval(first.replace("booking_events", "app.booking_events"), booking) == 1


async def test_a_word_that_is_forgotten_is_asked_for_again_and_declines_nothing(
    ann: Phone, jonas: Phone, bot: Mechanism, db: Database, owner: asyncpg.Connection
) -> None:
    booking = await asked(ann, bot, db, owner)
    await jonas.tap("Decline…")
    await jonas.tap("Add a word to Ann")
    await jonas.say(WORD)
    message, yes = jonas.find("Decline")
    assert "I no longer wait for your words. Nothing was declined." in await jonas.say("/help") or (
        "I no longer wait for your words. Nothing was declined." in " ".join(jonas.texts)
    )
    await jonas.receive(jonas.api.tap(jonas.id, yes, message))
    assert "I don't have your words any more, so nothing was declined." in " ".join(jonas.texts)
    assert await states(owner, booking) == "pending/authorized"
    await jonas.say(WORD)
    await jonas.tap("Decline")
    assert f"“{WORD}”" in ann.text


async def test_who_stops_or_writes_too_much_declines_nothing(
    ann: Phone, jonas: Phone, bot: Mechanism, db: Database, owner: asyncpg.Connection
) -> None:
    booking = await asked(ann, bot, db, owner)
    await jonas.tap("Decline…")
    await jonas.tap("Add a word to Ann")
    assert "That is 501 characters; 500 is the most I can keep." in await jonas.say("x" * 501)
    assert "I no longer wait for your words. Nothing was declined." in await jonas.say("/cancel")
    assert jonas.labels == ["Decline", "Add a word to Ann", "« Back"]
    assert await states(owner, booking) == "pending/authorized"


async def test_a_request_that_is_withdrawn_meanwhile_shows_how_it_stands(
    ann: Phone, jonas: Phone, bot: Mechanism, db: Database, owner: asyncpg.Connection
) -> None:
    booking = await asked(ann, bot, db, owner)
    await jonas.tap("Decline…")
    await jonas.tap("Add a word to Ann")
    await tell(db, bot, booking, "withdraw")
    assert "settled before" in await jonas.say(WORD)
    assert "Ann withdrew the request" in jonas.text
    assert "Add a word to Ann" not in jonas.all_labels
    assert "settled before" in await jonas.press(DeclineNow(BookingId(booking), 1).pack())
    assert WORD not in " ".join(ann.texts)


def test_what_is_said_first_fits_the_request() -> None:
    free = said(views_decline.ask(speech(), a_card(**STATES["asked, free"])))
    assert "card" not in free
    assert "Others can book the seat then." in said(
        views_decline.ask(speech(), a_card(**ASKED, seats=3))
    )
    assert "Others can book" not in said(
        views_decline.ask(speech(), a_card(**ASKED, reopens=False))
    )
    danish = said(views_decline.ask(speech("da"), a_card(**ASKED), "Desværre."))
    assert "Vil du sige nej til forespørgslen fra Ann om" in danish
    assert "Det her kommer Ann til at læse:\n”Desværre.”" in danish


def test_only_a_declined_request_shows_a_word() -> None:
    for name, state in STATES.items():
        card = a_card(**{**state, "cancellation_reason": WORD})
        shown = said(views_bookings.card(speech(), card)) + said(views_expert.card(speech(), card))
        assert (WORD in shown) == (card.status == "declined"), name
