"""Button data: what is packed comes back, and nothing else is believed."""

from __future__ import annotations

import inspect
from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.availability import Window
from bot.services.availability import pack, unpack
from handlers import callbacks as on
from handlers import callbacks_groups as all_of
from handlers import callbacks_teaching as to
from handlers import packing
from handlers.packing import Forged, Press, parse, topic_key

PRESSES = [
    each
    for module in (on, to, all_of)
    for _, each in inspect.getmembers(module, inspect.isclass)
    if issubclass(each, Press) and each is not Press
]
VALUES = {
    UUID: st.uuids(),
    int: st.integers(-1, 999),
    str: st.text(min_size=1, max_size=6),
    date: st.dates(),
}


@pytest.mark.parametrize("kind", PRESSES)
@given(data=st.data())
def test_what_is_packed_comes_back(kind: type[Press], data: st.DataObject) -> None:
    values = [
        data.draw(st.integers(-1, 9999) if name in packing._COUNTED else VALUES[each])
        for name, each in packing._shape(kind)
    ]
    press = kind(*values)
    assert parse(press.pack()) == press


def test_no_two_presses_share_their_letters() -> None:
    assert len({each.CODE for each in PRESSES}) == len(PRESSES)


@given(st.text(max_size=64))
def test_nothing_else_is_believed(text: str) -> None:
    try:
        press = parse(text)
    except Forged:
        return
    assert press.pack() == text


@pytest.mark.parametrize(
    "data",
    [None, "", "1", "1zz", "2xx", "1xx.1", "1mc", "1mc.", "1mc.short", "1mc." + "A" * 23,
     "1mc." + "B" * 22, "1bt.x", "1bt.1.1", "1ml.1", "1bt.99999999999", "1bt.10000", "1bt.-2",
     "1bh.x.20261340.0.a"],
)  # fmt: skip
def test_forged_data_is_refused(data: str | None) -> None:
    with pytest.raises(Forged):
        parse(data)


@given(st.text(min_size=1, max_size=200))
def test_any_topic_fits_into_every_button(topic: str) -> None:
    key = topic_key(topic)
    slot = UUID(int=2**128 - 1)
    on.Days(slot, 12, key).pack()  # type: ignore[arg-type]
    on.Book(slot, 99_999_999, key).pack()  # type: ignore[arg-type]
    on.Times(slot, date(2026, 11, 24), 3, key).pack()  # type: ignore[arg-type]
    assert on.Sessions(999, key).pack()


WINDOWS = st.builds(
    lambda day, start, length: Window(day, start, min(start + length, 1440)),
    st.integers(0, 6),
    st.integers(0, 1439),
    st.integers(1, 1440),
)


@given(st.sets(WINDOWS, max_size=11))
def test_a_week_of_eleven_different_hours_fits_into_a_button(windows: set[Window]) -> None:
    week = tuple(sorted(windows))
    packed = pack(week, "America/New_York")
    assert packed is not None
    on.SaveWindows(packed).pack()
    assert unpack(packed, "America/New_York") == (week, True)
    assert unpack(packed, "Asia/Kolkata") == (week, False)


def test_too_many_different_hours_do_not() -> None:
    assert pack([Window(1, n, n + 1) for n in range(20)], "UTC") is None


@given(st.text(alphabet="ABab01-_", max_size=60))
def test_a_forged_week_is_refused_or_is_a_week(packed: str) -> None:
    try:
        windows, _ = unpack(packed, "UTC")
    except ValueError:
        return
    assert all(0 <= each.day <= 6 and 0 <= each.start < each.end <= 1440 for each in windows)
