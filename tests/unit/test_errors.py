"""Refusals: each has its code, its sentence in both languages, and a next step."""

import re

import pytest

from bot.domain.errors import (
    BY_CODE,
    REFUSALS,
    InvalidInput,
    NoProfile,
    Refusal,
    SlotTaken,
    TooMany,
    WrongState,
)
from bot.locales import LANGUAGES
from tests.unit.speaking import speech


def test_codes_are_unique_and_of_our_class() -> None:
    assert len(BY_CODE) == len(REFUSALS) == 12
    assert all(re.fullmatch(r"BK\d{3}", code) for code in BY_CODE)


def test_every_refusal_says_what_it_means_in_its_docstring() -> None:
    assert all(refusal.__doc__ and "\n" not in refusal.__doc__.strip() for refusal in REFUSALS)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "refusal",
    [
        *(each() for each in REFUSALS),
        NoProfile("expert"),
        WrongState("late"),
        *map(TooMany, ("pending", "day", "sessions", "windows")),
    ],
)
def test_every_refusal_is_said_with_a_next_step(refusal: Refusal, language: str) -> None:
    said = speech(language).t(refusal.key)
    # A command to send, or something to pick, type or try again.
    assert re.search(r"/[a-z]+|Skriv|Type|Prøv|Try", said)


def test_a_missing_expert_profile_is_another_sentence_than_a_missing_learner_profile() -> None:
    assert NoProfile("expert").key != NoProfile("learner").key


def test_a_refusal_carries_a_detail_for_the_log() -> None:
    assert InvalidInput("price_cents").detail == "price_cents"
    assert SlotTaken().detail is None
    assert str(SlotTaken()) == "SlotTaken"
