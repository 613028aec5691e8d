"""The availability language: what people type about their week, in English and Danish."""

import pytest

from bot.domain.availability import LONGEST, NotUnderstood, Window, describe, parse, underline
from tests.unit.speaking import speech

SUN, MON, TUE, WED, THU, FRI, SAT = range(7)


def week(text: str, language: str = "en") -> list[str]:
    """What is read, in the one way of writing it down."""
    return describe(parse(text, language), speech("en"))


def hours(start: float, end: float, *days: int) -> set[Window]:
    return {Window(day, round(start * 60), round(end * 60)) for day in days}


def trouble(text: str, language: str = "en") -> NotUnderstood:
    with pytest.raises(NotUnderstood) as caught:
        parse(text, language)
    return caught.value


def test_the_first_example() -> None:
    windows = parse("mon-fri 09:00-17:00, sat 10-14")
    assert set(windows) == hours(9, 17, MON, TUE, WED, THU, FRI) | hours(10, 14, SAT)
    assert Window(SAT, 600, 840).as_json() == {"day": 6, "start": "10:00", "end": "14:00"}


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("mon,wed 9-12 13-17", ["Mon, Wed 9:00–12:00, 13:00–17:00"]),
        ("weekdays 9-17", ["Mon–Fri 9:00–17:00"]),
        ("weekends 10-14", ["Sat, Sun 10:00–14:00"]),
        ("daily 8-20", ["Mon–Sun 8:00–20:00"]),
        ("every day 8-20", ["Mon–Sun 8:00–20:00"]),
        ("24/7", ["Mon–Sun 0:00–24:00"]),
        ("mon all day", ["Mon 0:00–24:00"]),
        ("fri-mon 9-12", ["Mon, Fri–Sun 9:00–12:00"]),
        ("Mon - Fri: 9 - 17; Sat 10 to 14", ["Mon–Fri 9:00–17:00", "Sat 10:00–14:00"]),
        ("mon–fri 9.30–17", ["Mon–Fri 9:30–17:00"]),
        ("MON9-17", ["Mon 9:00–17:00"]),
        ("mondays 0900-1730", ["Mon 9:00–17:30"]),
        ("monday to friday from 9am to 5pm", ["Mon–Fri 9:00–17:00"]),
        ("mon-fri - 9-17", ["Mon–Fri 9:00–17:00"]),
        ("mon 9-17\ntue 10-12", ["Mon 9:00–17:00", "Tue 10:00–12:00"]),
        ("mon 9h-17h30", ["Mon 9:00–17:30"]),
        ("mon 9:07-9:52", ["Mon 9:07–9:52"]),
    ],
)
def test_ways_of_saying_it(text: str, lines: list[str]) -> None:
    assert week(text) == lines


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("mon 9am-5pm", "Mon 9:00–17:00"),
        ("mon 9 a.m. - 5 p.m.", "Mon 9:00–17:00"),
        ("mon 9-5pm", "Mon 9:00–17:00"),
        ("mon 1-5pm", "Mon 13:00–17:00"),
        ("mon 9am-5", "Mon 9:00–17:00"),
        ("mon 9-12pm", "Mon 9:00–12:00"),
        ("mon 9-11am", "Mon 9:00–11:00"),
        ("mon 11-12am", "Mon 23:00–24:00"),
        ("mon noon-4", "Mon 12:00–16:00"),
        ("mon 9-noon", "Mon 9:00–12:00"),
        ("mon 18-midnight", "Mon 18:00–24:00"),
        ("mon 12am-1am", "Mon 0:00–1:00"),
        ("mon 9:30pm-11pm", "Mon 21:30–23:00"),
    ],
)
def test_am_and_pm(text: str, line: str) -> None:
    assert week(text) == [line]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("man-fre kl. 9-17, lør 10-14", ["Mon–Fri 9:00–17:00", "Sat 10:00–14:00"]),
        ("mandag-fredag 9.00-17.00", ["Mon–Fri 9:00–17:00"]),
        ("mandag til torsdag fra 9 til 17", ["Mon–Thu 9:00–17:00"]),
        ("hverdage 9 til 17, weekend fri", ["Mon–Fri 9:00–17:00"]),
        ("tirs og tors 13-15.30", ["Tue, Thu 13:00–15:30"]),
        ("hver dag kl 8-12", ["Mon–Sun 8:00–12:00"]),
        ("hver onsdag 9-12", ["Wed 9:00–12:00"]),
        ("søndage 10-12", ["Sun 10:00–12:00"]),
        ("soendag og lordag 10-12", ["Sat, Sun 10:00–12:00"]),
        ("dagligt 9-17, ons fri", ["Mon, Tue, Thu–Sun 9:00–17:00"]),
        ("man-fri 9-17", ["Mon–Fri 9:00–17:00"]),
        ("fri 9-12", ["Fri 9:00–12:00"]),
        ("lørdag hele døgnet", ["Sat 0:00–24:00"]),
        ("mon-fri 9-17", ["Mon–Fri 9:00–17:00"]),
    ],
)
def test_danish(text: str, lines: list[str]) -> None:
    assert week(text, "da") == lines


