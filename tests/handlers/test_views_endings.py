"""How it ended, as it was: nobody accepted what is booked at once, and a group goes on."""

from __future__ import annotations

from handlers import views_bookings, views_cancel, views_expert
from handlers.views_notices import LEARNER
from tests.handlers.facts import CONFIRMED, GROUP, STATES, a_card, speech
from tests.handlers.test_views_said import said

TAKEN_OFF = {**STATES["cancelled by the expert"], **GROUP, "others_stayed": True}


def test_a_refused_charge_says_that_you_are_not_booked() -> None:
    notice = LEARNER["capture_failed"]
    asked = said(notice(speech(), a_card(**STATES["failed"], **GROUP), []))
    assert "accepted Tue" in asked
    assert "so you are not booked" in asked
    assert "cancelled" not in asked, "others still come"
    at_once = said(notice(speech(), a_card(**STATES["failed"], instant_booking=True), []))
    assert at_once.startswith("❌ Your bank refused the charge for")
    assert "accepted" not in at_once


def test_a_learner_taken_off_a_group_is_not_told_that_it_is_cancelled() -> None:
    told = said(LEARNER["expert_cancelled"](speech(), a_card(**TAKEN_OFF), []))
    assert told.startswith("❌ Maria took you off")
    assert "450" in told
    assert "Maria took you off" in said(views_bookings.card(speech(), a_card(**TAKEN_OFF)))
    # Somebody has booked that time since, which changes nothing about what happened.
    everybody = a_card(**{**TAKEN_OFF, "others_stayed": False, "taken": 1})
    assert "Maria had to cancel" in said(LEARNER["expert_cancelled"](speech(), everybody, []))
    assert "Maria cancelled it" in said(views_bookings.card(speech(), everybody))


def test_the_experts_card_says_that_one_was_taken_off() -> None:
    shown = said(views_expert.card(speech(), a_card(**TAKEN_OFF, side="expert")))
    assert "You took Ann off. Ann gets everything back." in shown
    free = a_card(**{**TAKEN_OFF, **STATES["cancelled by the expert, free"], "side": "expert"})
    assert "You took Ann off. Ann was told." in said(views_expert.card(speech(), free))


def test_a_learner_of_a_group_cancels_their_seat() -> None:
    asked = views_cancel.cancel_ask(speech(), a_card(**CONFIRMED, **GROUP))
    assert asked.rows[0][0].text == "Cancel my seat"
