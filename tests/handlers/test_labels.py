"""No label of a button is cut: each with the longest that it can hold, on a narrow phone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.money import CURRENCIES, MOST
from bot.locales import LANGUAGES
from handlers import views_rules, views_sessions
from handlers.callbacks_teaching import NewPrice
from handlers.keyboards import LABEL
from handlers.views_rules import _BUFFERS, _NOTICES
from tests.handlers import facts
from tests.handlers.facts import speech
from tests.unit.test_locales import messages, variables

SEATS, TIMES, HOURS = "1000", "96", "72"
"""As many as a session may have, as a day has quarters, as the strictest policy has hours."""
MONEY = ("label-pay", "label-refund-all", "label-refund-do", "label-elsewhere-do")
COUNTS = {
    "label-morning": {"count": TIMES},
    "label-afternoon": {"count": TIMES},
    "label-evening": {"count": TIMES},
    "label-group": {"sure": SEATS},
    "label-group-asked": {"sure": "500", "asked": "500"},
    "label-cancel-all": {"n": SEATS},
    "label-session-seats": {"n": SEATS},
    "label-rule-policy": {"hours": HOURS},
}
NAMED = {
    "label-topic", "label-session", "label-alternative", "label-booking", "label-request",
    "label-numbered", "label-take-off", "label-take-off-no", "label-decline-word",
    "label-zone-change", "label-zone-keep",
}  # fmt: skip
"""These hold what people wrote, which is cut where it must be; the rest of them stays."""
SHOWN = {"label-your-rate", "label-your-rate-for", "label-rule-notice", "label-rule-buffer"}
"""These are made below as their screens make them."""
MARKED = {"label-rule-policy"}
"""A "✓" may stand before these."""


def longest(language: str, key: str) -> str:
    s = speech(language)
    if key in MONEY:
        name = "price" if key == "label-pay" else "amount"
        said = [s.plain(key, **{name: s.money(MOST, each)}) for each in CURRENCIES]
    elif key == "label-earliest":
        days = [facts.START + timedelta(days=n, hours=n % 24) for n in range(366)]
        said = [s.plain(key, when=s.brief(each)) for each in days]
    else:
        said = [s.plain(key, **COUNTS.get(key, {}))]
    return ("✓ " if key in MARKED else "") + max(said, key=len)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_label_is_cut(language: str) -> None:
    keys = {key for key in messages(language) if key.startswith("label-")}
    labels = {key: longest(language, key) for key in keys - NAMED - SHOWN}
    assert {label for label in labels.values() if len(label) > LABEL} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_label_holds_is_known_here(language: str) -> None:
    holding = {key for key, said in messages(language).items() if variables(said)}
    known = {*MONEY, *COUNTS, *NAMED, *SHOWN, "label-earliest"}
    assert {key for key in holding if key.startswith("label-")} == known


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("cents", [45000, 112550, 540000, 1012550, MOST])
def test_a_sessions_rate_is_whole_on_its_button(language: str, cents: int) -> None:
    s = speech(language)
    for currency in CURRENCIES:
        for minutes in (15, 60, 720):
            button = views_sessions._your_rate(s, cents, currency, minutes, NewPrice(cents))
            assert button is not None
            assert s.money(cents, currency) in button.text
            assert not button.text.endswith("…")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_rules_of_booking_are_whole_on_their_buttons(language: str) -> None:
    for rule, choices in (("notice", _NOTICES), ("buffer", _BUFFERS)):
        for minutes in choices:
            button = views_rules._minutes(speech(language), rule, minutes, minutes)
            assert button.text.startswith("✓")
            assert len(button.text) <= LABEL // 2, "four of them share a row"
