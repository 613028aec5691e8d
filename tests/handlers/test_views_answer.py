"""The summary, and how long the expert has to answer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from handlers import views_summary
from tests.handlers import facts
from tests.handlers.phone import visible


@pytest.mark.parametrize("language", ["en", "da"])
def test_the_summary_says_how_long_an_answer_takes_and_that_one_may_withdraw(
    language: str,
) -> None:
    words = facts.speech(language)

    def said(**more: Any) -> str:
        return visible(views_summary.summary(words, facts.a_slot(**more), None, "").text)

    until = {"en": "Maria has until Tue 24 Nov, 14:00", "da": "Maria har indtil tirs. 24. nov."}
    within = {"en": "has 48 hours to answer", "da": "har 48 timer til at svare"}
    free = {"en": "for free", "da": "gratis trække"}
    assert until[language] in said()
    assert free[language] in said()
    assert free[language] not in said(price_cents=0)
    moving = {"answer_by": facts.NOW + timedelta(hours=48), "answer_moves": True}
    assert within[language] in said(**moving)
    half_an_hour = {"answer_by": facts.NOW + timedelta(minutes=30), "answer_moves": True}
    soon = {"en": "has 30 minutes to answer", "da": "har 30 minutter til at svare"}
    assert soon[language] in said(**half_an_hour)
    assert free[language] in said(**half_an_hour)
    assert "⏳" not in said(answer_by=None, answer_moves=None)
