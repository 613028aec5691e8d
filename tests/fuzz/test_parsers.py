"""No text, tap, link, update, event or name is a crash: each parser against what nobody would send.

The same functions run for longer, and led by coverage, with `make fuzz`.
"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz.__main__ import NAMES
from tests.fuzz.parsers import PARSERS


def test_make_fuzz_runs_every_parser() -> None:
    assert set(NAMES) == set(PARSERS)


@pytest.mark.parametrize("name", PARSERS)
@settings(max_examples=400, derandomize=True, deadline=None)
@given(data=st.binary(max_size=400) | st.text(max_size=100).map(str.encode))
def test_nothing_that_is_read_is_a_crash(name: str, data: bytes) -> None:
    PARSERS[name](data)
