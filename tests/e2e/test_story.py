"""The main conversations from the first word to the last, over plain HTTP."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar

from tests.e2e.stage import (
    ANN,
    BO,
    DECLINED_CARD,
    JONAS,
    MARIA,
    Stage,
    book,
    choose,
    hours,
    request,
    settle_in,
)


async def test_from_start_to_the_end_of_the_session(stage: Stage) -> None:
    ann, maria = stage.phone(ANN), stage.phone(MARIA)
    await settle_in(ann)
    await choose(ann)
    summary = ann.last
    assert summary is not None
    assert "450 kr., held on your card and charged only if Maria accepts" in summary.text
    assert "New York" in summary.text, "both zones where they differ"
    assert "Free to cancel until" in summary.text
    await ann.tap("Book it")
    await ann.wait_for(button="Pay")
    await stage.pay(await ann.url("Pay"))
    await ann.wait_for("450 kr. held on your card")

    await maria.wait_for("New request from Ann", anywhere=True)
    await maria.tap("Accept")
    await maria.wait_for("450 kr. charged")
    accepted = await ann.wait_for("Maria accepted", anywhere=True)
    assert "meet.jit.si" in accepted.text + str(accepted.raw)
    invitation = await ann.wait_for(document=True, anywhere=True)
    [event] = Calendar.from_ical((await ann.download(invitation)).decode()).events
    assert "Python Basics" in str(event["SUMMARY"])

    await stage.skip_to("reminder_24h")
    await ann.wait_for("Tomorrow", anywhere=True)
    await maria.wait_for("Tomorrow", anywhere=True)
    await stage.skip_to("reminder_1h")
    await ann.wait_for("1 hour", anywhere=True)
    await maria.wait_for("1 hour", anywhere=True)
    await stage.skip_to("completion")
    await ann.wait_for("That was Python Basics", anywhere=True)
    await maria.wait_for("450 kr. earned", anywhere=True)
    assert await stage.stripe() == (0, 45000, 0)


async def test_declined_is_never_charged_and_other_times_are_offered(stage: Stage) -> None:
    ann, maria = stage.phone(ANN), stage.phone(MARIA)
    await settle_in(ann)
    await request(stage, ann)
    await maria.wait_for("New request", anywhere=True)
    await maria.tap("Decline…")
    await maria.wait_for(button="Add a word to Ann")
    await maria.tap("Add a word to Ann")
    await maria.wait_for("What should Ann know?")
    await maria.send("Any day after Monday suits me.")
    await maria.wait_for("Ann will read:", button="Decline")
    await maria.tap("Decline")
    told = await ann.wait_for("Nothing was charged")
    assert "“Any day after Monday suits me.”" in told.text
    assert told.button("All times")
    assert any("·" in label for label in told.labels), "times that are free now"
    await stage.skip(by=60)
    assert await stage.stripe() == (0, 0, 0)


async def test_an_expert_who_does_not_answer_costs_nothing(stage: Stage) -> None:
    ann, maria = stage.phone(ANN), stage.phone(MARIA)
    await settle_in(ann)
    await request(stage, ann)
    await stage.skip_to("deadline")
    await ann.wait_for("Nothing was charged", anywhere=True)
    await maria.wait_for("ran out", anywhere=True)
    assert await stage.stripe() == (0, 0, 0)


async def test_a_payment_that_is_not_made_frees_the_seat(stage: Stage) -> None:
    ann, bo = stage.phone(ANN), stage.phone(BO)
    await settle_in(ann)
    await book(ann)
    await stage.skip(by=hours(1))
    ran_out = await ann.wait_for("ran out", anywhere=True)
    assert ran_out.button("Same time again")
    await ann.tap("Same time again")
    await ann.wait_for(button="Book it")
    await bo.send("/start")
    await bo.wait_for("København")


async def test_a_declined_card_leaves_the_seat_and_another_pays(stage: Stage) -> None:
    ann = stage.phone(ANN)
    await settle_in(ann)
    checkout = await book(ann)
    await stage.pay(checkout, DECLINED_CARD)
    await ann.wait_for("The bank declined the card")
    await stage.pay(checkout)
    await ann.wait_for("held on your card")


async def test_cancelling_in_time_returns_everything_that_was_promised(stage: Stage) -> None:
    ann, maria = stage.phone(ANN), stage.phone(MARIA)
    await settle_in(ann)
    await request(stage, ann)
    await maria.wait_for("New request", anywhere=True)
    await maria.tap("Accept")
    await ann.wait_for("Maria accepted")
    await ann.tap("Cancel…")
    asked = await ann.wait_for("You get 450 kr. back")
    assert asked.button("Keep the session")
    await ann.tap("Cancel the session")
    await maria.wait_for("cancelled", anywhere=True)
    await ann.wait_for(re.compile("450 kr.*(back|refunded|returned)"), anywhere=True)
    await stage.skip(by=60)
    assert await stage.stripe() == (0, 45000, 45000)


_DAYS = ("man", "tirs", "ons", "tors", "fre", "lør", "søn")


async def test_what_an_expert_says_of_their_week_is_bookable_at_once(stage: Stage) -> None:
    jonas, bo = stage.phone(JONAS), stage.phone(BO)
    # Not today: the evening may be too near by now, or over.
    in_two_days = datetime.now(ZoneInfo("Europe/Copenhagen")) + timedelta(days=2)
    await jonas.send(f"/availability {_DAYS[in_two_days.weekday()]} 18:00-20:00")
    preview = await jonas.wait_for(re.compile("18[.:]00"))
    assert preview.buttons[0].style == "success"
    await jonas.tap(preview.buttons[0].text)
    await jonas.wait_for()
    await settle_in(bo)
    await bo.send("/book")
    await bo.wait_for(button="Code review")
    await bo.tap("Code review")
    listed = await bo.wait_for("Jonas")
    assert any(label.endswith("18.00") for label in listed.labels), listed.labels


async def test_words_that_are_not_understood_are_pointed_at(stage: Stage) -> None:
    maria = stage.phone(MARIA)
    await maria.send("/availability mon-fri 9-17, satt 10-14")
    answer = await maria.wait_for("^^^^")
    assert "satt 10-14" in answer.text


async def test_danish_is_spoken_from_the_first_word(stage: Stage) -> None:
    bo = stage.phone(BO)
    await bo.send("/start")
    hello = await bo.wait_for()
    assert "København" in hello.text, "Danish guesses Copenhagen"
    assert hello.button("English")
