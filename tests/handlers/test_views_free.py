"""What is said of how it ended, and no word of money where it cost nothing."""

from __future__ import annotations

import re

import pytest

from handlers import views_bookings, views_expert, views_list
from handlers.notices import NOTICES
from tests.handlers.facts import STATES, a_card, speech

MONEY = re.compile(r"money|releas|returned|gets everything|charged|kr\.|frigiv|tilbage|trukket")


@pytest.mark.parametrize("language", ["en", "da"])
def test_of_a_free_session_nobody_hears_of_money(language: str) -> None:
    s = speech(language)
    for state in (each for each in STATES if each.endswith(", free")):
        for side, view in (("learner", views_bookings.card), ("expert", views_expert.card)):
            text = view(s, a_card(**STATES[state], side=side)).text
            said = text.replace("trak forespørgslen tilbage", "")
            assert not MONEY.search(said), f"{side}, {state}: {text}"
    for audience, notice in (
        ("expert", "request_ran_out"), ("expert", "learner_cancelled"), ("learner", "declined"),
        ("learner", "unanswered"), ("learner", "expert_cancelled"),
    ):  # fmt: skip
        facts = {**STATES["unanswered, free"], "side": audience}
        shown = NOTICES[audience, notice](s, a_card(**facts), [])
        assert shown is not None
        assert not MONEY.search(shown.text), f"{audience}, {notice}: {shown.text}"


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("ran out", "hold ran out"), ("let go", "let go"), ("withdrawn", "withdrawn"),
        ("declined", "declined"), ("unanswered", "not answered in time"),
        ("failed", "the payment failed"), ("cancelled, all back", "cancelled"),
        ("completed", "done"),
    ],
)  # fmt: skip
def test_the_list_of_earlier_bookings_names_how_each_ended(state: str, said: str) -> None:
    shown = views_list.listed(speech(), [a_card(**STATES[state])], 0, past=True)
    assert shown.text.splitlines()[1].endswith(f"· {said}")
