"""Money: whole minor units, never more given back than is due."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.money import CURRENCIES, share, too_low

CENTS = st.integers(0, 99_999_999)


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


@pytest.mark.parametrize("currency", CURRENCIES)
def test_stripes_minimum_is_the_least_above_nothing(currency: str) -> None:
    minimum = CURRENCIES[currency].minimum
    assert too_low(minimum - 1, currency)
    assert not too_low(minimum, currency)
    assert not too_low(0, currency)
