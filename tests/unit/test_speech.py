"""Speech: times, days and money as an English and as a Danish reader write them."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from bot.locales import Html, MissingText, escape, lines, pick_language
from tests.unit.speaking import NOW, speech

HOUR = timedelta(hours=1)
TUESDAY = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "cents", "currency", "said"),
    [
        ("en", 45000, "DKK", "450 kr."),
        ("da", 45000, "DKK", "450 kr."),
        ("en", 45050, "DKK", "450.50 kr."),
        ("da", 45050, "DKK", "450,50 kr."),
        ("en", 145000, "DKK", "1,450 kr."),
        ("da", 145000, "DKK", "1.450 kr."),
        ("en", 4500, "USD", "$45"),
        ("en", 4500, "EUR", "€45"),
        ("da", 4500, "EUR", "45 €"),
        ("da", 4505, "USD", "45,05 $"),
        ("en", 5, "EUR", "€0.05"),
        ("en", 0, "DKK", "0 kr."),
    ],
)
def test_money(language: str, cents: int, currency: str, said: str) -> None:
    assert speech(language).money(cents, currency) == said.replace(" ", "\N{NO-BREAK SPACE}")


def test_the_largest_amount_is_exact() -> None:
    assert speech().money(99_999_999, "USD") == "$999,999.99"


def test_times_are_told_in_the_listeners_zone() -> None:
    assert speech().time(TUESDAY) == "16:00"
    assert speech("da").time(TUESDAY) == "16.00"
    assert speech(zone="America/New_York").time(TUESDAY) == "10:00"
    assert speech().time(TUESDAY, "Asia/Kolkata") == "20:30"
    assert speech().time(TUESDAY - 7 * HOUR) == "9:00"


def test_days() -> None:
    assert speech().day(TUESDAY) == "Tue 24 Nov"
    assert speech("da").day(TUESDAY) == "tirs. 24. nov."
    assert speech().long_day(TUESDAY) == "Tuesday 24 November"
    assert speech("da").long_day(date(2026, 11, 24)) == "tirsdag den 24. november"
    assert speech().month(date(2026, 12, 1)) == "December 2026"
    assert speech("da").month(date(2026, 12, 1)) == "december 2026"
    assert speech().short_month(date(2026, 12, 1)) == "Dec"
    assert [speech().weekday(day) for day in (0, 1, 6)] == ["Sun", "Mon", "Sat"]


def test_a_day_far_away_says_its_year() -> None:
    assert speech().day(date(2027, 12, 24)) == "Fri 24 Dec 2027"
    assert speech().day(date(2027, 1, 5)) == "Tue 5 Jan"
    assert speech("da").day(date(2025, 3, 5)) == "ons. 5. mar. 2025"


@pytest.mark.parametrize(
    ("hours", "english", "danish", "brief"),
    [
        (1, "today 16:00", "i dag kl. 16.00", "today 16:00"),
        (18, "tomorrow 9:00", "i morgen kl. 9.00", "tomorrow 9:00"),
        (-20, "yesterday 19:00", "i går kl. 19.00", "yesterday 19:00"),
        (49, "Tue 24 Nov, 16:00", "tirs. 24. nov. kl. 16.00", "Tue 16:00"),
        (24 * 7, "Sun 29 Nov, 15:00", "søn. 29. nov. kl. 15.00", "29 Nov 15:00"),
    ],
)
def test_when(hours: int, english: str, danish: str, brief: str) -> None:
    moment = NOW + hours * HOUR
    assert speech().when(moment) == english
    assert speech("da").when(moment) == danish
    assert speech().brief(moment) == brief


def test_today_is_the_listeners_today() -> None:
    late = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    assert speech().when(late) == "tomorrow 0:30"
    assert speech(zone="America/New_York").when(late) == "today 18:30"


def test_a_span_always_says_its_date() -> None:
    assert speech().span(TUESDAY, TUESDAY + HOUR) == "Tue 24 Nov, 16:00–17:00"
    assert speech("da").span(TUESDAY, TUESDAY + HOUR) == "tirs. 24. nov. kl. 16.00–17.00"


def test_clocks_changing_inside_a_session_are_told_as_the_wall_shows_them() -> None:
    start = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert speech().hours(start, start + HOUR) == "2:30–2:30"


@pytest.mark.parametrize(
    ("zone", "english", "danish"),
    [
        ("Europe/Copenhagen", "Copenhagen", "København"),
        ("America/New_York", "New York", "New York"),
        ("Asia/Calcutta", "Kolkata", "Kolkata"),
        ("America/Argentina/Buenos_Aires", "Buenos Aires", "Buenos Aires"),
        ("UTC", "UTC", "UTC"),
    ],
)
def test_zones_are_called_by_their_city(zone: str, english: str, danish: str) -> None:
    assert speech().zone_name(zone) == english
    assert speech("da", zone).zone_name() == danish


def test_numbers() -> None:
    assert speech().number(Decimal("4.86"), 1) == "4.9"
    assert speech("da").number(Decimal("4.9"), 1) == "4,9"
    assert speech("da").number(1234) == "1.234"


def test_plurals() -> None:
    assert speech().t("sessions-held", n=1) == "1 session"
    assert speech().t("sessions-held", n=1234) == "1,234 sessions"
    assert speech("da").t("sessions-held", n=2) == "2 sessioner"


def test_a_sentence_that_ends_in_kroner_ends_in_one_stop() -> None:
    kept = speech().t("ecard-kept", amount="225 kr.")
    assert kept == "You keep 225 kr."
    assert speech("da").t("ecard-kept", amount="225 kr.") == "Du beholder 225 kr."
    assert speech().t("cancel-as-expert", name="Ann", refund="450 kr.").endswith("<b>450 kr.</b>")


def test_what_people_write_never_becomes_a_tag() -> None:
    said = speech().t("availability-unknown-guess", guess="<b>&\"x'")
    assert "<b>&lt;b&gt;&amp;&quot;x'</b>" in said


def test_a_name_cannot_turn_the_words_after_it() -> None:
    assert escape("\u202eAnn\u2067 <b>") == "Ann &lt;b&gt;"
    label = speech("en").plain("label-booking", number="1", name="\u202eMaria", when="9:00")
    assert label == "1 Maria · 9:00"
    assert escape("משה") == "משה", "letters say their direction themselves"


def test_html_is_not_escaped_twice() -> None:
    inner = speech().t("rating", rating="<4")
    assert "★ &lt;4" in speech().t("availability-time", time=inner)
    assert lines("a < b", None, "", Html("<i>c</i>")) == "a &lt; b\n\n<i>c</i>"


def test_buttons_are_plain() -> None:
    assert speech().plain("rating", rating="<4") == "★ <4"
    assert speech().plain("rating", rating=Html("<b>&lt;4</b>")) == "★ <4"


def test_a_very_long_text_is_clipped_and_not_cut_inside_an_entity() -> None:
    said = escape("&" * 5000)
    assert len(said) <= 2401
    assert said.endswith("&amp;…")
    assert "…" in speech().t("availability-time", time="x" * 10_000)


def test_what_is_missing_is_loud() -> None:
    with pytest.raises(MissingText, match="no message"):
        speech().t("no-such-thing")
    with pytest.raises(MissingText, match="time"):
        speech().t("availability-time")


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ("da", "da"),
        ("da-DK", "da"),
        ("DA_dk", "da"),
        ("en-GB", "en"),
        ("pt-br", "en"),
        (None, "en"),
    ],
)
def test_the_language_spoken(code: str | None, language: str) -> None:
    assert pick_language(code) == language
