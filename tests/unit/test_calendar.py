"""Calendar files: what is written is what a calendar reads."""

from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from bot.domain.calendar import Meeting, cancellation, invitation

START = datetime(2026, 11, 24, 16, 0, tzinfo=ZoneInfo("Europe/Copenhagen"))


def a_meeting(title: str = "Python Basics", description: str = "", place: str = "") -> Meeting:
    booking = UUID("00000000-0000-4000-8000-000000000001")
    end = START + timedelta(hours=1)
    return Meeting(booking, START, end, title, description, place, said_at=START)


def read(content: bytes) -> tuple[Calendar, dict[str, str]]:
    calendar = Calendar.from_ical(content.decode())
    (event,) = calendar.walk("VEVENT")
    return calendar, {name: str(event[name]) for name in event}


def test_the_file_says_when_in_utc() -> None:
    content = invitation(a_meeting())
    assert b"DTSTART:20261124T150000Z\r\n" in content
    assert b"DTEND:20261124T160000Z\r\n" in content
    assert b"METHOD:PUBLISH\r\n" in content


def test_opened_twice_it_is_one_entry() -> None:
    _, first = read(invitation(a_meeting()))
    _, again = read(invitation(a_meeting(title="Renamed")))
    assert first["UID"] == again["UID"] == "00000000-0000-4000-8000-000000000001@tutorline"
    assert first["STATUS"] == "CONFIRMED"


def test_the_file_of_a_cancellation_is_about_the_same_entry_and_counts_more() -> None:
    _, first = read(invitation(a_meeting()))
    calendar, gone = read(cancellation(a_meeting()))
    assert str(calendar["METHOD"]) == "CANCEL"
    assert gone["STATUS"] == "CANCELLED"
    assert gone["UID"] == first["UID"]
    assert int(gone["SEQUENCE"]) > int(first["SEQUENCE"])


def test_the_place_is_a_link() -> None:
    _, event = read(invitation(a_meeting(place="https://meet.example/a?b=1,2;3")))
    assert event["URL"] == event["LOCATION"] == "https://meet.example/a?b=1,2;3"


def test_a_booking_without_a_place_has_none() -> None:
    _, event = read(invitation(a_meeting()))
    assert "URL" not in event
    assert "LOCATION" not in event


def test_no_text_can_add_a_line_of_its_own() -> None:
    _, event = read(
        invitation(a_meeting(title="A\r\nDTSTART:19700101T000000Z", description="x\ny"))
    )
    assert event["SUMMARY"] == "A\nDTSTART:19700101T000000Z"
    assert event["DESCRIPTION"] == "x\ny"


def test_no_address_can_either() -> None:
    place = "https://meet.example/a\r\nATTENDEE:mailto:x@y.example\n\u2028 b"
    _, event = read(invitation(a_meeting(place=place)))
    assert event["URL"] == "https://meet.example/aATTENDEE:mailto:x@y.exampleb"
    assert "ATTENDEE" not in event


@given(st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=200))
def test_any_title_is_read_back_as_it_was(title: str) -> None:
    content = invitation(a_meeting(title=title))
    assert read(content)[1]["SUMMARY"] == title
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))


def test_times_far_apart_zones_are_one_instant() -> None:
    moment = datetime(2026, 7, 1, 12, tzinfo=UTC)
    there = moment.astimezone(ZoneInfo("Australia/Adelaide"))
    meeting = Meeting(UUID(int=1), there, there + timedelta(minutes=30), "x", "", "", moment)
    assert b"DTSTART:20260701T120000Z" in invitation(meeting)
