"""Money: whole minor units, never more given back than is due."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.money import CURRENCIES, LARGEST, parse_amount, price_for, share, too_low

CENTS = st.integers(0, LARGEST)


@given(CENTS)
def test_half_is_never_more_than_half(cents: int) -> None:
    back = share(cents, 50)
    assert 2 * back <= cents < 2 * back + 2


@given(CENTS, st.integers(0, 100))
def test_what_goes_back_and_what_stays_make_the_whole(cents: int, percent: int) -> None:
    assert 0 <= share(cents, percent) <= cents
    assert share(cents, 100) == cents
    assert share(cents, 0) == 0


@pytest.mark.parametrize(("cents", "percent"), [(-1, 50), (100, 101), (100, -1)])
def test_a_share_of_nonsense_is_refused(cents: int, percent: int) -> None:
    with pytest.raises(ValueError, match="a share is"):
        share(cents, percent)


@pytest.mark.parametrize(
    ("typed", "cents"),
    [
        ("450", 45000),
        ("450.50", 45050),
        ("450,5", 45050),
        ("450,-", 45000),
        ("kr. 1.250", 125000),
        ("1 250,00 kr.", 125000),
        ("1,250.75", 125075),
        ("$45", 4500),
        ("45 EUR", 4500),
        ("0", 0),
        ("free", None),
        ("", None),
        ("-5", None),
        ("1.2.3", None),
        ("450.505", 45050500),
        ("9999999", None),
        ("1" * 5000, None),
        ("4 5 0", None),
    ],
)
def test_prices_are_read_as_people_type_them(typed: str, cents: int | None) -> None:
    assert parse_amount(typed, "DKK") == cents


@given(st.text(max_size=40))
def test_no_text_breaks_the_price(typed: str) -> None:
    cents = parse_amount(typed, "EUR")
    assert cents is None or 0 <= cents <= LARGEST


def test_the_price_prefilled_from_an_hourly_rate_is_whole() -> None:
    assert price_for(45000, 60) == 45000
    assert price_for(45000, 30) == 22500
    assert price_for(45000, 45) == 33800
    assert price_for(33333, 60) == 33300


@pytest.mark.parametrize("currency", CURRENCIES)
def test_stripes_minimum_is_the_least_above_nothing(currency: str) -> None:
    minimum = CURRENCIES[currency].minimum
    assert too_low(minimum - 1, currency)
    assert not too_low(minimum, currency)
    assert not too_low(0, currency)
