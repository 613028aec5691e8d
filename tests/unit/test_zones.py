"""Zones: guessed where it is certain, listed, and found by what people type."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.zones import REGIONS, find, guess, is_zone, same_clock

NOVEMBER = datetime(2026, 11, 22, 12, tzinfo=UTC)
JULY = datetime(2026, 7, 1, 12, tzinfo=UTC)
LISTED = [zone for zones in REGIONS.values() for zone in zones]


def test_danish_guesses_copenhagen_and_other_languages_are_asked() -> None:
    assert guess("da") == guess("da-DK") == "Europe/Copenhagen"
    assert guess("en") is None
    assert guess(None) is None


def test_every_listed_zone_exists_once() -> None:
    assert all(is_zone(zone) for zone in LISTED)
    assert len(LISTED) == len(set(LISTED))


@pytest.mark.parametrize(
    "name", ["Mars+3", "europe/copenhagen", "", "GMT+25", "../etc/passwd", "Factory"]
)
def test_only_exact_names_are_zones(name: str) -> None:
    assert not is_zone(name)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("copenhagen", "Europe/Copenhagen"),
        ("København", "Europe/Copenhagen"),
        ("Danmark", "Europe/Copenhagen"),
        ("aarhus", "Europe/Copenhagen"),
        ("europe/copenhagen", "Europe/Copenhagen"),
        ("copenhagn", "Europe/Copenhagen"),
        ("new york", "America/New_York"),
        ("New_York", "America/New_York"),
        ("usa", "America/New_York"),
        ("India", "Asia/Kolkata"),
        ("indien", "Asia/Kolkata"),
        ("São Paulo", "America/Sao_Paulo"),
        ("buenos aires", "America/Argentina/Buenos_Aires"),
        ("gmt+1", "Europe/Copenhagen"),
        ("UTC+5:30", "Asia/Kolkata"),
        ("utc", "UTC"),
    ],
)
def test_what_people_type_is_found(typed: str, first: str) -> None:
    assert find(typed, NOVEMBER)[0] == first


def test_an_offset_means_who_is_at_it_now() -> None:
    assert "Europe/Copenhagen" not in find("+1", JULY)
    assert "Europe/London" in find("+1", JULY)


@pytest.mark.parametrize("typed", ["", "   ", "🤷", "Mars+3", "x", "qwrtpsdf", "gmt+99"])
def test_nonsense_is_found_nowhere(typed: str) -> None:
    assert find(typed, NOVEMBER) == ()


@given(st.text(max_size=60))
def test_no_text_breaks_the_search(typed: str) -> None:
    found = find(typed, NOVEMBER)
    assert len(found) <= 8
    assert all(is_zone(zone) for zone in found)


def test_clocks_that_show_the_same() -> None:
    assert same_clock("Europe/Copenhagen", "Europe/Berlin", JULY)
    assert not same_clock("Europe/Copenhagen", "Europe/London", JULY)
    assert same_clock("America/Phoenix", "America/Denver", NOVEMBER)
    assert not same_clock("America/Phoenix", "America/Denver", JULY)
