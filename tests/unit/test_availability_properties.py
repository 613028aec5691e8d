"""The availability language against any text and any week (Hypothesis)."""

from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.availability import NotUnderstood, Window, describe, parse, underline
from tests.unit.speaking import speech

_WORDS = (  # noqa: SIM905 - to be read, not counted
    "mon tue wednesday fri sat sunday man tirs ons. lørdag søn weekdays hverdage weekend daily"
    " off fri clear ryd - – to til , ; and og 9 9.30 17:00 0900 22 02 24 25 12am 5pm 9am-5 all"
    " day hele døgnet noon midnight kl. from 24/7 satt 🤷 é 9:7 -- . : every hver"
).split()
SENTENCES = st.lists(st.sampled_from(_WORDS), max_size=14).flatmap(
    lambda words: st.sampled_from([" ", "", "  ", ","]).map(lambda gap: gap.join(words))
)
LANGUAGES = st.sampled_from(["en", "da"])
WINDOWS = st.builds(
    lambda day, start, length: Window(day, start, min(start + length, 1440)),
    st.integers(0, 6),
    st.integers(0, 1439),
    st.integers(1, 1440),
)


def read(text: str, language: str) -> tuple[Window, ...] | None:
    """The windows, or None where the text is not understood, which must be said properly."""
    try:
        return parse(text, language)
    except NotUnderstood as found:
        check(found, language)
        return None


def check(found: NotUnderstood, language: str) -> None:
    assert 0 <= found.start <= found.end <= len(found.text)
    line, marks = underline(found)
    assert len(line) <= 30
    assert "\n" not in line
    assert marks.strip(" ").strip("^") == ""
    assert "^" in marks
    assert speech(language).t(found.key, **found.hints)


@given(st.text(max_size=80) | SENTENCES, LANGUAGES)
@example("İstanbul 9-10", "en")
@example("mon ٩-١٧", "da")
@example("mon ²-9", "en")
@example("\x00", "en")
@example("9" * 500, "en")
def test_no_text_is_a_crash_and_every_week_is_sound(text: str, language: str) -> None:
    windows = read(text, language)
    for window in windows or ():
        assert 0 <= window.day <= 6
        assert 0 <= window.start < window.end <= 1440
    assert list(windows or ()) == sorted(windows or ())
    for one, other in zip(windows or (), (windows or ())[1:], strict=False):
        assert one.day < other.day or one.end < other.start


@given(SENTENCES, LANGUAGES)
def test_what_was_read_is_read_again_from_what_is_said_of_it(text: str, language: str) -> None:
    windows = read(text, language)
    if windows:
        again = "\n".join(describe(windows, speech(language)))
        assert parse(again, language) == windows


@given(st.lists(WINDOWS, min_size=1, max_size=4), LANGUAGES)
def test_any_week_said_is_read_as_that_week(windows: list[Window], language: str) -> None:
    minutes = {(w.day, minute) for w in windows for minute in range(w.start, w.end)}
    said = "\n".join(describe(windows, speech(language)))
    assert {
        (w.day, minute) for w in parse(said, language) for minute in range(w.start, w.end)
    } == minutes


@given(st.integers(0, 1440), st.integers(0, 1440))
def test_a_range_of_plain_times_is_itself_or_goes_past_midnight_or_is_asked_about(
    start: int, end: int
) -> None:
    text = f"mon {start // 60}:{start % 60:02}-{end // 60}:{end % 60:02}"
    windows = read(text, "en")
    if start < end:
        assert windows == (Window(1, start, end),)
    elif windows:
        assert sum(w.end - w.start for w in windows) == ((end - start) % 1440 or 1440)
        assert windows[0].start == start