def test_every_short_and_long_name_of_every_day() -> None:
    names = {
        SUN: "su sun sunday sundays sø søn søndag søndage sondag",
        MON: "mo mon monday mondays ma man mandag mandage",
        TUE: "tu tue tues tuesday ti tir tirs tirsdag tirsdage",
        WED: "we wed weds wednesday ons onsdag onsdage",
        THU: "th thu thur thurs thursday tor tors torsdag",
        FRI: "fr fri friday fridays fre fredag fredage",
        SAT: "sa sat saturday lø lør lørdag lørdage lordag",
    }
    for day, words in names.items():
        for word in words.split():
            assert set(parse(f"{word} 9-10")) == hours(9, 10, day), word
            assert set(parse(f"{word.upper()}. 9-10")) == hours(9, 10, day), word


def test_past_midnight_is_two_windows() -> None:
    assert set(parse("fri 22-02")) == hours(22, 24, FRI) | hours(0, 2, SAT)
    assert set(parse("sat 10pm-2am")) == hours(22, 24, SAT) | hours(0, 2, SUN)
    assert set(parse("mon 22-24")) == set(parse("mon 22-00")) == hours(22, 24, MON)
    assert set(parse("mon 0-24")) == set(parse("mon 00:00-00:00")) == hours(0, 24, MON)


def test_what_overlaps_or_touches_is_one_window() -> None:
    assert week("mon 9-12, mon 11-14") == ["Mon 9:00–14:00"]
    assert week("mon 9-12 12-14") == ["Mon 9:00–14:00"]
    assert week("sun 22-3, mon 2-6") == ["Mon 0:00–6:00", "Sun 22:00–24:00"]


def test_a_day_off_takes_back_what_was_said() -> None:
    assert week("daily 8-20, wed off") == ["Mon, Tue, Thu–Sun 8:00–20:00"]
    assert week("wed off, daily 8-20") == ["Mon, Tue, Thu–Sun 8:00–20:00"]
    assert week("wed off, daily 8-20, wed 10-12") == [
        "Mon, Tue, Thu–Sun 8:00–20:00",
        "Wed 10:00–12:00",
    ]


def test_a_saturday_off_leaves_fridays_night() -> None:
    assert week("fri 22-2, sat off") == ["Fri 22:00–24:00", "Sat 0:00–2:00"]


@pytest.mark.parametrize("text", ["clear", "Clear.", "off", "none", "ryd", "ingen", "daily off"])
def test_never(text: str) -> None:
    assert parse(text) == ()


