"""What screens tell that people decide by: prices, ratings, places, deadlines; and no dead ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.locales import Speech
from handlers import views_book, views_bookings, views_expert
from handlers.notices import NOTICES
from tests.handlers import facts
from tests.handlers.facts import ASKED, CONFIRMED, STATES, a_card, a_session, an_offer, speech
from tests.handlers.phone import visible

PLACE = '<a href="https://meet.example/room">meet.example</a>'
VIEWS = {"learner": views_bookings.card, "expert": views_expert.card}


def said(view: object) -> str:
    assert view is not None
    return visible(view.text)  # type: ignore[attr-defined]


def test_a_list_says_who_how_good_what_for_how_much_and_when() -> None:
    screen = views_book.sessions(speech(), "python", [an_offer(1), an_offer(2), an_offer(3)], 0)
    assert said(screen).split("\n")[1:] == [
        "1 Maria K. ★ 4.9 · Python Basics, 60 min · 450 kr. · Wed 25 Nov, 16:00",
        "2 Maria K. new · Python Basics, 60 min · 900 kr. · Thu 26 Nov, 16:00",
        "3 Maria K. ★ 4.9 · Python Basics, 60 min · free · Fri 27 Nov, 16:00",
    ]


def test_a_sessions_head_says_of_how_many_sessions_the_rating_is() -> None:
    head = views_book.session_head(speech(), a_session())
    assert visible(head).split("\n")[1] == "★ 4.9 (38 sessions), 60 min, 450 kr., beginners"
    new = views_book.session_head(speech(), a_session(rating=None, total_sessions=0))
    assert visible(new).split("\n")[1] == "new, 60 min, 450 kr., beginners"


def test_a_sessions_page_says_what_it_is_who_gives_it_and_what_it_needs() -> None:
    text = said(views_book.days(speech(), a_session(), facts.free_days(3), 0, "python"))
    for words in (
        "From the first variable on.",
        "Data engineer, ten years of Python in production.",
        "You need: a laptop",
        "beginners",
    ):
        assert words in text
    assert "You need" not in said(
        views_book.days(speech(), a_session(prerequisites=None), facts.free_days(3), 0, "python")
    )


@pytest.mark.parametrize("side", VIEWS)
@pytest.mark.parametrize(("kind", "ahead"), [("reminder_24h", 24), ("reminder_1h", 1)])
def test_each_reminder_says_where_to_meet(side: str, kind: str, ahead: int) -> None:
    then = Speech("en", "Europe/Copenhagen", facts.START - timedelta(hours=ahead))
    shown = NOTICES[side, kind](then, a_card(**{**CONFIRMED, "side": side}), [])
    assert f"Meet here: {PLACE}" in said(shown)
    nowhere = a_card(**{**CONFIRMED, "side": side, "meeting_url": None})
    assert "Meet" not in said(NOTICES[side, kind](then, nowhere, []))


@pytest.mark.parametrize("side", VIEWS)
def test_a_confirmed_card_says_where_to_meet_and_an_asked_one_does_not(side: str) -> None:
    card = VIEWS[side]
    assert f"Meet here: {PLACE}" in said(card(speech(), a_card(**{**CONFIRMED, "side": side})))
    early = {**ASKED, "side": side, "meeting_url": "https://meet.example/room"}
    assert "Meet" not in said(card(speech(), a_card(**early)))


def test_materials_are_for_whom_the_session_is_confirmed() -> None:
    link = "https://materials.example/"
    for state, there in ((CONFIRMED, True), ({**ASKED, "materials_url": link}, False)):
        buttons = [b for row in views_bookings.card(speech(), a_card(**state)).rows for b in row]
        assert (("Materials", link) in [(b.text, b.url) for b in buttons]) is there
    shown = NOTICES["learner", "accepted"](speech(), a_card(**CONFIRMED), [])
    assert shown is not None
    assert link in [button.url for row in shown.rows for button in row]


def test_a_request_says_what_is_held_until_when_and_how_far_the_learner_is() -> None:
    text = said(views_expert.request(speech(), a_card(**ASKED)))
    assert "New request from Ann (beginner)" in text
    assert "450 kr. held. Answer by Tue 24 Nov, 14:00" in text
    free = said(views_expert.request(speech(), a_card(**ASKED, price_cents=0)))
    assert "Free of charge. Answer by Tue 24 Nov, 14:00" in free
    assert "held" not in free
    unknown = said(views_expert.request(speech(), a_card(**ASKED, learner_level=None)))
    assert "New request from Ann\n" in unknown


@pytest.mark.parametrize(("audience", "notice"), NOTICES)
def test_no_notice_is_a_dead_end(audience: str, notice: str) -> None:
    told = False
    for name, state in STATES.items():
        for other in ([], facts.alternatives()):
            shown = NOTICES[audience, notice](
                speech(), a_card(**{**state, "side": audience}), other
            )
            if shown is None:
                continue
            told = True
            assert shown.rows, name
    assert told


def test_a_long_name_on_a_button_keeps_its_letters_and_the_list_says_when() -> None:
    titles = ("Python Basics for data people", "Python Basics for designers")
    offers = [replace(an_offer(n), title=titles[n - 1]) for n in (1, 2)]
    screen = views_book.sessions(speech(), "python", offers, 0)
    assert [row[0].text for row in screen.rows[:2]] == [
        "1 Python Basics for data pe…",
        "2 Python Basics for designe…",
    ]
    short = views_book.sessions(speech(), "python", [an_offer(1)], 0)
    assert short.rows[0][0].text == "1 Maria · Wed 16:00"
    assert "Wed 25 Nov, 16:00" in said(screen)
