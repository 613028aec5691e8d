"""What people type, read: amounts, lengths, topics, addresses, seats."""

import pytest

from bot.domain import answers
from bot.domain.answers import Unusable
from bot.domain.money import MOST, Amount, NotAnAmount, parse_amount


@pytest.mark.parametrize(
    ("text", "cents", "currency"),
    [
        ("450", 45000, None), ("450,50", 45050, None), ("450.5", 45050, None),
        ("1.250", 125000, None), ("1,250.50", 125050, None), ("1.250,50 kr", 125050, "DKK"),
        ("1 250", 125000, None), ("kr. 450", 45000, "DKK"), ("450 kr.", 45000, "DKK"),
        ("DKK 450,-", 45000, "DKK"), ("450,-", 45000, None), ("$50", 5000, "USD"),
        ("50 USD", 5000, "USD"), ("€ 50", 5000, "EUR"), ("50 euro", 5000, "EUR"),
        ("free", 0, None), ("Gratis!", 0, None), ("0", 0, None), ("0,50", 50, None),
        ("999.999,99", MOST, None),
    ],
)  # fmt: skip
def test_amounts_as_people_write_them(text: str, cents: int, currency: str | None) -> None:
    assert parse_amount(text) == Amount(cents, currency)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "unreadable"), ("much", "unreadable"), ("12 bananas", "unreadable"),
        ("1.2.3", "unreadable"), ("-5", "negative"), ("450 sek", "currency"), ("£50", "currency"),
        ("75 min", "unreadable"),
        ("0,505", "decimals"), ("450,5055", "decimals"), ("1000000", "too-much"),
        ("9" * 30, "too-much"), ("$50 kr", "unreadable"),
        ("450,505", "ambiguous"), ("1,250", "ambiguous"), ("1,250 kr", "ambiguous"),
        ("€ 1,250", "ambiguous"),
    ],
)  # fmt: skip
def test_what_is_no_amount_says_why(text: str, why: str) -> None:
    with pytest.raises(NotAnAmount) as trouble:
        parse_amount(text)
    assert trouble.value.key == why


def test_a_comma_and_three_digits_are_a_thousand_where_dollars_are_meant() -> None:
    assert parse_amount("$1,250") == Amount(125000, "USD")
    assert parse_amount("1,250", "USD") == Amount(125000, None)
    with pytest.raises(NotAnAmount) as trouble:
        parse_amount("450,505", "DKK")
    assert trouble.value.readings == {"whole": "450", "part": "505", "cents": "50"}


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("90", 90), ("90 min.", 90), ("1h", 60), ("1 h 30", 90), ("1:30", 90), ("1,5 timer", 90),
     ("1.25 h", 75), ("2 timer", 120), ("1 time 15 minutter", 75), ("720", 720)],
)  # fmt: skip
def test_lengths_as_people_write_them(text: str, minutes: int) -> None:
    assert answers.duration(text) == minutes


@pytest.mark.parametrize("text", ["", "long", "50", "0", "735", "13 h", "-60", "1:7"])
def test_what_is_no_length_is_refused(text: str) -> None:
    with pytest.raises(Unusable):
        answers.duration(text)


def test_topics_are_tidied_and_counted() -> None:
    assert answers.topics(" Python , #SQL; python\nData  Science,") == [
        "python", "sql", "data science",
    ]  # fmt: skip
    for wrong in ("", " , ", ",".join("abcdefghi"), "x" * 41):
        with pytest.raises(Unusable):
            answers.topics(wrong)


@pytest.mark.parametrize(
    ("text", "key"), [(",,,", "answer-topics"), (" # ", "answer-topics"), ("", "answer-empty")]
)
def test_signs_without_a_topic_are_told_from_a_picture(text: str, key: str) -> None:
    with pytest.raises(Unusable) as unusable:
        answers.topics(text)
    assert unusable.value.key == key


@pytest.mark.parametrize(
    ("text", "address"),
    [("https://zoom.us/j/1", "https://zoom.us/j/1"), ("Meet.google.com/a", "https://Meet.google.com/a"),
     ("HTTP://example.org", "http://example.org"),
     ("meet.example.dk:8443/1", "https://meet.example.dk:8443/1")],
)  # fmt: skip
def test_addresses(text: str, address: str) -> None:
    assert answers.address(text) == address


@pytest.mark.parametrize(
    "text", ["zoom", "javascript:alert(1)", "a b.c", "https://", "https://a.b/" + "x" * 300,
             'https://a.b/"><b>', "1.234,56", "1.234,56 kr", "https://450.00/", "10.0.0.1/a.b",
             "https://[::1/a.b"],
)  # fmt: skip
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(Unusable):
        answers.address(text)


def test_seats_and_words() -> None:
    assert answers.seats("6 seats") == 6
    for wrong in ("0", "1001", "six", "-1"):
        with pytest.raises(Unusable):
            answers.seats(wrong)
    assert answers.line("  a\n b ", 3) == "a b"
    with pytest.raises(Unusable):
        answers.paragraph(" \n ", 10)


def test_a_sentence_is_more_than_a_word() -> None:
    assert answers.sentence(" Rust, mostly. ", 600) == "Rust, mostly."
    for wrong in ("", "x", "Rust."):
        with pytest.raises(Unusable):
            answers.sentence(wrong, 600)