@pytest.mark.parametrize(
    ("text", "marked", "key"),
    [
        ("", "", "empty"),
        (" , ", "", "empty"),
        ("mon-fri 9-17, satt 10-14", "satt", "unknown-guess"),
        ("mon-fri 9-17, banana 10-14", "banana", "unknown"),
        ("mon 9-17 🤷", "🤷", "unknown"),
        ("mon 25:00-26", "25:00", "time"),
        ("mon 24:30-26", "24:30", "time"),
        ("mon 9:75-10", "9:75", "time"),
        ("mon 9:3-10", "9:3", "time"),
        ("mon 13pm-14", "13pm", "time"),
        ("mon 123456-7", "123456", "time"),
        ("9-17", "9-17", "missing-day"),
        ("off, mon 9-12", "off", "missing-day"),
        ("mon, tue", "mon, tue", "missing-times"),
        ("mon 9-12, fri", "fri", "missing-times"),
        ("mon 9", "9", "missing-end"),
        ("mon 9 17", "9", "missing-end"),
        ("mon 9-", "9", "missing-end"),
        ("mon 9-5", "9-5", "backwards"),
        ("mon 17-9", "17-9", "backwards"),
        ("mon 9-9", "9-9", "no-length"),
        ("mon 24-2", "24-2", "no-length"),
        ("mon 9-12-15", "-", "dash"),
        ("- mon 9-12", "-", "dash"),
        ("weekdays-sun 9-12", "weekdays-sun", "dash"),
        ("mon-fri-sun 9-10", "-", "dash"),
        ("clear mon", "clear", "clear-alone"),
    ],
)
def test_what_is_not_understood_is_pointed_at(text: str, marked: str, key: str) -> None:
    found = trouble(text)
    assert found.text[found.start : found.end] == marked
    assert found.key == f"availability-{key}"


def test_a_slip_gets_a_guess() -> None:
    assert trouble("satt 10-14").hints["guess"] == "sat"
    assert trouble("torsdga 10-14", "da").hints["guess"] == "torsdag"
    assert trouble("mon 9-5").hints["guess"] == "9-17"
    assert trouble("mon 9:30-5").hints["guess"] == "9:30-17"
    assert trouble("mon 17-9").hints["guess"] == "9-17"


def test_a_pasted_page_is_not_read() -> None:
    found = trouble("mon 9-17 " * 100)
    assert found.key == "availability-too-long"
    assert found.start == LONGEST


def test_the_storyboards_underline() -> None:
    text, marks = underline(trouble("mon-fri 9-17, satt 10-14"))
    assert text == "mon-fri 9-17, satt 10-14"
    assert marks == "              ^^^^"


def test_the_underline_is_clipped_around_the_word() -> None:
    text, marks = underline(
        trouble("mon 9-17, tue 9-17, wed 9-17, banana 9-17, thu 9-17, fri 9-17")
    )
    assert len(text) <= 30
    assert text.startswith("…")
    assert text.endswith("…")
    assert text[marks.index("^") : len(marks)] == "banana"


def test_the_underline_of_a_very_long_word_fits() -> None:
    text, marks = underline(trouble("x" * 200))
    assert len(text) <= 30
    assert len(marks) <= 30


def test_the_underline_counts_wide_letters_as_two() -> None:
    text, marks = underline(trouble("mon 9-17, 月曜 9-17"))
    assert text == "mon 9-17, 月曜 9-17"
    assert marks == " " * 10 + "^^^^"


@pytest.mark.parametrize("language", ["en", "da"])
def test_what_is_not_understood_is_said_in_full(language: str) -> None:
    texts = ["", "satt 9-10", "bananas 9-10", "mon 25-26", "9-17", "mon", "mon 9", "mon 9-5"]
    for text in [*texts, "mon 9-9", "mon 9-12-15", "clear mon", "x" * 501]:
        found = trouble(text)
        assert speech(language).t(found.key, **found.hints)


def test_windows_survive_json() -> None:
    window = Window(MON, 9 * 60, 1440)
    assert window.as_json() == {"day": 1, "start": "09:00", "end": "24:00"}
    assert Window.from_json(window.as_json()) == window
    assert Window.from_json({"day": 1, "start": "09:00:00", "end": "24:00:00"}) == window
